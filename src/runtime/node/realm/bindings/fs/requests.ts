import { Op, Ready } from '../../../syscalls/index.ts'
import { AsyncWrap, completeRequest } from '../../async-wrap.ts'
import type { RealmContext } from '../../context.ts'
import type { Any } from '../../types.ts'
import type { Files } from './files.ts'
import { type Attempt, uvException } from './uv-exception.ts'

/** Time that a thread of the pool needs for one file operation, in ns. */
const DURATION = 20_000

/** An operation: returns its result, or -errno. */
export interface Operation<Result> extends Attempt {
  run: () => Result | number
  /** Makes the program's value of a result; a promise's result is a new object, others may be shared. */
  convert?: (result: Result, isPromise: boolean) => unknown
  /** Descriptor that a thread's blocking read waits for when it has no data. */
  fd?: number
}

/** How an operation's result reaches the program: returned, with a promise, or with a callback. */
export class Requests {
  readonly #realm: RealmContext
  readonly #files: Files
  readonly usePromises: symbol

  constructor(realm: RealmContext, files: Files) {
    this.#realm = realm
    this.#files = files
    this.usePromises = realm.symbols.fs_use_promises_symbol!
  }

  /** `request`: undefined, `usePromises`, or an FSReqCallback. */
  dispatch<Result>(request: unknown, operation: Operation<Result>): unknown {
    if (request === undefined || request === null) return this.#now(operation)
    return request === this.usePromises ? this.promise(operation) : this.#callback(request, operation)
  }

  #now<Result>(operation: Operation<Result>): unknown {
    let result = operation.run()
    if (result === -this.#realm.errno('EAGAIN') && operation.fd !== undefined && this.#files.waitForInput(operation.fd))
      result = operation.run()
    if (isError(result)) throw uvException(this.#realm, result, operation)
    return operation.convert ? operation.convert(result as Result, false) : undefined
  }

  promise<Result>(operation: Operation<Result>, duration = DURATION): Promise<unknown> {
    const { Promise: RealmPromise } = this.#realm.primordials
    return new RealmPromise((resolve: (value: unknown) => void, reject: (error: unknown) => void) => {
      const wrap = new AsyncWrap(this.#realm, 'FSREQPROMISE')
      this.#submit(wrap, operation, duration, (result) => {
        completeRequest(wrap, () => {
          if (isError(result)) reject(this.#exception(result, operation))
          else resolve(operation.convert?.(result as Result, true))
        })
      })
    })
  }

  #callback<Result>(request: Any, operation: Operation<Result>): undefined {
    this.#submit(request, operation, DURATION, (result) => {
      const { oncomplete } = request
      if (isError(result)) {
        completeRequest(request, oncomplete, this.#exception(result, operation))
        return
      }
      const value = operation.convert?.(result as Result, false)
      if (value === undefined) completeRequest(request, oncomplete, null)
      else completeRequest(request, oncomplete, null, value)
    })
  }

  #submit<Result>(
    request: AsyncWrap,
    operation: Operation<Result>,
    duration: number,
    done: (result: Result | number) => void,
  ): void {
    const { threadPool, kernel, active } = this.#realm
    active.requests.add(request)
    threadPool.submit(duration, () => {
      const result = operation.run()
      if (kernel.ended) return
      if (result === -this.#realm.errno('EAGAIN') && operation.fd !== undefined) {
        this.#whenReadable(operation.fd, () => this.#submit(request, operation, duration, done))
        return
      }
      active.requests.delete(request)
      done(result)
    })
  }

  #whenReadable(fd: number, again: () => void): void {
    const { kernel, loop } = this.#realm
    loop.requestBegan()
    loop.targets.watchDescriptor(fd, {
      onEvent: () => {
        loop.requestEnded()
        loop.targets.forgetDescriptor(fd)
        kernel.call(Op.watch, fd, 0)
        again()
      },
    })
    kernel.call(Op.watch, fd, Ready.IN)
  }

  /** Made without the program on the stack, as in C++: its stack is just its message. */
  #exception(error: number, attempt: Attempt): Error {
    const exception = uvException(this.#realm, error, attempt)
    exception.stack = `Error: ${exception.message}`
    return exception
  }
}

function isError(result: unknown): result is number {
  return typeof result === 'number' && result < 0
}

/** Makes `FSReqCallback`, which the library passes for a callback. */
export function requestClass(realm: RealmContext): unknown {
  return class FSReqCallback extends AsyncWrap {
    constructor() {
      super(realm, 'FSREQCALLBACK')
    }
  }
}
