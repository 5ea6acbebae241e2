import { expect, test } from 'vitest'
import { ETHERNET_HEADER_LENGTH, newFrame } from './index.ts'

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
