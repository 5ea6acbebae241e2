import { expect } from 'ackademy/lab'
import { capacity, empty, expectAnswer, stream, test } from './setup.ts'

test('v1 bytes in order are acknowledged and read', async ({ receiver, opened, part, ack }) => {
  expectAnswer(opened, 'the SYN', { ack: ack(0), window: capacity })
  expectAnswer(await part(0, 100), 'bytes 0 to 100', { ack: ack(100), window: capacity - 100 })
  expectAnswer(await part(100, 150), 'bytes 100 to 150', { ack: ack(150), window: capacity - 150 })
  expect(await receiver.read(120), 'what read(120) gave').toEqualBytes(stream.subarray(0, 120))
  expect(await receiver.read(999), 'what read(999) gave').toEqualBytes(stream.subarray(120, 150))
  expect(await receiver.read(999), 'what read(999) gave').toEqualBytes(empty)
})

test('v2 a gap is waited for', async ({ part, receiver, ack }) => {
  expect((await part(100, 200)).ack, 'ack after bytes 100 to 200').toBe(ack(0))
  expect(await receiver.read(999), 'what read(999) gave').toEqualBytes(empty)
  expect((await part(0, 100)).ack, 'ack after bytes 0 to 100').toBe(ack(200))
  expect(await receiver.read(999), 'what read(999) gave').toEqualBytes(stream.subarray(0, 200))
})
