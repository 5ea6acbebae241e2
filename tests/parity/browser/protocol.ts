import type { AddOnName } from '#node/library/index.ts'
import type { Outcome, ParityProgram } from '../program.ts'

/** What a page with programs fetches, and where it says what became of them. */
export const PATHS = {
  page: '/page.js',
  programs: '/programs.json',
  outcome: '/outcome',
  frame: '/frame.html',
  worker: '/worker.js',
  library: '/library.json',
  runtime: '/runtime.js',
  addOn: (name: AddOnName) => `/add-on-${name}.json`,
}

/** The first message of the worker; the port to the page travels with it. */
export interface WorkerStart {
  library: string
  runtime: string
  addOns: Record<string, string>
}

/** Worker → page: first that it is ready, then one for each program. */
export type WorkerReport =
  | { kind: 'ready' }
  | { kind: 'outcome'; outcome: Outcome }
  | { kind: 'failed'; message: string }

/** Page → server. */
export interface PageReport {
  entry: string
  result: { outcome: Outcome } | { failure: string }
  /** Real time. */
  milliseconds: number
}

export type PagePrograms = ParityProgram[]
