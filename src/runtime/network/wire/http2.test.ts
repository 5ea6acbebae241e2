import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { http2Frame } from './http2-arbitraries.fixture.ts'
import {
  emitHttp2Frame,
  HTTP2_PREFACE,
  Http2Error,
  Http2ErrorCode,
  type Http2Frame,
  Http2FrameReader,
  type Http2FrameReaderOptions,
} from './index.ts'

const { PROTOCOL_ERROR, FRAME_SIZE_ERROR, FLOW_CONTROL_ERROR } = Http2ErrorCode
const fromHex = (text: string) => Uint8Array.from(text.match(/[0-9a-f]{2}/g) ?? [], (pair) => Number.parseInt(pair, 16))

/** Reads all frames of a stream that arrives in these pieces; an error of the connection is the last element. */
function readAll(pieces: readonly Uint8Array[], options?: Http2FrameReaderOptions): (Http2Frame | Http2Error)[] {
  const reader = new Http2FrameReader(options)
  const all: (Http2Frame | Http2Error)[] = []
  for (const piece of pieces) {
    reader.add(piece)
    for (let read = reader.next(); read !== null; read = reader.next()) {
      all.push(read instanceof Http2Error ? read : read.frame)
      if (read instanceof Http2Error && read.streamId === 0) return all
    }
  }
  return all
}

