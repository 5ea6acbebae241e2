import { Op } from '../syscalls/index.ts'
import type { RealmContext } from './context.ts'
import { passMilestone } from './milestones.ts'

/** Exit codes that the runtime itself uses (`exitCodes` of Node's `errors` binding). */
export const ExitCode = {
  success: 0,
  genericUserError: 1,
  noExceptionHandler: 6,
  exceptionInHandler: 7,
  badOption: 9,
  unsettledTopLevelAwait: 13,
} as const

/** Ends the process: the kernel frees what it holds, and every binding becomes inert. */
export function endProcess(realm: RealmContext, code: number): void {
  if (realm.kernel.ended) return
  realm.kernel.post(Op.exit, code & 0xff)
  realm.kernel.ended = true
}

/** Returns the code that the program has set, or `otherwise`. */
export function exitCode(realm: RealmContext, otherwise: number): number {
  const { kExitCode, kHasExitCode } = realm.constants.util.constants
  return realm.exitInfo[kHasExitCode] ? realm.exitInfo[kExitCode]! : otherwise
}

/**
 * Called when nothing keeps the process alive any more: emits 'beforeExit', and ends the process unless that started new work.
 * Returns whether the process continues.
 */
export async function finishIfDone(realm: RealmContext): Promise<boolean> {
  const { loop, kernel, process } = realm
  await loop.enter(() => process.emit('beforeExit', process.exitCode || ExitCode.success))
  if (kernel.ended) return false
  if (loop.alive) return true
  passMilestone(realm, 'LOOP_EXIT')
  const otherwise = realm.program?.exitCode ?? ExitCode.success
  loop.run(() => {
    if (process._exiting) return
    process._exiting = true
    process.emit('exit', exitCode(realm, otherwise))
  })
  if (!kernel.ended && realm.program?.unsettled) realm.program.warnOfUnsettled()
  endProcess(realm, exitCode(realm, otherwise))
  return false
}
