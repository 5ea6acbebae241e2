import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { emitHttp2Frame, HpackEncoder, type HpackHeader, HTTP2_PREFACE, type Http2Frame } from '../../wire/index.ts'
import { CaptureAnalysis, type CompiledFilter, compileFilter, type Dissection, fieldsNamed } from '../index.ts'
import { records, tcp } from '../packets.fixture.ts'

const ISN = 1000
const PEER = 7000
const HANDSHAKE = [
  tcp({ flags: 'SYN', seq: ISN }),
  tcp({ flags: 'SYN ACK', seq: PEER, ack: ISN + 1 }, true),
  tcp({ flags: 'ACK', seq: ISN + 1, ack: PEER + 1 }),
]
const latin1 = (bytes: Uint8Array) => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
/** A segment of the client with the bytes from `at` on, counted from 0. */
const said = (at: number, data: string) => tcp({ flags: 'PSH ACK', seq: ISN + 1 + at, ack: PEER + 1, data })
const answered = (at: number, data: string) => tcp({ flags: 'PSH ACK', seq: PEER + 1 + at, ack: ISN + 1, data }, true)

const PREFACE = latin1(HTTP2_PREFACE)
const frame = (value: Http2Frame) => latin1(emitHttp2Frame(value))
const SETTINGS = frame({ type: 'SETTINGS', ack: false, settings: [[4, 65_535]] })
const ping = frame({ type: 'PING', ack: false, opaque: new Uint8Array(8) })
const data = (streamId: number, bytes: Uint8Array) =>
  frame({ type: 'DATA', streamId, endStream: false, data: bytes, padding: null })
function headers(encoder: HpackEncoder, streamId: number, list: readonly HpackHeader[]): string {
  const fragment = encoder.encode(list)
  return frame({
    type: 'HEADERS',
    streamId,
    endStream: true,
    priority: null,
    fragment,
    endHeaders: true,
    padding: null,
  })
}
const request = (path: string): HpackHeader[] => [
  { name: ':method', value: 'POST' },
  { name: ':scheme', value: 'http' },
  { name: ':authority', value: 'a.test' },
  { name: ':path', value: path },
  { name: 'content-type', value: 'application/grpc' },
]

function dissected(...frames: Uint8Array[]): Dissection[] {
  const analysis = new CaptureAnalysis()
  const all = records(...frames)
  for (const record of all) analysis.add(record)
  return all.map((record) => analysis.dissect(record))
}
const afterHandshake = (...frames: Uint8Array[]) => dissected(...HANDSHAKE, ...frames).slice(3)
const values = (packet: Dissection, name: string) => fieldsNamed(packet, name).map(({ value }) => value)
const matches = (packet: Dissection, filter: string) => (compileFilter(filter) as CompiledFilter)(packet)

