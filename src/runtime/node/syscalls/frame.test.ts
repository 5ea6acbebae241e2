import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type CallFrame,
  EventType,
  emptyEvent,
  FrameError,
  FrameReader,
  FrameWriter,
  type KernelEvent,
  MAX_CALL_FRAME,
  Op,
  parseCall,
  parseFromKernel,
} from './index.ts'

const integers = fc.maxSafeInteger()
const text = fc.string({ unit: 'grapheme', maxLength: 60 })
const piece = fc.option(fc.uint8Array({ maxLength: 200 }))

const calls: fc.Arbitrary<CallFrame> = fc.record({
  op: fc.constantFrom(...Object.values(Op)),
  posted: fc.boolean(),
  cost: fc.maxSafeNat(),
  a: integers,
  b: integers,
  c: integers,
  str: text,
  bytes: piece,
})

const events: fc.Arbitrary<KernelEvent> = fc.record({
  type: fc.constantFrom(...Object.values(EventType)),
  time: fc.maxSafeNat(),
  horizon: fc.maxSafeNat(),
  fd: integers,
  mask: fc.nat(31),
  error: fc.nat(133),
  value: integers,
  port: fc.nat(65535),
  str: text,
  sendSpace: fc.nat(),
  credit: fc.option(fc.array(fc.nat(), { minLength: 2, maxLength: 6 })),
  bytes: piece,
})

function encodeCall(frame: CallFrame): Uint8Array<ArrayBuffer> {
  const writer = new FrameWriter()
  writer.call(frame)
  return writer.pending.slice()
}

const aCall: CallFrame = { op: Op.send, posted: true, cost: 1, a: 3, b: 0, c: 0, str: 'x', bytes: new Uint8Array([1]) }

describe('a frame', () => {
  test('of a call comes back as it was', () => {
    fc.assert(
      fc.property(calls, (frame) => {
        expect(parseCall(encodeCall(frame))).toEqual(frame)
      }),
    )
  })

  test('of an event comes back as it was', () => {
    fc.assert(
      fc.property(events, (event) => {
        const writer = new FrameWriter()
        writer.event(event)
        expect(parseFromKernel(writer.pending)).toEqual({ event })
      }),
    )
  })

  test('of a reply comes back as it was', () => {
    fc.assert(
      fc.property(integers, integers, integers, text, piece, (result, a, b, str, bytes) => {
        const writer = new FrameWriter()
        writer.reply(result, { a, b, str, bytes })
        expect(parseFromKernel(writer.pending)).toEqual({ reply: { result, out: { a, b, str, bytes } } })
      }),
    )
  })

  test('with empty bytes differs from one without bytes', () => {
    expect(parseCall(encodeCall({ ...aCall, bytes: new Uint8Array(0) })).bytes).toEqual(new Uint8Array(0))
    expect(parseCall(encodeCall({ ...aCall, bytes: null })).bytes).toBeNull()
  })
})

describe('a stream of frames', () => {
  test('comes apart the same way however it is cut into reads', () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1 })
    fc.assert(
      fc.property(fc.array(calls, { maxLength: 8 }), cuts, (frames, sizes) => {
        const writer = new FrameWriter(16)
        for (const frame of frames) writer.call(frame)
        expect(readInPieces(writer.pending, sizes)).toEqual(frames)
      }),
    )
  })

  test('a frame longer than the first buffer makes the buffer grow', () => {
    const large: CallFrame = { ...aCall, bytes: new Uint8Array(1 << 20).fill(7) }
    expect(readInPieces(encodeCall(large), [50_000])).toEqual([large])
  })
})

function readInPieces(stream: Uint8Array, sizes: number[]): CallFrame[] {
  const reader = new FrameReader(MAX_CALL_FRAME, 64)
  const frames: CallFrame[] = []
  let at = 0
  for (let turn = 0; at < stream.length; turn++) {
    const room = reader.room()
    const count = Math.min(room.length, sizes[turn % sizes.length]!, stream.length - at)
    room.set(stream.subarray(at, at + count))
    at += count
    reader.filled(count)
    for (let frame = reader.next(); frame !== null; frame = reader.next()) frames.push(parseCall(frame))
  }
  expect(reader.holdsMore).toBe(false)
  return frames
}

describe('what is not a frame of a process is refused', () => {
  test.each([
    ['no length at all', 0],
    ['a length shorter than any frame', 12],
    ['a length beyond the limit', MAX_CALL_FRAME + 1],
    ['the largest length', 0xffffffff],
  ])('%s', (_, length) => {
    const reader = new FrameReader(MAX_CALL_FRAME)
    new DataView(reader.room().buffer).setUint32(0, length)
    reader.filled(4)
    expect(() => reader.next()).toThrow(FrameError)
  })

  test.each([Number.NaN, Infinity, -Infinity, 0.5, 2 ** 53, -(2 ** 60), 1e300])('%d in place of a number', (number) => {
    for (const at of [6, 14, 22, 30]) {
      const frame = encodeCall(aCall)
      new DataView(frame.buffer).setFloat64(at, number)
      expect(() => parseCall(frame)).toThrow(FrameError)
    }
  })

  test('a negative cost', () => {
    expect(() => parseCall(encodeCall({ ...aCall, cost: -1 }))).toThrow('a negative cost')
  })

  test('a text longer than its frame', () => {
    const frame = encodeCall(aCall)
    new DataView(frame.buffer).setUint32(38, 3)
    expect(() => parseCall(frame)).toThrow('text that is longer than its frame')
  })

  test('a text that is not UTF-8', () => {
    const frame = encodeCall(aCall)
    frame[42] = 0xff
    expect(() => parseCall(frame)).toThrow('text that is not UTF-8')
  })

  test('flags that do not exist, and bytes where the flags say that there are none', () => {
    const frame = encodeCall(aCall)
    frame[5] = 9
    expect(() => parseCall(frame)).toThrow('flags 9')
    frame[5] = 0
    expect(() => parseCall(frame)).toThrow('bytes where there are none')
  })

  test('random and mutated bytes give a call or a FrameError, nothing else', () => {
    const mutated = fc.tuple(calls, fc.nat(), fc.nat(255)).map(([call, at, value]) => {
      const frame = encodeCall(call)
      frame[at % frame.length] = value
      return frame
    })
    fc.assert(
      fc.property(fc.oneof(mutated, fc.uint8Array({ maxLength: 80 })), (bytes) => {
        try {
          const call = parseCall(bytes)
          expect(call.cost).toBeGreaterThanOrEqual(0)
          for (const number of [call.cost, call.a, call.b, call.c]) expect(number).toSatisfy(Number.isSafeInteger)
        } catch (error) {
          expect(error).toBeInstanceOf(FrameError)
        }
      }),
      { numRuns: 2000 },
    )
  })

  test('every truncation of a frame', () => {
    const frame = encodeCall(aCall)
    for (let length = 0; length < frame.length; length++) {
      expect(() => parseCall(frame.subarray(0, length))).toThrow(FrameError)
    }
  })
})

test('an empty event uses no field', () => {
  expect(emptyEvent(EventType.timeout)).toMatchObject({ type: 3, fd: -1, str: '', credit: null, bytes: null })
})
