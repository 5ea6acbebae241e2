/** socket, bind, listen, connect, accept, shutdown, close. */
import { Errno } from '#network'
import type { CallAction } from '../../language/index.ts'
import type { Descriptor, Descriptors } from '../descriptors.ts'
import { numberOf } from '../values.ts'
import {
  addressOf,
  descriptor,
  expression,
  type Handler,
  isSix,
  number,
  once,
  parameter,
  peerOf,
  waiting,
} from './call.ts'

const { EAGAIN, EALREADY, EINPROGRESS } = Errno

export const socket: Handler = ({ sockets, descriptors, settings }, action) => {
  const domain = numberOf(expression(action, 0, 'the domain'))
  const type = parameter(action, 1, 'the type')
  numberOf(expression(action, 2, 'the protocol'))
  const kind = (type & 15) === number('SOCK_DGRAM') ? 'datagram' : 'stream'
  const six = domain === null ? isSix(settings) : domain === number('AF_INET6')
  return once(() => {
    const fd = sockets.socket(six ? 6 : 4, kind)
    if (fd < 0) return fd
    return adopt(descriptors, action, fd, kind, (type & number('SOCK_NONBLOCK')) !== 0)
  })
}

/** Scripts say themselves which number a descriptor has. */
export function adopt(
  descriptors: Descriptors,
  action: CallAction,
  fd: number,
  kind: Descriptor['kind'],
  nonBlocking: boolean,
): number {
  const wanted = action.result.value === null ? null : numberOf(action.result.value)
  const given = wanted !== null && wanted >= 0 ? wanted : descriptors.next()
  descriptors.add(given, fd, kind, nonBlocking)
  return given
}

export const bind: Handler = (context, action) => {
  const { fd } = descriptor(context, action)
  const any = isSix(context.settings) ? '::' : '0.0.0.0'
  const address = addressOf(expression(action, 1, 'the address'), { address: any, port: context.settings.port })
  return once(() => context.sockets.bind(fd, address))
}

export const listen: Handler = (context, action) => {
  const { fd } = descriptor(context, action)
  const backlog = parameter(action, 1, 'the backlog')
  return once(() => {
    const result = context.sockets.listen(fd, backlog)
    if (result === 0) context.onOpening(context.settings.port)
    return result
  })
}

export const connect: Handler = (context, action) => {
  const of = descriptor(context, action)
  const address = addressOf(expression(action, 1, 'the address'), peerOf(context.settings))
  let begun = false
  return () => {
    if (!begun) context.onOpening(null)
    const result = context.sockets.connect(of.fd, address)
    begun = true
    // A connect that blocks is one that does not, made again until it is through.
    return !of.nonBlocking && (result === -EINPROGRESS || result === -EALREADY) ? null : { result }
  }
}

export const accept: Handler = (context, action) => {
  const of = descriptor(context, action)
  const flags = action.name === 'accept4' ? parameter(action, 3, 'the flags') : 0
  return waiting(of, 0, () => {
    const fd = context.sockets.accept(of.fd)
    if (fd < 0) return { result: fd }
    const nonBlocking = (flags & number('SOCK_NONBLOCK')) !== 0
    return { result: adopt(context.descriptors, action, fd, 'stream', nonBlocking) }
  })
}

export const shutdown: Handler = (context, action) => {
  const { fd } = descriptor(context, action)
  return once(() => context.sockets.shutdown(fd, parameter(action, 1, 'how')))
}

export const close: Handler = (context, action) => {
  const given = parameter(action, 0, 'the descriptor')
  const of = context.descriptors.get(given)
  context.descriptors.remove(given)
  if (of.kind === 'epoll') return once(() => 0)
  return () => {
    const result = context.sockets.close(of.fd)
    // One that lingers waits on any descriptor.
    return result === -EAGAIN ? null : { result }
  }
}
