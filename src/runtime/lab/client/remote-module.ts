import { LabError, type Process, type RemoteError } from '../api/index.ts'
import { decodeError, decodeValue, encodeValue } from '../load-driver/index.ts'
import type { CallOutcome, ModuleShape } from '../protocol.ts'
import { showValue } from '../text.ts'
import type { Session } from './session.ts'

/** Errors thrown by a program, as opposed to those of the calling test. */
const thrownThere = new WeakSet<object>()

/**
 * Returns whether a function of a loaded module threw this: then the program is to blame, not the test that did not
 * catch it.
 */
export const isRemoteError = (error: unknown): error is RemoteError =>
  typeof error === 'object' && error !== null && thrownThere.has(error)

/** Objects in the process with a proxy on the test's side. */
const references = new WeakMap<object, number>()

/** A loaded module on the test's side: functions become async, `new X(…)` becomes `X.create(…)`. */
export function remoteModule(
  session: Session,
  ref: string,
  label: string,
  shape: ModuleShape,
  process: Process,
): object {
  const remote = new RemoteCalls(session, ref, label)
  const members: Record<string, unknown> = { process }
  for (const name of shape.functions) members[name] = (...args: unknown[]) => remote.call('call', name, [name], args)
  for (const name of shape.classes)
    members[name] = { create: (...args: unknown[]) => remote.call('construct', `new ${name}`, [name], args) }
  return proxy(members, label, session)
}

class RemoteCalls {
  readonly #session: Session
  readonly #on: string
  readonly #label: string

  constructor(session: Session, on: string, label: string) {
    this.#session = session
    this.#on = on
    this.#label = label
  }

  call(op: string, shownName: string, target: unknown[], args: unknown[]): Promise<unknown> {
    const values = args.map((arg) => encodeValue(arg, referenceOf))
    const shown = `${shownName}(${args.map((arg) => showValue(arg)).join(', ')})`
    const result = (outcome: CallOutcome): unknown => {
      if ('thrown' in outcome) throw asThrownThere(decodeError(outcome.thrown) as RemoteError)
      return decodeValue(outcome.value, (id, methods) => this.#object(id, methods))
    }
    return this.#session.call({
      kind: 'wait',
      on: this.#on,
      op,
      args: [...target, values],
      label: this.#label,
      shown,
      shownAnswer,
      result,
    })
  }

  #object(id: number, methods: string[]): object {
    const members: Record<string, unknown> = {}
    for (const name of methods)
      if (name !== 'then') members[name] = (...args: unknown[]) => this.call('method', name, [id, name], args)
    const object = proxy(members, `an object of ${this.#label}`, this.#session)
    references.set(object, id)
    return object
  }
}

/** What the function returned or threw, for the step log. */
function shownAnswer(outcome: CallOutcome): string {
  if ('value' in outcome) return showValue(decodeValue(outcome.value, () => ({})))
  const { code, name, message } = outcome.thrown
  return `${code ?? name}: ${message}`
}

function asThrownThere(error: RemoteError): RemoteError {
  thrownThere.add(error)
  return error
}

function referenceOf(value: object): { ref: number; methods: string[] } | null {
  const ref = references.get(value)
  return ref === undefined ? null : { ref, methods: [] }
}

/**
 * Returns existing members, `undefined` for `then` (or `await` would call it), and throws with the existing names for
 * others. As text it's its label, whatever methods it has.
 */
function proxy(members: Record<string, unknown>, label: string, session: Session): object {
  return new Proxy(members, {
    get(target, name) {
      if (name === Symbol.toPrimitive) return () => label
      if (typeof name === 'symbol' || name === 'then' || name === 'toJSON' || Object.hasOwn(target, name))
        return Reflect.get(target, name)
      const names = Object.keys(target).filter((key) => key !== 'process')
      throw new LabError({
        code: 'UNEXPECTED',
        expected: `a function or class ${name} of ${label}`,
        seen: names.length > 0 ? `only ${names.join(', ')}` : 'none',
        at: session.now,
        packets: [],
      })
    },
  })
}
