import { expect, test } from 'vitest'
import { SentSegments } from './sent-segments.ts'

const segment = (frame: number, start = frame * 10) => ({ start, end: start + 10, frame, at: frame })

test('what is acknowledged is forgotten, however long the stream', () => {
  const sent = new SentSegments()
  for (let frame = 1; frame <= 10_000; frame++) {
    sent.add(segment(frame))
    if (frame > 5) expect(sent.acknowledge((frame - 4) * 10)?.frame).toBe(frame - 5)
    expect(sent.length).toBeLessThanOrEqual(5)
  }
})

test('where no acknowledgment was captured the latest are remembered', () => {
  const sent = new SentSegments()
  for (let frame = 1; frame <= 40_000; frame++) {
    sent.add(segment(frame))
    // Then each once more, late.
    if (frame > 1) sent.add(segment(frame, (frame - 1) * 10))
    if (sent.length > 16_384 + 1024) throw new Error(`${sent.length} segments are remembered`)
  }
  expect(sent.acknowledge(400_010)?.frame).toBe(40_000)
  expect(sent.length).toBe(0)
})
