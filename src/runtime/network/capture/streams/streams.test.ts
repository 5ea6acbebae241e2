import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CaptureAnalysis, dissect, fieldsNamed, fieldValue, followStream, streamHex, streamText } from '../index.ts'
import { records, tcp, text } from '../packets.fixture.ts'
import { StreamAssembler } from './stream-assembler.ts'

const [ISN, PEER] = [0xffff_fff0, 7000]
const HANDSHAKE = [
  tcp({ flags: 'SYN', seq: ISN }),
  tcp({ flags: 'SYN ACK', seq: PEER, ack: ISN + 1 }, true),
  tcp({ flags: 'ACK', seq: ISN + 1, ack: PEER + 1 }),
]
const said = (at: number, data: string) => tcp({ flags: 'PSH ACK', seq: ISN + at, ack: PEER + 1, data })
const answered = (at: number, data: string) => tcp({ flags: 'PSH ACK', seq: PEER + at, ack: ISN + 1, data }, true)

function analyse(...frames: Uint8Array[]) {
  const analysis = new CaptureAnalysis()
  const all = records(...HANDSHAKE, ...frames)
  for (const record of all) analysis.add(record)
  return { all, analysis, packets: all.map((record) => analysis.dissect(record)) }
}

function follow(...frames: Uint8Array[]) {
  const { all, analysis } = analyse(...frames)
  return followStream(
    all.map((record) => [record, analysis.position(record)] as const),
    0,
  )!
}

describe('a followed stream', () => {
  test('is what both sides said in turn, late bytes in their place and repeated ones once', () => {
    const stream = follow(said(4, 'lo\n'), said(1, 'hel'), said(1, 'hello\n'), answered(1, 'ok\n'), said(7, 'bye\n'))
    expect(stream).toMatchObject({ opener: '10.0.0.1 40000', peer: '10.0.0.2 9000' })
    expect(stream.turns.map(({ isFromOpener, bytes }) => [isFromOpener, String.fromCharCode(...bytes)])).toEqual([
      [true, 'hello\n'],
      [false, 'ok\n'],
      [true, 'bye\n'],
    ])
    expect(streamText(stream)).toBe('hello\n    ok\nbye\n')
    expect(streamHex(stream).split('\n').slice(0, 2)).toEqual([
      '00000000  68 65 6c 6c 6f 0a                                hello.',
      '    00000000  6f 6b 0a                                         ok.',
    ])
  })

  test('names what was never seen', () => {
    const stream = follow(said(1, 'hel'), said(11, 'later\n'))
    expect(stream.turns.map(({ missing }) => missing)).toEqual([0, 7])
    expect(streamText(stream)).toBe('hel\n[7 bytes missing]\nlater\n')
  })

  test('is null when there is none', () => {
    expect(followStream([], 0)).toBeNull()
  })
})

test('whatever the order and however often, an assembler gives each byte once and in order', () => {
  const whole = Uint8Array.from({ length: 60 }, (_, i) => i)
  const segment = fc.tuple(fc.nat(59), fc.integer({ min: 1, max: 20 }))
  fc.assert(
    fc.property(fc.array(segment, { maxLength: 40 }), (segments) => {
      const assembler = new StreamAssembler()
      const given = segments.flatMap(([start, length], frame) =>
        assembler.add(start, whole.slice(start, start + length), frame),
      )
      const bytes = given.flatMap((piece) => [...piece.bytes])
      expect(bytes).toEqual([...whole.slice(0, bytes.length)])
      expect(assembler.length).toBe(bytes.length)
      for (const piece of assembler.rest())
        expect([...piece.bytes]).toEqual([...whole.slice(piece.start, piece.start + piece.bytes.length)])
    }),
  )
})

