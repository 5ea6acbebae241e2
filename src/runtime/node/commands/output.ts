/** Output functions that commands share. */
import { Errno } from '#network'
import { messageOf, type Steps, type System } from './system.ts'

export const [INPUT, OUTPUT, ERRORS] = [0, 1, 2] as const

/** Prints an error; returns the exit status. */
export function* complain(system: System, text: string, status = 1): Steps<number> {
  yield* system.write(ERRORS, `${text}\n`)
  return status
}

/** Exit status after SIGPIPE: a write without a reader gives no message. */
const BY_SIGPIPE = 141

/** Prints, or prints the error; returns the exit status. */
export function* print(system: System, name: string, data: Uint8Array | string): Steps<number> {
  const result = yield* system.write(OUTPUT, data)
  if (result === -Errno.EPIPE || result === -Errno.ECONNRESET) return BY_SIGPIPE
  return result < 0 ? yield* complain(system, `${name}: write error: ${messageOf(result)}`) : 0
}
