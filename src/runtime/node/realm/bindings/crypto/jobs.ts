import { AsyncWrap, completeRequest } from '../../async-wrap.ts'
import type { RealmContext } from '../../context.ts'
import type { Any } from '../../types.ts'

/** CryptoJobMode of crypto_util.h. */
export const JobMode = { async: 0, sync: 1, webCrypto: 2 } as const

/** A job's work: what it runs, its duration in nanoseconds of virtual time, and the arguments of `ondone`. */
export interface Work {
  readonly cost: number
  perform(): unknown
}

type Configure = (mode: number, ...parameters: Any[]) => Work

/**
 * node::crypto::CryptoJob: `configure` gets the constructor's parameters and throws if they are invalid; the work is done at once, or in
 * a later round of the event loop, and ends with a call of `ondone` or a promise.
 */
export function jobClass(realm: RealmContext, provider: string, configure: Configure): unknown {
  return class CryptoJob extends AsyncWrap {
    declare ondone: unknown
    readonly #mode: number
    readonly #work: Work
    constructor(mode: number, ...parameters: Any[]) {
      super(realm, provider)
      this.#mode = mode
      this.#work = configure(mode, ...parameters)
    }
    run(): unknown {
      if (this.#mode === JobMode.sync) {
        realm.kernel.spend(Math.ceil(this.#work.cost))
        return attempt(this.#work)
      }
      if (this.#mode === JobMode.webCrypto) return promised(realm, this.#work)
      later(realm, this.#work, ([error, result]) => completeRequest(this, this.ondone, error, result))
      return undefined
    }
  }
}

type Outcome = [error: unknown, result: unknown]

function attempt(work: Work): Outcome {
  try {
    return [undefined, work.perform()]
  } catch (error) {
    return [error, undefined]
  }
}

function later(realm: RealmContext, work: Work, done: (outcome: Outcome) => void): void {
  realm.threadPool.submit(Math.ceil(work.cost), () => done(attempt(work)))
}

/** Returns a promise of the work. WebCrypto reports every failure with the same error; the original is its cause. */
function promised(realm: RealmContext, work: Work): Promise<unknown> {
  return new realm.platform.global.Promise((resolve: (value: unknown) => void, reject: (error: unknown) => void) =>
    later(realm, work, ([error, result]) => {
      if (error === undefined) resolve(result)
      else reject(operationError(realm, error))
    }),
  )
}

function operationError(realm: RealmContext, cause: unknown): Error {
  const options = { name: 'OperationError', cause }
  return new realm.DOMException('The operation failed for an operation-specific reason', options)
}