describe('HTTP/2', () => {
  test('is recognized by its preface, and each frame in a segment is a layer of its own', () => {
    const [packet] = afterHandshake(said(0, PREFACE + SETTINGS + headers(new HpackEncoder(), 1, request('/a'))))
    expect(packet).toMatchObject({ protocol: 'HTTP2', summary: 'Magic, SETTINGS[0], HEADERS[1]: POST /a' })
    expect(packet!.layers.filter(({ protocol }) => protocol === 'http2')).toHaveLength(3)
    expect(values(packet!, 'http2.headers.path')).toEqual(['/a'])
    expect(values(packet!, 'http2.request.full_uri')).toEqual(['http://a.test/a'])
  })

  test('is recognized when the server speaks first', () => {
    const [server, client] = afterHandshake(answered(0, SETTINGS), said(0, PREFACE + SETTINGS))
    expect(server).toMatchObject({ protocol: 'HTTP2', summary: 'SETTINGS[0]' })
    expect(client).toMatchObject({ protocol: 'HTTP2', summary: 'Magic, SETTINGS[0]' })
  })

  test('is recognized in an answer that comes at once and ends with an empty frame', () => {
    const list = [{ name: ':status', value: '200' }]
    const end = frame({ type: 'DATA', streamId: 1, endStream: true, data: new Uint8Array(), padding: null })
    const answer = SETTINGS + headers(new HpackEncoder(), 1, list) + end
    const packets = afterHandshake(said(0, PREFACE + SETTINGS), answered(0, answer))
    expect(packets[1]).toMatchObject({ protocol: 'HTTP2', summary: 'SETTINGS[0], HEADERS[1]: 200, DATA[1]' })
  })

  test('a frame over two segments is shown in the second, and its header fields refer to earlier ones', () => {
    const encoder = new HpackEncoder()
    const first = PREFACE + SETTINGS + headers(encoder, 1, request('/a'))
    const second = headers(encoder, 3, request('/b'))
    const packets = afterHandshake(
      said(0, first),
      // Out of order: the end of the frame arrives before its beginning.
      said(first.length + 5, second.slice(5)),
      said(first.length, second.slice(0, 5)),
    )
    expect(packets.map(({ protocol }) => protocol)).toEqual(['HTTP2', 'TCP', 'HTTP2'])
    expect(packets[2]!.layers.at(-1)).toMatchObject({ source: 'reassembled TCP' })
    expect(values(packets[2]!, 'http2.header.value')).toEqual(['POST', 'http', 'a.test', '/b', 'application/grpc'])
    expect(values(packets[2]!, 'http2.header.index')).toContain(62)
  })

  test('a header block over CONTINUATION frames is shown in the last', () => {
    const block = new HpackEncoder().encode(request('/long'))
    const begin = frame({
      type: 'HEADERS',
      streamId: 1,
      endStream: true,
      priority: null,
      fragment: block.subarray(0, 3),
      endHeaders: false,
      padding: 9,
    })
    const rest = frame({ type: 'CONTINUATION', streamId: 1, fragment: block.subarray(3), endHeaders: true })
    const [first, last] = afterHandshake(said(0, PREFACE + begin), said(PREFACE.length + begin.length, rest))
    expect(values(first!, 'http2.header.name')).toEqual([])
    expect(values(last!, 'http2.headers.path')).toEqual(['/long'])
  })

  test('a capture that begins in the middle says which fields it cannot know', () => {
    const encoder = new HpackEncoder()
    encoder.encode(request('/before'))
    const [packet] = dissected(said(0, headers(encoder, 3, request('/c'))))
    expect(packet).toMatchObject({ protocol: 'HTTP2' })
    // :authority and content-type are in the table that earlier blocks filled; the others are in the static table.
    expect(values(packet!, 'http2.header.value')).toEqual(['POST', 'http', '<unknown>', '/c', '<unknown>'])
    expect(fieldsNamed(packet!, 'http2.header.value')[2]!.text).toBe('<unknown>: sent before the capture began')
    expect(values(packet!, 'http2.request.full_uri')).toEqual([])
  })

  test('a capture that begins in the middle knows what came since', () => {
    const encoder = new HpackEncoder()
    encoder.encode(request('/before'))
    const first = headers(encoder, 3, [{ name: 'x-new', value: 'one' }])
    const [, second] = dissected(
      said(0, first),
      said(first.length, headers(encoder, 5, [{ name: 'x-new', value: 'one' }])),
    )
    expect(values(second!, 'http2.header')).toEqual(['x-new: one'])
    expect(values(second!, 'http2.header.index')).toEqual([62])
  })

  test('after a header block with an error no later block is decoded', () => {
    const bad = frame({
      type: 'HEADERS',
      streamId: 1,
      endStream: true,
      priority: null,
      fragment: Uint8Array.of(0xff, 0x7f),
      endHeaders: true,
      padding: null,
    })
    const start = PREFACE + SETTINGS
    const good = headers(new HpackEncoder(), 3, request('/a'))
    const packets = afterHandshake(said(0, start), said(start.length, bad), said(start.length + bad.length, good))
    expect(values(packets[1]!, '_ws.malformed')[0]).toContain('COMPRESSION_ERROR')
    expect(values(packets[2]!, '_ws.malformed')[0]).toContain('unknown after an earlier error')
    expect(values(packets[2]!, 'http2.header.name')).toEqual([])
  })

  test('a frame that breaks the rules is malformed, with the reason', () => {
    const [packet] = afterHandshake(said(0, `${PREFACE}\0\0\x01\x06\0\0\0\0\0!${ping}`))
    expect(values(packet!, '_ws.malformed')).toEqual(['http2: PING has 1 bytes, not 8 (FRAME_SIZE_ERROR)'])
    expect(values(packet!, 'http2.ping')).toHaveLength(1)
  })

  test('filters find frames by stream, type, flag and header', () => {
    const [packet] = afterHandshake(said(0, PREFACE + headers(new HpackEncoder(), 5, request('/find'))))
    for (const filter of [
      'http2',
      'http2.streamid == 5',
      'http2.type == 1',
      'http2.type == HEADERS',
      'http2.flags.end_stream == 1',
      'http2.headers.path contains "find"',
      'http2.header.value == "a.test"',
    ])
      expect([filter, matches(packet!, filter)]).toEqual([filter, true])
    expect(matches(packet!, 'http2.streamid == 3')).toBe(false)
  })

  test.each([
    ['lines', 'hello\r\nworld\r\n'],
    ['messages behind a length of 4 bytes', '\0\0\0\x05hello\0\0\0\x05world'],
    ['short messages behind a length of 4 bytes', '\0\0\0\x01\x01\0\0\0\x01\x02\0\0\0\x01\x03'],
    ['zeros', '\0'.repeat(40)],
    ['numbers of 4 bytes', '\0\0\0\x04\0\0\0\0\0\0\0\x04\0\0\0\x01'],
  ])('is not seen in other protocols: %s', (_, bytes) => {
    expect(afterHandshake(said(0, bytes))[0]).toMatchObject({ protocol: 'TCP' })
  })

  test('that was changed or cut anywhere is dissected without an exception', () => {
    const encoder = new HpackEncoder()
    const whole = [
      ...[PREFACE, SETTINGS, headers(encoder, 1, request('/a')), data(1, Uint8Array.of(0, 0, 0, 0, 2, 8, 1)), ping],
      ...[headers(encoder, 3, request('/b')), data(3, Uint8Array.of(0, 0, 0, 0, 9, 8))],
    ].join('')
    const change = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 })), { maxLength: 5 })
    fc.assert(
      fc.property(change, fc.nat(whole.length), fc.nat(30), (changes, cut, skipped) => {
        const changed = Uint8Array.from(whole, (char) => char.charCodeAt(0))
        for (const [at, value] of changes) changed[at] = value
        const text = latin1(changed)
        const from = Math.min(skipped % 3 === 0 ? skipped : 0, cut)
        for (const { layers, summary } of dissected(said(from, text.slice(from, cut)), said(cut, text.slice(cut)))) {
          expect(summary).not.toBe('')
          for (const layer of layers) for (const { text: shown } of layer.fields) expect(typeof shown).toBe('string')
        }
      }),
      { numRuns: 500 },
    )
  })
})

