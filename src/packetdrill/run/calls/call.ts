/** Common parts of calls: reading their parameters, and an attempt at one. */
import { type Endpoint, Errno } from '#network'
import type { CallAction, Expression, RunSettings } from '../../language/index.ts'
import type { KernelSockets } from '../../system/index.ts'
import { LINUX_NUMBERS } from '../../system/index.ts'
import type { Descriptor, Descriptors } from '../descriptors.ts'
import { CallError, fieldOf, mustBeNumber } from '../values.ts'

/** How a call ended. `wrong`: something it gave besides its result is not what the script expects. */
export interface Outcome {
  readonly result: number
  readonly wrong?: string
}
/** null: it would have to wait. */
export type Attempt = () => Outcome | null

export interface CallContext {
  readonly sockets: KernelSockets
  readonly descriptors: Descriptors
  readonly settings: RunSettings
  /** A connection is opened or awaited: packets without ports are of it from now on. */
  onOpening(localPort: number | null): void
  /** Bytes are sent that the script itself names, or out of their order: their places say nothing any more. */
  onForeignData(): void
}

export type Handler = (context: CallContext, action: CallAction) => Attempt

/** One of Linux's numbers, by a name that is there. */
export const number = (name: string) => LINUX_NUMBERS[name]!

/** The parameter at `index`, as a number. */
export function parameter(action: CallAction, index: number, what: string): number {
  return mustBeNumber(action.parameters[index], `parameter ${index + 1}, ${what},`)
}

export function expression(action: CallAction, index: number, what: string): Expression {
  const found = action.parameters[index]
  if (found === undefined) throw new CallError(`parameter ${index + 1}, ${what}, is missing`)
  return found
}

export function descriptor({ descriptors }: CallContext, action: CallAction): Descriptor {
  return descriptors.get(parameter(action, 0, 'the descriptor'))
}

/** Waits while the system says EAGAIN and the descriptor blocks. */
export function waiting(of: Descriptor, flags: number, attempt: () => Outcome): Attempt {
  const blocks = !of.nonBlocking && (flags & number('MSG_DONTWAIT')) === 0
  return () => {
    const outcome = attempt()
    return blocks && outcome.result === -Errno.EAGAIN ? null : outcome
  }
}

export const once =
  (call: () => number): Attempt =>
  () => ({ result: call() })

/** `...`: any address, or the peer's; else a sockaddr written as a struct. */
export function addressOf(given: Expression, otherwise: Endpoint): Endpoint {
  if (given.kind === 'any') return otherwise
  const port = fieldOf(given, 'sin_port') ?? fieldOf(given, 'sin6_port')
  const address = fieldOf(given, 'sin_addr') ?? fieldOf(given, 'sin6_addr')
  return { address: addressText(address, otherwise.address), port: mustBeNumber(port, 'the port') }
}

function addressText(given: Expression | undefined, otherwise: string): string {
  if (given === undefined || given.kind === 'any' || given.kind === 'name') return otherwise
  const text = given.kind === 'apply' ? given.parameters.find(({ kind }) => kind === 'text') : given
  if (text?.kind !== 'text') throw new CallError('an address must be inet_addr("…") or inet_pton(…, "…")')
  return text.value
}

export function isSix({ ipVersion }: RunSettings): boolean {
  return ipVersion !== 'ipv4'
}

export function peerOf(settings: RunSettings): Endpoint {
  const mapped = settings.ipVersion === 'ipv4-mapped-ipv6' ? '::ffff:' : ''
  return { address: mapped + settings.remoteAddress, port: settings.port }
}
