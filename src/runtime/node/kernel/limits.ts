import type { Nanoseconds } from '#network'

/** Limits of a process. Beyond them the kernel ends it, or refuses with an error number. */
export interface ProcessLimits {
  /** Virtual time of one turn. Beyond: the process is ended. */
  turnTime: Nanoseconds
  /** System calls in one turn. Beyond: the process is ended. */
  callsPerTurn: number
  /** Open descriptors (`ulimit -n`). Beyond: EMFILE. */
  descriptors: number
  /** Processes on its host (`ulimit -u`), including ended ones whose parent has not been notified. Beyond: EAGAIN. */
  processes: number
  /** Bytes that are kept on standard output, and on standard error. Beyond: dropped, with a note on standard error. */
  outputBytes: number
  /** Bytes written to standard output and standard error together. Beyond: the process that writes is ended. */
  writtenBytes: number
}

export const DEFAULT_LIMITS: ProcessLimits = {
  turnTime: 10_000_000_000,
  callsPerTurn: 1_000_000,
  descriptors: 1024,
  processes: 32,
  outputBytes: 64 << 20,
  writtenBytes: Number.POSITIVE_INFINITY,
}

/**
 * How far a process may run its own timers and immediates ahead in one turn when nothing else is due: short enough that the
 * driver soon gets to look at what it printed, long enough that a `setImmediate` loop needs few turns.
 */
export const LOOKAHEAD: Nanoseconds = 10_000_000

/** Largest piece that one send or recv moves; a process never learns of more free space than that, so that it never posts more. */
export const LARGEST_PIECE = 1 << 20
