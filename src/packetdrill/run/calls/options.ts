/** setsockopt, getsockopt, ioctl, fcntl. */
import { type Expression, NeedsError } from '../../language/index.ts'
import { insideBrackets, mustBeNumber, numberOf } from '../values.ts'
import { descriptor, expression, type Handler, number, once, parameter } from './call.ts'

export const setsockopt: Handler = (context, action) => {
  const of = descriptor(context, action)
  const level = parameter(action, 1, 'the level')
  const option = parameter(action, 2, 'the option')
  const value = optionBytes(expression(action, 3, 'the value'), mustBeNumber(action.parameters[4], 'the length'))
  if (level === number('SOL_TCP') && option === number('TCP_INQ')) {
    of.tellsQueue = value[0] !== 0
    return once(() => 0)
  }
  return once(() => context.sockets.setOption(of.fd, level, option, value))
}

/** `[1]`, `{onoff=1, linger=0}` or `"reno"`, in the machine's byte order. */
function optionBytes(given: Expression, length: number): Uint8Array {
  if (given.kind === 'text') return new TextEncoder().encode(given.value)
  const values = given.kind === 'struct' ? given.fields.map(({ value }) => value) : [insideBrackets(given)]
  if (values.some(({ kind }) => kind === 'text')) return optionBytes(values[0]!, length)
  const bytes = new Uint8Array(4 * values.length)
  const view = new DataView(bytes.buffer)
  for (const [index, value] of values.entries())
    view.setInt32(4 * index, mustBeNumber(value, "an option's value"), true)
  return values.length === 1 && length < 4 ? bytes.subarray(0, length) : bytes
}

export const getsockopt: Handler = (context, action) => {
  const { fd } = descriptor(context, action)
  const level = parameter(action, 1, 'the level')
  const option = parameter(action, 2, 'the option')
  const expected = expression(action, 3, 'the value')
  const room = mustBeNumber(insideBrackets(expression(action, 4, 'the length')), 'the length')
  if (level === number('SOL_TCP') && option === number('TCP_INFO')) {
    return () => ({ result: 0, ...compareInformation(context.sockets.information(fd), expected) })
  }
  return () => {
    const got = context.sockets.getOption(fd, level, option, Math.max(room, 4))
    if (typeof got === 'number') return { result: got }
    const wrong = compareOption(got, expected)
    return wrong === null ? { result: 0 } : { result: 0, wrong }
  }
}

/** FreeBSD's scripts ask for tcp_info so: `{tcpi_state=TCPS_ESTABLISHED, …}`. */
function compareInformation(information: Readonly<Record<string, number>>, expected: Expression): { wrong?: string } {
  const given = expected.kind === 'list' ? insideBrackets(expected) : expected
  if (given.kind !== 'struct') return {}
  for (const { name, value } of given.fields) {
    const wanted = numberOf(value)
    const found = information[name ?? '']
    if (found === undefined) throw new NeedsError(`${name} in tcp_info`)
    if (wanted !== null && wanted !== found) return { wrong: `${name} is ${found}, expected ${wanted}` }
  }
  return {}
}

function compareOption(got: Uint8Array, expected: Expression): string | null {
  const inner = expected.kind === 'list' ? insideBrackets(expected) : expected
  if (inner.kind === 'any') return null
  if (inner.kind === 'text') {
    const text = new TextDecoder().decode(got).replace(/\0.*$/s, '')
    return text === inner.value ? null : `the option is "${text}", expected "${inner.value}"`
  }
  const view = new DataView(got.buffer, got.byteOffset)
  const values = inner.kind === 'struct' ? inner.fields.map(({ value }) => value) : [inner]
  for (const [index, value] of values.entries()) {
    const wanted = numberOf(value)
    const found = view.getInt32(4 * index, true)
    if (wanted !== null && wanted !== found) return `the option is ${found}, expected ${wanted}`
  }
  return null
}

export const ioctl: Handler = (context, action) => {
  const { fd } = descriptor(context, action)
  const request = parameter(action, 1, 'the request')
  const expected = numberOf(insideBrackets(expression(action, 2, 'the value')))
  return () => {
    const got = context.sockets.control(fd, request)
    if (got < 0) return { result: got }
    return expected === null || expected === got
      ? { result: 0 }
      : { result: 0, wrong: `the value is ${got}, expected ${expected}` }
  }
}

export const fcntl: Handler = (context, action) => {
  const of = descriptor(context, action)
  const command = parameter(action, 1, 'the command')
  const blocking = number('O_NONBLOCK')
  if (command === number('F_GETFL')) return once(() => number('O_RDWR') | (of.nonBlocking ? blocking : 0))
  if (command !== number('F_SETFL')) throw new NeedsError(`fcntl's command ${command}`)
  const flags = parameter(action, 2, 'the flags')
  return once(() => {
    of.nonBlocking = (flags & blocking) !== 0
    return 0
  })
}