describe('an HTTP/2 frame', () => {
  test('of every type is read as it was written, however the stream is cut', () => {
    fc.assert(
      fc.property(fc.array(http2Frame, { maxLength: 5 }), fc.array(fc.integer({ min: 1, max: 30 })), (frames, cuts) => {
        // A header block without its end may only be followed by its CONTINUATION.
        const closed = frames.map((frame) => ('endHeaders' in frame ? { ...frame, endHeaders: true } : frame))
        const written = closed.filter(({ type }) => type !== 'CONTINUATION')
        const stream = Uint8Array.from(written.flatMap((frame) => Array.from(emitHttp2Frame(frame))))
        const pieces: Uint8Array[] = []
        for (let at = 0, cut = 0; at < stream.length; cut++) {
          const length = cuts[cut] ?? stream.length
          pieces.push(stream.subarray(at, at + length))
          at += length
        }
        expect(readAll(pieces)).toEqual(written)
      }),
      { numRuns: 1000 },
    )
  })

  test('that was changed or cut gives frames or a typed error, and never throws', () => {
    const change = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 6 })
    let refused = 0
    fc.assert(
      fc.property(fc.array(http2Frame, { minLength: 1, maxLength: 4 }), change, fc.nat(), (frames, changes, cut) => {
        const stream = Uint8Array.from(frames.flatMap((frame) => Array.from(emitHttp2Frame(frame))))
        for (const [at, value] of changes) stream[at % stream.length] = value
        for (const read of readAll([stream.subarray(0, cut % stream.length), stream.subarray(cut % stream.length)]))
          if (read instanceof Http2Error) {
            expect([PROTOCOL_ERROR, FRAME_SIZE_ERROR, FLOW_CONTROL_ERROR]).toContain(read.code)
            refused++
          }
      }),
      { numRuns: 10_000 },
    )
    expect(refused).toBeGreaterThan(1000)
  })

  test('is these bytes: SETTINGS, its ACK, and a WINDOW_UPDATE', () => {
    const settings = fromHex('00000c 04 00 00000000 0004 00010000 0003 00000064')
    const ack = fromHex('000000 04 01 00000000')
    const update = fromHex('000004 08 00 80000001 80000005')
    expect(readAll([settings, ack, update])).toEqual([
      {
        type: 'SETTINGS',
        ack: false,
        settings: [
          [4, 65_536],
          [3, 100],
        ],
      },
      { type: 'SETTINGS', ack: true, settings: [] },
      // Reserved bits are ignored (RFC 9113 §4.1, §6.9).
      { type: 'WINDOW_UPDATE', streamId: 1, increment: 5 },
    ])
  })

  test.each([
    ['longer than allowed (§4.2)', '004001 00 00 00000001', FRAME_SIZE_ERROR, 0],
    ['DATA on stream 0 (§6.1)', '000000 00 00 00000000', PROTOCOL_ERROR, 0],
    ['DATA with as much padding as payload (§6.1)', '000002 00 08 00000001 0200', PROTOCOL_ERROR, 0],
    ['DATA without its length of padding', '000000 00 08 00000001', FRAME_SIZE_ERROR, 0],
    ['HEADERS on stream 0 (§6.2)', '000000 01 04 00000000', PROTOCOL_ERROR, 0],
    ['HEADERS without their priority', '000004 01 24 00000001 00000000', FRAME_SIZE_ERROR, 0],
    ['PRIORITY on stream 0 (§6.3)', '000005 02 00 00000000 0000000000', PROTOCOL_ERROR, 0],
    ['PRIORITY of 4 bytes (§6.3)', '000004 02 00 00000001 00000000', FRAME_SIZE_ERROR, 1],
    ['RST_STREAM on stream 0 (§6.4)', '000004 03 00 00000000 00000000', PROTOCOL_ERROR, 0],
    ['RST_STREAM of 3 bytes (§6.4)', '000003 03 00 00000001 000000', FRAME_SIZE_ERROR, 0],
    ['SETTINGS on a stream (§6.5)', '000000 04 00 00000001', PROTOCOL_ERROR, 0],
    ['SETTINGS of 5 bytes (§6.5)', '000005 04 00 00000000 0001000000', FRAME_SIZE_ERROR, 0],
    ['SETTINGS with ACK and settings (§6.5)', '000006 04 01 00000000 000100000000', FRAME_SIZE_ERROR, 0],
    ['ENABLE_PUSH 2 (§6.5.2)', '000006 04 00 00000000 000200000002', PROTOCOL_ERROR, 0],
    ['INITIAL_WINDOW_SIZE 2^31 (§6.5.2)', '000006 04 00 00000000 000480000000', FLOW_CONTROL_ERROR, 0],
    ['MAX_FRAME_SIZE 16383 (§6.5.2)', '000006 04 00 00000000 000500003fff', PROTOCOL_ERROR, 0],
    ['MAX_FRAME_SIZE 2^24 (§6.5.2)', '000006 04 00 00000000 000501000000', PROTOCOL_ERROR, 0],
    ['PUSH_PROMISE on stream 0 (§6.6)', '000004 05 04 00000000 00000002', PROTOCOL_ERROR, 0],
    ["PUSH_PROMISE of a client's stream (§6.6)", '000004 05 04 00000001 00000003', PROTOCOL_ERROR, 0],
    ['PUSH_PROMISE without the stream', '000003 05 04 00000001 000000', FRAME_SIZE_ERROR, 0],
    ['PING on a stream (§6.7)', '000008 06 00 00000001 0000000000000000', PROTOCOL_ERROR, 0],
    ['PING of 7 bytes (§6.7)', '000007 06 00 00000000 00000000000000', FRAME_SIZE_ERROR, 0],
    ['GOAWAY on a stream (§6.8)', '000008 07 00 00000001 0000000000000000', PROTOCOL_ERROR, 0],
    ['GOAWAY of 7 bytes', '000007 07 00 00000000 00000000000000', FRAME_SIZE_ERROR, 0],
    ['WINDOW_UPDATE by 0 (§6.9)', '000004 08 00 00000000 00000000', PROTOCOL_ERROR, 0],
    ['WINDOW_UPDATE of a stream by 0 (§6.9)', '000004 08 00 00000003 80000000', PROTOCOL_ERROR, 3],
    ['WINDOW_UPDATE of 5 bytes (§6.9)', '000005 08 00 00000000 0000000001', FRAME_SIZE_ERROR, 0],
    ['CONTINUATION without HEADERS (§6.10)', '000000 09 04 00000001', PROTOCOL_ERROR, 0],
    ['CONTINUATION of another stream (§6.10)', '000000 01 00 00000001 000000 09 04 00000003', PROTOCOL_ERROR, 0],
    ['DATA inside a header block (§6.2)', '000000 01 00 00000001 000000 00 00 00000001', PROTOCOL_ERROR, 0],
    ['ALTSVC whose origin reaches beyond it', '000003 0a 00 00000000 000261', FRAME_SIZE_ERROR, 0],
    ['ORIGIN whose origin reaches beyond it', '000003 0c 00 00000000 000261', FRAME_SIZE_ERROR, 0],
    ['PRIORITY_UPDATE on a stream', '000004 10 00 00000001 00000001', PROTOCOL_ERROR, 0],
  ])('is refused with its code: %s', (_, hex, code, streamId) => {
    expect(readAll([fromHex(hex)]).at(-1)).toMatchObject({ code, streamId })
    // Byte by byte it is the same.
    expect(readAll(Array.from(fromHex(hex), (byte) => Uint8Array.of(byte))).at(-1)).toMatchObject({ code, streamId })
  })

  test('that is too long is refused as soon as its header is there', () => {
    const reader = new Http2FrameReader()
    reader.add(fromHex('ffffff 00 00 00000001'))
    expect(reader.next()).toMatchObject({ code: FRAME_SIZE_ERROR })
    reader.add(new Uint8Array(100))
    expect(reader.next()).toMatchObject({ code: FRAME_SIZE_ERROR })
  })

  test('after an error of a stream is read', () => {
    const ping: Http2Frame = { type: 'PING', ack: false, opaque: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8) }
    const reads = readAll([fromHex('000004 08 00 00000003 00000000'), emitHttp2Frame(ping)])
    expect(reads).toEqual([expect.any(Http2Error), ping])
  })

  test('after a header block in three parts is read', () => {
    const parts = fromHex(
      '000001 01 00 00000001 82 000001 09 00 00000001 86 000001 09 04 00000001 84 000000 00 01 00000001',
    )
    expect(readAll([parts]).map((read) => 'type' in read && read.type)).toEqual([
      'HEADERS',
      'CONTINUATION',
      'CONTINUATION',
      'DATA',
    ])
  })

  test.each(['GET / HTTP/1.1\r\n', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r!'])(
    'does not follow a wrong preface: %j',
    (text) => {
      const bytes = Uint8Array.from(text, (char) => char.charCodeAt(0))
      expect(readAll([bytes], { preface: true })).toMatchObject([{ code: PROTOCOL_ERROR, streamId: 0 }])
    },
  )

  test('follows the preface', () => {
    const ack = fromHex('000000 04 01 00000000')
    const pieces = [HTTP2_PREFACE.subarray(0, 10), HTTP2_PREFACE.subarray(10), ack]
    expect(readAll(pieces, { preface: true })).toEqual([{ type: 'SETTINGS', ack: true, settings: [] }])
  })

  test.each<[string, Http2Frame]>([
    ['a stream above 2^31 - 1', { type: 'RST_STREAM', streamId: 2 ** 31, code: 0 }],
    ['256 bytes of padding', { type: 'DATA', streamId: 1, endStream: false, data: new Uint8Array(), padding: 256 }],
    ['a PING of 7 bytes', { type: 'PING', ack: false, opaque: new Uint8Array(7) }],
    ['2^24 bytes', { type: 'DATA', streamId: 1, endStream: false, data: new Uint8Array(2 ** 24), padding: null }],
    ['text that is not bytes', { type: 'ALTSVC', streamId: 0, origin: '€', value: '' }],
  ])('with %s is an error of the caller', (_, frame) => {
    expect(() => emitHttp2Frame(frame)).toThrow(RangeError)
  })
})
