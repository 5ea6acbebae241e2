import type { CommandKind, Duration, Within } from '../api/index.ts'
import { milliseconds } from '../duration.ts'
import type { Operation } from './operation.ts'
import type { OperationRequest, Session } from './session.ts'

type Rest<T> = Partial<Pick<OperationRequest<T>, 'args' | 'within' | 'shown' | 'shownAnswer' | 'result'>>

/**
 * Base of all handles: the name of an object in the world, and the session that reaches it. Has no state of the world.
 */
export abstract class Handle {
  readonly #session: Session
  readonly #on: string
  readonly #label: string

  constructor(session: Session, on: string, label: string) {
    this.#session = session
    this.#on = on
    this.#label = label
  }

  protected get session(): Session {
    return this.#session
  }

  /** Of a connection's end: both ends, for the step log. */
  protected get ends(): OperationRequest<unknown>['ends'] {
    return undefined
  }

  protected get label(): string {
    return this.#label
  }

  protected act<T = void>(op: string, rest: Rest<T> = {}): Operation<T> {
    return this.#call('act', op, rest)
  }

  protected look<T>(op: string, rest: Rest<T> = {}): Operation<T> {
    return this.#call('look', op, rest)
  }

  protected wait<T = void>(op: string, rest: Rest<T> = {}): Operation<T> {
    return this.#call('wait', op, rest)
  }

  #call<T>(kind: CommandKind, op: string, rest: Rest<T>): Operation<T> {
    const { ends } = this
    return this.#session.call({ kind, on: this.#on, op, label: this.#label, ...(ends && { ends }), ...rest })
  }
}

/** Limit in a wait's options, if any. */
export function limitOf(options: Within | undefined): { within?: number } {
  return options?.within === undefined ? {} : { within: milliseconds(options.within) }
}

/** A duration as an argument: milliseconds. */
export function optionalMs(duration: Duration | undefined): number | undefined {
  return duration === undefined ? undefined : milliseconds(duration)
}
