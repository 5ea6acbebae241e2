import { expect, test } from 'vitest'
import { ETHERNET_HEADER_LENGTH, giveBackFrame, newFrame, newLocalFrame } from './index.ts'

test('frames are zero and apart from each other, whatever was written into those before', () => {
  const frames = Array.from({ length: 500 }, (_, i) => newFrame(1 + ((i * 97) % 9000)))
  for (const [index, frame] of frames.entries()) {
    expect(frame.every((byte) => byte === 0)).toBe(true)
    frame.fill(index)
  }
  for (const [index, frame] of frames.entries()) expect(frame.every((byte) => byte === (index & 255))).toBe(true)
})

test('the packet behind the Ethernet header begins at a whole word', () => {
  for (const length of [54, 60, 1514, 65_550]) {
    expect((newFrame(length).byteOffset + ETHERNET_HEADER_LENGTH) % 4).toBe(0)
  }
})

test('a large local frame that is given back, by its payload, is the next one', () => {
  const first = newLocalFrame(60_000)
  giveBackFrame(first.subarray(66))
  expect(newLocalFrame(50_000).buffer).toBe(first.buffer)
  expect(newLocalFrame(50_000).buffer).not.toBe(first.buffer)
})

test('frames that may be recorded are never reused, even when returned', () => {
  for (const length of [60, 1514, 9014, 65_549]) {
    const frame = newFrame(length).fill(1)
    giveBackFrame(frame.subarray(54))
    expect(newLocalFrame(length).buffer === frame.buffer && length > 8192).toBe(false)
    expect(newFrame(length).every((byte) => byte === 0)).toBe(true)
  }
})
