import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readControl } from './control-message.ts'

const errorBytes = [111, 0, 0, 0, 2, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0]
const offender = [2, 0, 0, 0, 10, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0]

test('a time to live, a type of service and a hop limit are numbers', () => {
  expect(readControl({ level: 0, type: 2, data: Uint8Array.of(64, 0, 0, 0) })).toMatchObject({ value: 64 })
  expect(readControl({ level: 0, type: 1, data: Uint8Array.of(0x28) })).toMatchObject({ value: 0x28 })
  expect(readControl({ level: 41, type: 52, data: Uint8Array.of(63, 0, 0, 0) })).toMatchObject({ value: 63 })
})

test('packet information names the interface, where the packet was for, and where to answer from', () => {
  const data = Uint8Array.of(2, 0, 0, 0, 10, 0, 1, 10, 224, 0, 0, 251)
  const packetInfo = { interfaceIndex: 2, destination: '224.0.0.251', localAddress: '10.0.1.10' }
  expect(readControl({ level: 0, type: 8, data })).toMatchObject({ packetInfo })
})

test('an error says what, whose, and who told of it', () => {
  const error = { errno: 111, origin: 2, type: 3, code: 3, info: 0, offender: '10.0.1.1' }
  expect(readControl({ level: 0, type: 11, data: Uint8Array.from([...errorBytes, ...offender]) })).toMatchObject({
    error,
  })
})

test('of another kind, or cut short, only the data is there', () => {
  const kind = fc.integer({ min: 0, max: 80 })
  fc.assert(
    fc.property(fc.constantFrom(0, 1, 41), kind, fc.uint8Array({ maxLength: 40 }), (level, type, data) => {
      expect(readControl({ level, type, data })).toMatchObject({ level, type, data })
    }),
  )
})
