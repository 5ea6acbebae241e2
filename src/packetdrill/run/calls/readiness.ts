/** poll and epoll. */
import { Errno } from '#network'
import type { Watch } from '../descriptors.ts'
import { CallError, fieldOf, mustBeNumber, numberOf } from '../values.ts'
import { type CallContext, descriptor, expression, type Handler, number, once, parameter } from './call.ts'
import { adopt } from './opening.ts'

const ALWAYS = number('POLLERR') | number('POLLHUP')

export const poll: Handler = (context, action) => {
  const entries = expression(action, 0, 'the entries')
  if (entries.kind !== 'list') throw new CallError('poll takes a list [{fd=…, events=…, revents=…}]')
  const wanted = entries.items.map((item) => ({
    of: context.descriptors.get(mustBeNumber(fieldOf(item, 'fd'), 'fd')),
    events: mustBeNumber(fieldOf(item, 'events'), 'events'),
    expected: numberOf(fieldOf(item, 'revents') ?? { kind: 'any' }),
  }))
  const timeout = parameter(action, 2, 'the timeout')
  return () => {
    const got = wanted.map(({ of, events }) => context.sockets.poll(of.fd) & (events | ALWAYS))
    const ready = got.filter((bits) => bits !== 0).length
    if (ready === 0 && timeout !== 0) return null
    const index = wanted.findIndex(({ expected }, at) => expected !== null && expected !== got[at])
    if (index < 0) return { result: ready }
    return { result: ready, wrong: `revents is ${got[index]}, expected ${wanted[index]!.expected}` }
  }
}

export const epollCreate: Handler = ({ descriptors }, action) =>
  once(() => adopt(descriptors, action, -1, 'epoll', false))

export const epollControl: Handler = (context, action) => {
  const { watched } = descriptor(context, action)
  const operation = action.parameters[1]?.kind === 'name' ? action.parameters[1].name : ''
  const target = parameter(action, 2, 'the descriptor to watch')
  const event = action.parameters[3]
  return once(() => {
    if (operation === 'EPOLL_CTL_DEL') return watched.delete(target) ? 0 : -Errno.ENOENT
    const events = mustBeNumber(event && fieldOf(event, 'events'), 'events')
    watched.set(target, { events, told: null, isSpent: false })
    return 0
  })
}

export const epollWait: Handler = (context, action) => {
  const { watched } = descriptor(context, action)
  const event = expression(action, 1, 'the event')
  const expected = numberOf(fieldOf(event, 'events') ?? { kind: 'any' })
  const timeout = parameter(action, 3, 'the timeout')
  return () => {
    const ready = [...watched].map(([target, watch]) => newsOf(context, target, watch)).filter((bits) => bits !== 0)
    if (ready.length === 0 && timeout !== 0) return null
    const first = ready[0] ?? 0
    if (expected === null || expected === first) return { result: ready.length }
    return { result: ready.length, wrong: `events is ${first}, expected ${expected}` }
  }
}

/** Returns what epoll reports of a descriptor now: with EPOLLET only what arrived or became possible since the last report. */
function newsOf(context: CallContext, target: number, watch: Watch): number {
  const { fd, kind } = context.descriptors.get(target)
  const bits = context.sockets.poll(fd) & (watch.events | ALWAYS)
  if (bits === 0 || watch.isSpent) {
    if (bits === 0) watch.told = null
    return 0
  }
  const received = kind === 'stream' ? context.sockets.information(fd).tcpi_bytes_received! : 0
  const { told } = watch
  const isNew = told === null || (bits & ~told.bits) !== 0 || received !== told.received
  watch.told = { bits, received }
  if (watch.events & number('EPOLLONESHOT')) watch.isSpent = true
  return isNew || (watch.events & number('EPOLLET')) === 0 ? bits : 0
}
