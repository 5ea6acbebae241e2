/**
 * The system calls on a pipe: length-framed messages, big-endian.
 *
 * Up, from the process: one frame for each call, one for the end of the turn (`Op.wait`). What comes up was written by a program
 * that may be hostile, so `FrameReader` and `parseCall` refuse everything that is not a `CallFrame`, and hold no more than
 * `MAX_CALL_FRAME` bytes for it. Down, from the kernel: events and the replies to calls, which the process's side trusts.
 */

/** length u32, op u8, flags u8, cost a b c f64, length of str u32. */
export const CALL_HEADER = 4 + 2 + 32 + 4
/** length u32, type u8, flags u8, time horizon f64, fd mask error value port sendSpace f64, credits u32, length of str u32. */
export const EVENT_HEADER = 4 + 2 + 16 + 48 + 8
/** length u32, type u8, flags u8, result a b f64, length of str u32. */
export const REPLY_HEADER = 4 + 2 + 24 + 4

/** The largest frame that a process may send: a piece of 1 MiB and its header. */
export const MAX_CALL_FRAME = (1 << 20) + 4096
/** The largest frame that a kernel sends: the start of a process with all its files. */
export const MAX_EVENT_FRAME = 1 << 28

export const FLAG_POSTED = 1
export const FLAG_BYTES = 2
/** Type of a reply; events have their `EventType`. */
export const REPLY = 0