describe('gRPC', () => {
  const encoder = () => new HpackEncoder()
  /** Field 1 is 150, field 2 the text "hi", field 3 a 32-bit number. */
  const MESSAGE = Uint8Array.of(0x08, 0x96, 0x01, 0x12, 2, 0x68, 0x69, 0x1d, 1, 0, 0, 0)
  const PREFIXED = Uint8Array.of(0, 0, 0, 0, MESSAGE.length, ...MESSAGE)

  test('a message in a DATA frame has its fields by number', () => {
    const [packet] = afterHandshake(said(0, PREFACE + headers(encoder(), 1, request('/s/M')) + data(1, PREFIXED)))
    expect(packet).toMatchObject({ protocol: 'GRPC', summary: 'Magic, HEADERS[1]: POST /s/M, DATA[1] (GRPC)' })
    expect(values(packet!, 'grpc.message_length')).toEqual([MESSAGE.length])
    expect(values(packet!, 'protobuf.field.number')).toEqual([1, 2, 3])
    expect(values(packet!, 'protobuf.field.wiretype')).toEqual([0, 2, 5])
    expect(values(packet!, 'protobuf.field.value.uint32')).toEqual([150, 1])
  })

  test('a message over two DATA frames is shown in the second, beside a message of another stream', () => {
    const shared = encoder()
    const start = PREFACE + headers(shared, 1, request('/s/M')) + headers(shared, 3, request('/s/M'))
    const [first, second] = afterHandshake(
      said(0, start + data(1, PREFIXED.subarray(0, 8)) + data(3, PREFIXED)),
      said(start.length + 17 + 9 + PREFIXED.length, data(1, PREFIXED.subarray(8))),
    )
    expect(values(first!, 'grpc.message_length')).toEqual([MESSAGE.length])
    expect(values(second!, 'protobuf.field.number')).toEqual([1, 2, 3])
    expect(second!.layers.at(-1)).toMatchObject({ protocol: 'protobuf', source: 'reassembled HTTP/2 body' })
  })

  test('data of another content type is only data', () => {
    const list = request('/').map((header) =>
      header.name === 'content-type' ? { ...header, value: 'text/plain' } : header,
    )
    const [packet] = afterHandshake(said(0, PREFACE + headers(encoder(), 1, list) + data(1, PREFIXED)))
    expect(packet).toMatchObject({ protocol: 'HTTP2' })
    expect(values(packet!, 'grpc.message_length')).toEqual([])
  })

  test('a message that is no protobuf is malformed after its last good field', () => {
    const bytes = Uint8Array.of(0, 0, 0, 0, 4, 0x08, 0x01, 0x12, 9)
    const [packet] = afterHandshake(said(0, PREFACE + headers(encoder(), 1, request('/s/M')) + data(1, bytes)))
    expect(values(packet!, 'protobuf.field.number')).toEqual([1])
    expect(values(packet!, '_ws.malformed')).toEqual(['protobuf: field 2 reaches 9 bytes beyond the message'])
  })
})
