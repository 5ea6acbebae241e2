/**
 * `ackademy/lab` in a project that is not a course: what test files of an exercise import, and `lab`, which opens a world. In an exercise the runner
 * opens the world and gives it to the test.
 */
import type { Files, Lab } from '#lab'
import { openSimulatedLab, type TopologyFile } from '#lab/on-disk/index.ts'

export type { TopologyFile } from '#lab/on-disk/index.ts'
export * from '../testing/index.ts'

export interface WorldOptions {
  /** A shipped topology's name, the path of a YAML file, or its text. Default: `wire`. */
  topology?: string | TopologyFile
  /** Values of the topology's parameters. */
  params?: Record<string, string | number | boolean>
  /** Chooses all randomness of the world. Default: 1. */
  seed?: number
  /** The program's files by path. Programs run in this process: give it programs that you trust. */
  files?: Files
}

/** Opens a simulated world, which runs until its `close()`. Rejects for a wrong topology. */
export async function lab({ files = {}, ...options }: WorldOptions = {}): Promise<Lab> {
  return (await openSimulatedLab({ ...options, files: { submission: files } })).lab
}
