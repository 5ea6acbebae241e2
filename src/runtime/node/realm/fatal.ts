import type { RealmContext } from './context.ts'
import { excerptAt, excerptOfError, excerptOfThrown } from './excerpt.ts'
import { ExitCode, endProcess, exitCode } from './exit.ts'
import { EXITED } from './kernel-port.ts'
import { writeError } from './standard-error.ts'
import type { ThrowPlace } from './types.ts'

/** Where an exception was thrown; `made`: for rejections and exceptions of microtasks, Node only knows where the error was created. */
type Place = ThrowPlace | 'made' | null

/**
 * Handles an uncaught exception (errors::TriggerUncaughtException): calls the program's own handlers; if there are none, prints
 * the exception and ends the process.
 */
export function uncaughtException(realm: RealmContext, error: unknown, place: Place, fromPromise = false): void {
  if (realm.kernel.ended) return
  if (typeof realm.process._fatalException !== 'function') {
    report(realm, error, place)
    endProcess(realm, ExitCode.noExceptionHandler)
    return
  }
  let handled = false
  const outcome = realm.platform.run(() => {
    handled = realm.process._fatalException(error, fromPromise)
  })
  if (!outcome.ok) {
    if (outcome.error === EXITED) return
    report(realm, outcome.error, outcome.place)
    endProcess(realm, ExitCode.exceptionInHandler)
  } else if (!handled) {
    report(realm, error, place)
    endProcess(realm, exitCode(realm, ExitCode.genericUserError))
  }
}

/** Prints an exception that ends the process, in Node's words (errors::ReportFatalException). */
function report(realm: RealmContext, error: unknown, place: Place): void {
  // Printing may run the program's getters.
  realm.platform.run(() => {
    const excerpt = excerptOf(realm, error, place)
    const isError = realm.internalBinding('types').isNativeError(error)
    const head = excerpt === null ? '' : isError ? `${excerpt}\n` : `\n${excerpt}`
    writeError(realm, `${head}${description(realm, error)}\n\nNode.js ${realm.process.version}\n`)
  })
}

function excerptOf(realm: RealmContext, error: unknown, place: Place): string | null {
  if (place === 'made') return excerptOfError(realm, error)
  return (place && excerptAt(realm, place)) ?? excerptOfThrown(realm, error)
}

function description(realm: RealmContext, error: unknown): string {
  if ((typeof error === 'object' && error !== null) || typeof error === 'function') {
    realm.callbacks.enhanceBeforePrint(error)
    return String(realm.callbacks.enhanceForPrint(error))
  }
  const text = typeof error === 'symbol' ? '' : String(error)
  return `${text}\n(Use \`node --trace-uncaught ...\` to show where the exception was thrown)`
}
