import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CaptureAnalysis, type Dissection, fieldsNamed } from '../index.ts'
import { records, tcp } from '../packets.fixture.ts'

const said = (at: number, data: string) => tcp({ flags: 'PSH ACK', seq: 1000 + at, ack: 7000, data })
const answered = (at: number, data: string) => tcp({ flags: 'PSH ACK', seq: 7000 + at, ack: 1000, data }, true)
const REQUEST = 'GET /chat HTTP/1.1\r\nHost: a.test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n'
const RESPONSE = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n'
const fromHex = (hex: string) =>
  hex.replaceAll(/\s/g, '').replaceAll(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16)))

function dissected(...frames: Uint8Array[]): Dissection[] {
  const analysis = new CaptureAnalysis()
  const all = records(said(0, REQUEST), answered(0, RESPONSE), ...frames)
  for (const record of all) analysis.add(record)
  return all.map((record) => analysis.dissect(record)).slice(2)
}
const client = (bytes: string, at = 0) => said(REQUEST.length + at, bytes)
const server = (bytes: string, at = 0) => answered(RESPONSE.length + at, bytes)
const values = (packet: Dissection, name: string) => fieldsNamed(packet, name).map(({ value }) => value)

describe('WebSocket', () => {
  test.each([
    ['an unmasked text message', '81 05 48 65 6c 6c 6f', 'websocket.payload.text', ['Hello']],
    ['a masked text message', '81 85 37 fa 21 3d 7f 9f 4d 51 58', 'websocket.payload.text', ['Hello']],
    ['a fragmented text message', '01 03 48 65 6c 80 02 6c 6f', 'websocket.payload.text', ['Hello']],
    ['an unmasked ping', '89 05 48 65 6c 6c 6f', 'websocket.opcode', [9]],
    ['a masked pong', '8a 85 37 fa 21 3d 7f 9f 4d 51 58', 'websocket.opcode', [10]],
    ['256 bytes of binary data', `82 7e 01 00 ${'00'.repeat(256)}`, 'websocket.payload_length_ext_16', [256]],
    [
      '64 KiB of binary data',
      `82 7f 00 00 00 00 00 01 00 00 ${'00'.repeat(65_536)}`,
      'websocket.payload_length_ext_64',
      [65_536],
    ],
  ])('has the examples of RFC 6455 §5.7: %s', (_, hex, field, expected) => {
    const bytes = fromHex(hex)
    const pieces = Array.from({ length: Math.ceil(bytes.length / 30_000) }, (_, index) =>
      server(bytes.slice(30_000 * index, 30_000 * (index + 1)), 30_000 * index),
    )
    const last = dissected(...pieces).at(-1)!
    expect(last).toMatchObject({ protocol: 'WebSocket' })
    expect(values(last, field)).toEqual(expected)
  })

  test('frames that come with the end of the handshake are read', () => {
    const analysis = new CaptureAnalysis()
    const all = records(said(0, REQUEST), answered(0, RESPONSE + fromHex('81 02 68 69')))
    for (const record of all) analysis.add(record)
    const packet = analysis.dissect(all[1]!)
    expect(values(packet, 'http.response.code')).toEqual([101])
    expect(values(packet, 'websocket.payload.text')).toEqual(['hi'])
  })

  test('a compressed message has no text', () => {
    const [packet] = dissected(server(fromHex('c1 07 f2 48 cd c9 c9 07 00')))
    expect(values(packet!, 'websocket.rsv')).toEqual([4])
    expect(values(packet!, 'websocket.payload.text')).toEqual([])
  })

  test.each([
    ['a control frame in fragments (§5.5)', '09 00', 'a control frame without FIN'],
    ['a long control frame (§5.5)', `89 7e 00 7e ${'00'.repeat(126)}`, 'a control frame of 126 bytes'],
    ['a length in too many bytes (§5.2)', '81 7e 00 05 48 65 6c 6c 6f', 'it must have the fewest'],
  ])('is malformed with %s', (_, hex, reason) => {
    expect(String(values(dissected(client(fromHex(hex)))[0]!, '_ws.malformed')[0])).toContain(reason)
  })

  test('of any bytes is dissected without an exception', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.nat(40), (bytes, cut) => {
        const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
        const at = Math.min(cut, text.length)
        for (const { layers } of dissected(client(text.slice(0, at)), client(text.slice(at), at)))
          for (const layer of layers) expect(layer.fields).toBeDefined()
      }),
      { numRuns: 500 },
    )
  })
})
