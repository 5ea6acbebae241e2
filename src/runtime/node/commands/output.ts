/** Output of commands, in its common form. */
import { Errno } from '#network'
import { messageOf, type Steps, type System } from './system.ts'

export const [INPUT, OUTPUT, ERRORS] = [0, 1, 2] as const

/** Says what is wrong; gives the exit status. */
export function* complain(system: System, text: string, status = 1): Steps<number> {
  yield* system.write(ERRORS, `${text}\n`)
  return status
}

/** The exit status of whom SIGPIPE has ended: who writes where nobody reads says nothing. */
const BY_SIGPIPE = 141

/** Prints, or says why it cannot; gives the exit status. */
export function* print(system: System, name: string, data: Uint8Array | string): Steps<number> {
  const result = yield* system.write(OUTPUT, data)
  if (result === -Errno.EPIPE || result === -Errno.ECONNRESET) return BY_SIGPIPE
  return result < 0 ? yield* complain(system, `${name}: write error: ${messageOf(result)}`) : 0
}
