/** write, send, sendto, sendmsg, writev; read, recv, recvfrom, recvmsg. */
import { type Endpoint, Errno } from '#network'
import { type Expression, NeedsError } from '../../language/index.ts'
import type { Descriptor } from '../descriptors.ts'
import { streamBytes } from '../payload.ts'
import { CallError, fieldOf, mustBeNumber, numberOf } from '../values.ts'
import {
  type Attempt,
  addressOf,
  type CallContext,
  descriptor,
  expression,
  type Handler,
  number,
  once,
  parameter,
  peerOf,
  waiting,
} from './call.ts'

const isNull = (given: Expression) => given.kind === 'name' && given.name === 'NULL'

/** A write that blocks takes all, in as many pieces as the system likes. */
function writing(context: CallContext, of: Descriptor, bytes: Uint8Array, flags: number, to: Endpoint | null): Attempt {
  let sent = 0
  const blocks = !of.nonBlocking && (flags & number('MSG_DONTWAIT')) === 0
  return () => {
    for (;;) {
      const result = context.sockets.send(of.fd, bytes.subarray(sent), flags, to)
      if (result > 0) {
        sent += result
        of.written += result
      }
      if (result === -Errno.EAGAIN && blocks) return null
      if (result < 0) return { result: sent > 0 ? sent : result }
      if (sent >= bytes.length) return { result: sent }
      if (!blocks) return { result: sent }
    }
  }
}

function outgoing(context: CallContext, of: Descriptor, given: Expression, length: number): Uint8Array {
  if (given.kind === 'text') context.onForeignData()
  if (given.kind === 'text') return new TextEncoder().encode(given.value).subarray(0, length)
  return streamBytes(1 + of.written, length)
}

export const write: Handler = (context, action) => {
  const of = descriptor(context, action)
  const given = expression(action, 1, 'the bytes')
  const length = parameter(action, 2, 'the length')
  const flags = action.name === 'write' ? 0 : parameter(action, 3, 'the flags')
  const to = action.name === 'sendto' && action.parameters[4] !== undefined && of.kind === 'datagram'
  const address = to ? addressOf(action.parameters[4]!, peerOf(context.settings)) : null
  if (isNull(given) && length > 0) return once(() => -Errno.EFAULT)
  return writing(context, of, outgoing(context, of, given, length), flags, address)
}

export const sendmsg: Handler = (context, action) => {
  const of = descriptor(context, action)
  const lengths = vectorLengths(fieldOf(expression(action, 1, 'the message'), 'msg_iov'))
  const length = lengths.reduce((sum, one) => sum + one, 0)
  return writing(context, of, streamBytes(1 + of.written, length), parameter(action, 2, 'the flags'), null)
}

export const writev: Handler = (context, action) => {
  const of = descriptor(context, action)
  const length = vectorLengths(expression(action, 1, 'the vector')).reduce((sum, one) => sum + one, 0)
  return writing(context, of, streamBytes(1 + of.written, length), 0, null)
}

/** `[{..., 100}, {..., 200}]`. */
function vectorLengths(vector: Expression | undefined): number[] {
  if (vector?.kind !== 'list') throw new CallError('a vector [{..., LENGTH}, …] was expected')
  return vector.items.map((item) => {
    const fields = item.kind === 'struct' ? item.fields : []
    return mustBeNumber(fields[1]?.value, 'the length in a vector')
  })
}

function reading(context: CallContext, of: Descriptor, most: number, flags: number, expected: Expression): Attempt {
  return waiting(of, flags, () => {
    const got = context.sockets.receive(of.fd, most, flags)
    if (typeof got === 'number') return { result: got }
    const outcome = { result: got.length }
    if (expected.kind !== 'text') return outcome
    const text = new TextDecoder().decode(got)
    return text === expected.value ? outcome : { ...outcome, wrong: `read "${text}", expected "${expected.value}"` }
  })
}

export const read: Handler = (context, action) => {
  const of = descriptor(context, action)
  const into = expression(action, 1, 'the buffer')
  const flags = action.name === 'read' ? 0 : parameter(action, 3, 'the flags')
  const most = parameter(action, 2, 'the length')
  if (!isNull(into)) return reading(context, of, most, flags, into)
  // The kernel finds out when it copies: only if there is something to copy.
  const ready = () => (context.sockets.poll(of.fd) & number('POLLIN')) !== 0
  return () => (ready() ? { result: -Errno.EFAULT } : of.nonBlocking ? { result: -Errno.EAGAIN } : null)
}

export const recvmsg: Handler = (context, action) => {
  const of = descriptor(context, action)
  const message = expression(action, 1, 'the message')
  const flags = parameter(action, 2, 'the flags')
  const most = vectorLengths(fieldOf(message, 'msg_iov')).reduce((sum, one) => sum + one, 0)
  const told = fieldOf(message, 'msg_control')
  const attempt = reading(context, of, most, flags, { kind: 'any' })
  return () => {
    const outcome = attempt()
    if (outcome === null || outcome.result < 0 || told === undefined) return outcome
    const wrong = checkControl(context, of, told)
    return wrong === null ? outcome : { ...outcome, wrong }
  }
}

/** Of ancillary data only TCP_CM_INQ is known: how much there is still to read, 1 where only the end is. */
function checkControl({ sockets }: CallContext, of: Descriptor, told: Expression): string | null {
  if (told.kind !== 'list') throw new CallError('msg_control must be a list')
  for (const item of told.items) {
    if (numberOf(fieldOf(item, 'cmsg_type') ?? { kind: 'any' }) !== number('TCP_CM_INQ') || !of.tellsQueue) {
      throw new NeedsError('ancillary data other than TCP_CM_INQ')
    }
    const expected = mustBeNumber(fieldOf(item, 'cmsg_data'), 'cmsg_data')
    const queued = sockets.control(of.fd, number('SIOCINQ'))
    const ended = queued === 0 && (sockets.poll(of.fd) & number('POLLRDHUP')) !== 0
    const got = ended ? 1 : queued
    if (got !== expected) return `TCP_CM_INQ is ${got}, expected ${expected}`
  }
  return null
}
