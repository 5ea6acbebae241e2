import { expect, test } from 'vitest'
import type { StepRecord } from '#lab'
import type { TcpConversation } from './comparing/index.ts'
import { readingsOf } from './readings.ts'

const local = { address: '10.0.9.1', port: 40_000 }
const remote = { address: '10.0.9.2', port: 9000 }
const heard = new TextEncoder().encode('PONG\none\ntwo\nrest')
const conversation = {
  name: 'client > server:9000',
  ends: { to: '10.0.9.1:40000', from: '10.0.9.2:9000' },
  stream: () => heard,
} as unknown as TcpConversation
const step = (op: string, args = '', outcome = 'done', ends = { local, remote }): StepRecord => ({
  step: 1,
  from: 0,
  to: 1,
  on: 'client→server:9000',
  packets: null,
  op,
  args,
  outcome,
  ends,
})
const ranges = (...steps: StepRecord[]) => readingsOf(steps, [conversation]).map(({ from, to }) => [from, to])

test('each reading takes the bytes after those that were read before', () => {
  expect(ranges(step('ask', "'PING⏎'"), step('send'), step('lines', '2'), step('bytes', '1'), step('rest'))).toEqual([
    [0, 5],
    [5, 13],
    [13, 14],
    [14, 17],
  ])
})

test('one that timed out took none, and points at the next byte', () => {
  expect(ranges(step('line'), step('lines', '4', 'TIMEOUT: 2 lines'), step('expectEnd', '', 'UNEXPECTED: x'))).toEqual([
    [0, 5],
    [5, 5],
    [5, 5],
  ])
})

test('the other end may be the one that opened', () => {
  const [reading] = readingsOf([step('line', '', 'done', { local: remote, remote: local })], [conversation])
  expect(reading).toMatchObject({ side: 'from' })
})

test('another connection has none', () => {
  expect(ranges(step('line', '', 'done', { local: { ...local, port: 1 }, remote }))).toEqual([])
})
