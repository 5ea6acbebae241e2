import { expect, test } from 'vitest'
import type { StepRecord } from '#lab'
import { stepSubject } from './step-subject.ts'

const step = (on: string, op: string, args: string, outcome: string): StepRecord[] => [
  { step: 1, from: 0, to: 1, packets: null, on, op, args, outcome },
]

test('a value is named after the step that returned it', () => {
  expect(stepSubject(step('client→server:9000', 'ask', "'PING⏎'", "'PONG'"), 'PONG')).toBe("the answer to 'PING⏎'")
  expect(stepSubject(step('client→server:9000', 'lines', '2', "'a' 'b'"), ['a', 'b'])).toBe('the 2 lines from server')
  expect(stepSubject(step('server:7100←10.0.8.1:57484', 'line', '', "'a'"), 'a')).toBe('the line from 10.0.8.1')
  expect(stepSubject(step('client:client.ts', 'call', "ask('server', 7100)", "'a'"), 'a')).toBe('what ask() gave')
  expect(stepSubject(step('server:server.ts', 'output', '', "{ stdout: 'a', stderr: '' }"), 'a')).toBe(
    'what server.ts printed',
  )
})

test('so is an error of a call, by its code', () => {
  const reset = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })
  const threw = step('client:client.ts', 'call', "ask('server', 7100)", 'ECONNRESET: read ECONNRESET')
  expect(stepSubject(threw, reset)).toBe('the error of ask()')
  expect(stepSubject(threw, new Error('another'))).toBeNull()
})

test('a value that it did not return, or returned only a part of, is not', () => {
  expect(stepSubject(step('client→server:9000', 'ask', "'PING⏎'", "'PONG'"), 'PUNG')).toBeNull()
  expect(stepSubject(step('client:client.ts', 'call', 'part()', '{ ack: 1 }'), 1)).toBeNull()
  expect(stepSubject([], 1)).toBeNull()
})
