import { expect } from 'ackademy/lab'
import { capacity, empty, stream, test } from './setup.ts'

test('v1 bytes in order are acknowledged and read', async ({ receiver, opened, part, ack }) => {
  expect(opened).toEqual({ ack: ack(0), window: capacity })
  expect(await part(0, 100)).toEqual({ ack: ack(100), window: capacity - 100 })
  expect(await part(100, 150)).toEqual({ ack: ack(150), window: capacity - 150 })
  expect(await receiver.read(120)).toEqualBytes(stream.subarray(0, 120))
  expect(await receiver.read(999)).toEqualBytes(stream.subarray(120, 150))
  expect(await receiver.read(999)).toEqualBytes(empty)
})

test('v2 a gap is waited for', async ({ part, receiver, ack }) => {
  expect((await part(100, 200)).ack).toBe(ack(0))
  expect(await receiver.read(999)).toEqualBytes(empty)
  expect((await part(0, 100)).ack).toBe(ack(200))
  expect(await receiver.read(999)).toEqualBytes(stream.subarray(0, 200))
})
