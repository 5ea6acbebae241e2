import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseDriverMessage } from './driver-message.ts'

test.each([
  { ready: { functions: ['ping'], classes: [] } },
  { failed: { name: 'SyntaxError', message: 'no' } },
  { id: 1, copied: 0, value: { list: [1, 'a', null] } },
  { id: 2, copied: 9, thrown: { name: 'AggregateError', message: 'two', errors: [{ name: 'Error', message: 'one' }] } },
  { id: 2, copied: 9, thrown: { name: 'Error', message: 'late', own: [['phase', 'idle']] } },
])('a message of the driver is read as it was written: %j', (message) => {
  expect(parseDriverMessage(JSON.stringify(message))).toEqual(message)
})

test.each([
  'null',
  '[]',
  '1',
  '{}',
  '{"ready":null}',
  '{"ready":{"functions":[1],"classes":[]}}',
  '{"failed":{"name":{},"message":"m"}}',
  '{"id":"1","copied":0,"value":1}',
  '{"id":1,"copied":0}',
  '{"id":1,"value":1}',
  '{"id":1,"copied":-1,"value":1}',
  '{"id":1,"copied":0,"value":{}}',
  '{"id":1,"copied":0,"value":{"bigint":"no number"}}',
  '{"id":1,"copied":0,"value":{"list":[{"bytes":"%"}]}}',
  '{"id":1,"copied":0,"value":{"ref":"a","methods":[]}}',
  '{"id":1,"copied":0,"thrown":{"name":"Error","message":"m","errors":[7]}}',
  '{"id":1,"copied":0,"thrown":{"name":"Error","message":"m","own":7}}',
  '{"id":1,"copied":0,"thrown":{"name":"Error","message":"m","own":[["a",{"bigint":"x"}]]}}',
])('what a program wrote itself is no message: %s', (line) => {
  expect(parseDriverMessage(line)).toBeNull()
})

test('never throws, whatever a program writes', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (line) => void parseDriverMessage(line)))
})