describe('HTTP/1.1', () => {
  const REQUEST = 'GET /a?b=1 HTTP/1.1\r\nHost: a.test\r\nAccept: */*\r\n\r\n'
  const RESPONSE = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello'
  const CHUNKED =
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n6\r\n world\r\n0\r\nDigest: x\r\n\r\n'

  test('a request in one segment has its words where they lie in the frame', () => {
    const packet = analyse(said(1, REQUEST)).packets[3]!
    expect(packet).toMatchObject({ protocol: 'HTTP', summary: 'GET /a?b=1 HTTP/1.1' })
    const [uri] = fieldsNamed(packet, 'http.request.uri')
    expect(packet.bytes.subarray(uri!.offset, uri!.offset + uri!.length)).toEqual(text('/a?b=1'))
    expect(fieldValue(packet, 'http.host')).toBe('a.test')
    expect(packet.layers.at(-1)).toMatchObject({ source: 'frame', end: packet.bytes.length })
  })

  test('a message over several segments is shown in the one that ends it, in its own bytes', () => {
    const { packets } = analyse(said(1, REQUEST), answered(1, RESPONSE.slice(0, 30)), answered(31, RESPONSE.slice(30)))
    expect(packets.map(({ protocol }) => protocol).slice(3)).toEqual(['HTTP', 'TCP', 'HTTP'])
    const layer = packets[5]!.layers.at(-1)!
    expect(layer).toMatchObject({ protocol: 'http', source: 'reassembled TCP', end: RESPONSE.length })
    expect(layer.bytes).toEqual(text(RESPONSE))
    expect(fieldValue(packets[5]!, 'http.response.code')).toBe(200)
  })

  test('chunks, and the message behind them', () => {
    const { packets } = analyse(said(1, REQUEST), answered(1, CHUNKED + RESPONSE))
    expect(fieldsNamed(packets[4]!, 'http.chunk_size').map(({ value }) => value)).toEqual([5, 6, 0])
    expect(fieldsNamed(packets[4]!, 'http.response.code')).toHaveLength(2)
  })

  test.each([REQUEST, RESPONSE, CHUNKED])(
    'however a message is cut behind its first line, it is whole where its last byte is: %j',
    (whole) => {
      const cut = fc.integer({ min: whole.indexOf('\n') + 1, max: whole.length })
      fc.assert(
        fc.property(fc.array(cut, { maxLength: 80 }), (cuts) => {
          const places = [0, ...cuts, whole.length].toSorted((a, b) => a - b)
          const pieces = places.slice(1).flatMap((end, i) => (end > places[i]! ? [[places[i]!, end] as const] : []))
          const { packets } = analyse(...pieces.map(([start, end]) => said(start + 1, whole.slice(start, end))))
          const layers = packets.flatMap(({ layers }) => layers.filter(({ protocol }) => protocol === 'http'))
          expect(layers).toHaveLength(1)
          expect(packets.at(-1)!.layers).toContain(layers[0])
          const { bytes, end } = layers[0]!
          expect(bytes.subarray(end - whole.length, end)).toEqual(text(whole))
        }),
        { numRuns: 40 },
      )
    },
  )

  test('the answer to HEAD has no body; what is no HTTP stays bytes', () => {
    const head = RESPONSE.replace('hello', '')
    const { packets } = analyse(said(1, REQUEST.replace('GET', 'HEAD')), answered(1, head))
    expect(packets[4]!.protocol).toBe('HTTP')
    expect(analyse(said(1, 'EHLO a.test\r\n')).packets[3]!.protocol).toBe('TCP')
  })

  describe('a response without a length', () => {
    const WHOLE = RESPONSE.replace('Content-Length: 5\r\n', '')
    const [FIRST, REST] = [WHOLE.slice(0, -3), WHOLE.slice(-3)]
    const end = (flags: string, at = WHOLE.length, data = '') =>
      tcp({ flags, seq: PEER + 1 + at, ack: ISN + 1, data }, true)
    const shown = (...frames: Uint8Array[]) =>
      analyse(said(1, REQUEST), ...frames).packets.flatMap((packet, index) =>
        fieldsNamed(packet, 'http.response').map(() => [index + 1, fieldValue(packet, 'http.file_data')]),
      )

    test('ends with the FIN, whose segment may bring the last of it', () => {
      expect(shown(answered(1, FIRST), answered(1 + FIRST.length, REST), end('FIN ACK'))).toEqual([[7, 'hello']])
      expect(shown(answered(1, FIRST), end('FIN ACK', FIRST.length, REST))).toEqual([[6, 'hello']])
    })

    test('is shown once, and where the last gap before the FIN is filled', () => {
      const late = answered(1 + FIRST.length, REST)
      expect(shown(answered(1, FIRST), end('FIN ACK'), late, late, end('FIN ACK'))).toEqual([[7, 'hello']])
    })

    test('is not whole without a FIN: nothing is shown of what a RST cut off', () => {
      expect(shown(answered(1, WHOLE), end('RST ACK'))).toEqual([])
      expect(shown(answered(1, WHOLE))).toEqual([])
    })
  })

  test('a message that its connection cuts off before its length is not shown', () => {
    const fin = tcp({ flags: 'FIN ACK', seq: PEER + RESPONSE.length, ack: ISN + 1 }, true)
    expect(analyse(answered(1, RESPONSE.slice(0, -1)), fin).packets.map(({ protocol }) => protocol)).not.toContain(
      'HTTP',
    )
  })

  test('however it is cut, and whatever is changed in it, nothing is thrown and every field lies in its bytes', () => {
    const conversation = [REQUEST, RESPONSE, CHUNKED]
    fc.assert(
      fc.property(
        fc.constantFrom(...conversation),
        fc.array(fc.nat(100), { maxLength: 5 }),
        fc.array(fc.tuple(fc.nat(100), fc.nat(127)), { maxLength: 3 }),
        (message, cuts, changes) => {
          const letters = [...message]
          for (const [at, code] of changes) letters[at % letters.length] = String.fromCharCode(code)
          const places = [0, ...cuts.map((cut) => cut % message.length), message.length].toSorted((a, b) => a - b)
          const frames = places.slice(1).map((end, i) => said(places[i]! + 1, letters.slice(places[i], end).join('')))
          for (const { layers } of analyse(...frames).packets)
            for (const { fields, bytes } of layers)
              for (const { offset, length } of fields) if (offset + length > bytes.length) throw new Error('outside')
        },
      ),
      { numRuns: 300 },
    )
  })

  test('without a capture around it, a frame is only a segment', () => {
    expect(dissect(said(1, REQUEST)).protocol).toBe('TCP')
  })
})
