import type { Duration } from './values.ts'

/**
 * How peers cut the byte streams they send. Offsets count from the first byte of each connection's direction, so a failing
 * schedule is a list of numbers, and the runner can make it smaller.
 */
export type Schedule =
  | { kind: 'whole' }
  | { kind: 'dribble'; gap?: Duration }
  | { kind: 'coalesce'; within?: Duration }
  | { kind: 'random'; seed: number }
  | { kind: 'split'; around: string[] }
  | Explicit

/**
 * What a failing schedule is reduced to: its difference from `whole`. `cut`: boundaries added inside a piece; `join`: boundaries
 * between pieces taken away. `{ cut: [16], join: [] }`: everything as sent, but byte 16 began a new segment.
 */
export interface Explicit {
  kind: 'explicit'
  cut: number[]
  join: number[]
  /** The connection meant, in order of connecting and accepting, from 1; without it, every connection of the world. */
  connection?: number
}
