import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hpackInteger } from './hpack-primitives.ts'
import { HpackDecoder, HpackEncoder, type HpackHeader, Http2Error, Http2ErrorCode, hpackEntrySize } from './index.ts'

const fromHex = (text: string) => Uint8Array.from(text.match(/[0-9a-f]{2}/g) ?? [], (pair) => Number.parseInt(pair, 16))
const asHex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
/** `name: value` lines. */
const list = (text: string): HpackHeader[] =>
  text.split('\n').map((line) => {
    const at = line.indexOf(': ', 1)
    return { name: line.slice(0, at), value: line.slice(at + 2) }
  })
const text = fc.string({
  unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
  maxLength: 40,
})
const name = fc.oneof(text, fc.constantFrom(':path', ':status', 'cookie', 'authorization', 'accept', 'x-a', 'x-b'))
const header: fc.Arbitrary<HpackHeader> = fc.oneof(
  fc.record({ name, value: fc.oneof(text, fc.constantFrom('/', '200', 'a', 'b')) }),
  fc.record({ name, value: text, neverIndexed: fc.constant(true) }),
)
const headers = fc.array(header, { maxLength: 12 })

/** The table as the RFC prints it: newest first, with the size of each entry. */
function tableOf(decoder: HpackDecoder): string[] {
  return Array.from({ length: decoder.tableCount }, (_, index) => {
    const [name, value] = decoder.entry(62 + index)!
    return `${hpackEntrySize(name, value)} ${name}: ${value}`
  })
}

describe('the examples of RFC 7541 appendix C', () => {
  const AUTHORITY = '57 :authority: www.example.com'
  const NO_CACHE = '53 cache-control: no-cache'
  const CUSTOM = '54 custom-key: custom-value'
  const REQUESTS = [
    ':method: GET\n:scheme: http\n:path: /\n:authority: www.example.com',
    ':method: GET\n:scheme: http\n:path: /\n:authority: www.example.com\ncache-control: no-cache',
    ':method: GET\n:scheme: https\n:path: /index.html\n:authority: www.example.com\ncustom-key: custom-value',
  ]
  const REQUEST_TABLES = [[AUTHORITY], [NO_CACHE, AUTHORITY], [CUSTOM, NO_CACHE, AUTHORITY]]
  const DATE_21 = 'date: Mon, 21 Oct 2013 20:13:21 GMT'
  const DATE_22 = 'date: Mon, 21 Oct 2013 20:13:22 GMT'
  const LOCATION = 'location: https://www.example.com'
  const COOKIE = 'set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1'
  const RESPONSES = [
    `:status: 302\ncache-control: private\n${DATE_21}\n${LOCATION}`,
    `:status: 307\ncache-control: private\n${DATE_21}\n${LOCATION}`,
    `:status: 200\ncache-control: private\n${DATE_22}\n${LOCATION}\ncontent-encoding: gzip\n${COOKIE}`,
  ]
  const RESPONSE_TABLES = [
    [`63 ${LOCATION}`, `65 ${DATE_21}`, '52 cache-control: private', '42 :status: 302'],
    ['42 :status: 307', `63 ${LOCATION}`, `65 ${DATE_21}`, '52 cache-control: private'],
    [`98 ${COOKIE}`, '52 content-encoding: gzip', `65 ${DATE_22}`],
  ]

  test.each([
    ['C.2.1', '400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572', 'custom-key: custom-header', 55],
    ['C.2.2', '040c 2f73 616d 706c 652f 7061 7468', ':path: /sample/path', 0],
    ['C.2.4', '82', ':method: GET', 0],
  ])('%s decodes to its field', (_, hex, expected, size) => {
    const decoder = new HpackDecoder()
    expect(decoder.decode(fromHex(hex))).toMatchObject({ headers: list(expected) })
    expect(decoder.tableSize).toBe(size)
  })

  test('C.2.3 is never indexed', () => {
    const decoder = new HpackDecoder()
    const block = fromHex('1008 7061 7373 776f 7264 0673 6563 7265 74')
    expect(decoder.decode(block)).toMatchObject({
      headers: [{ name: 'password', value: 'secret', neverIndexed: true }],
    })
    expect(decoder.tableSize).toBe(0)
  })

  test.each([
    [
      'C.3, requests without the Huffman code',
      4096,
      REQUESTS,
      REQUEST_TABLES,
      [
        '8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d',
        '8286 84be 5808 6e6f 2d63 6163 6865',
        '8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65',
      ],
    ],
    [
      'C.4, requests with the Huffman code',
      4096,
      REQUESTS,
      REQUEST_TABLES,
      [
        '8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff',
        '8286 84be 5886 a8eb 1064 9cbf',
        '8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf',
      ],
    ],
    [
      'C.5, responses without the Huffman code',
      256,
      RESPONSES,
      RESPONSE_TABLES,
      [
        '4803 3330 3258 0770 7269 7661 7465 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3120 474d 546e 1768 7474 7073 3a2f 2f77 7777 2e65 7861 6d70 6c65 2e63 6f6d',
        '4803 3330 37c1 c0bf',
        '88c1 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3220 474d 54c0 5a04 677a 6970 7738 666f 6f3d 4153 444a 4b48 514b 425a 584f 5157 454f 5049 5541 5851 5745 4f49 553b 206d 6178 2d61 6765 3d33 3630 303b 2076 6572 7369 6f6e 3d31',
      ],
    ],
    [
      'C.6, responses with the Huffman code',
      256,
      RESPONSES,
      RESPONSE_TABLES,
      [
        '4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6 2d1b ff6e 919d 29ad 1718 63c7 8f0b 97c8 e9ae 82ae 43d3',
        '4883 640e ffc1 c0bf',
        '88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab 77ad 94e7 821d d7f2 e6c7 b335 dfdf cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f 9587 3160 65c0 03ed 4ee5 b106 3d50 07',
      ],
    ],
  ])('%s decode to their lists, and leave the tables that it prints', (_, maxTableSize, lists, tables, blocks) => {
    const decoder = new HpackDecoder({ maxTableSize })
    for (const [index, block] of blocks.entries()) {
      expect(decoder.decode(fromHex(block))).toMatchObject({ headers: list(lists[index]!), isTooLarge: false })
      expect(tableOf(decoder)).toEqual(tables[index])
    }
  })

  test('C.4 is what the encoder writes', () => {
    const encoder = new HpackEncoder()
    expect(REQUESTS.map((request) => asHex(encoder.encode(list(request))))).toEqual([
      '828684418cf1e3c2e5f23a6ba0ab90f4ff',
      '828684be5886a8eb10649cbf',
      '828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf',
    ])
  })

  test.each([
    ['C.1.2: 1337 after a prefix of 5 bits', '3f9a0a', 1337],
    ['C.1.1: 10 in a prefix of 5 bits', '2a', 10],
  ])('%s', (_, hex, size) => {
    const places: Parameters<HpackDecoder['decode']>[1] = []
    new HpackDecoder().decode(fromHex(hex), places)
    expect(places).toMatchObject([{ representation: 'table size', tableSize: size }])
    const encoder = new HpackEncoder()
    encoder.setMaxTableSize(size)
    expect(asHex(encoder.encode([]))).toBe(hex)
  })
})

test('C.1.3: 42 at a byte boundary is that byte', () => {
  expect(hpackInteger(42, 8, 0)).toEqual([42])
})

describe('HPACK', () => {
  test('decodes every list that it encodes, over many blocks and sizes of the table', () => {
    const step = fc.record({ list: headers, resize: fc.option(fc.array(fc.nat(5000), { minLength: 1, maxLength: 3 })) })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
        const [encoder, decoder] = [new HpackEncoder(), new HpackDecoder({ maxListSize: 1e6 })]
        for (const { list, resize } of steps) {
          for (const size of resize ?? []) {
            encoder.setMaxTableSize(size)
            decoder.setMaxTableSize(size)
          }
          const decoded = decoder.decode(encoder.encode(list))
          if (decoded instanceof Http2Error) throw new Error(decoded.toString())
          expect(decoded.headers.map(({ name, value }) => [name, value])).toEqual(
            list.map(({ name, value }) => [name, value]),
          )
          for (const [index, { neverIndexed }] of list.entries())
            if (neverIndexed) expect(decoded.headers[index]!.neverIndexed).toBe(true)
          expect(decoder.tableSize).toBe(encoder.tableSize)
        }
      }),
      { numRuns: 300 },
    )
  })

  test('decodes a changed block or returns COMPRESSION_ERROR, and never throws', () => {
    const change = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 4 })
    let refused = 0
    fc.assert(
      fc.property(headers, change, fc.nat(), (list, changes, cut) => {
        const block = new HpackEncoder().encode(list)
        for (const [at, value] of changes) if (block.length > 0) block[at % block.length] = value
        const decoded = new HpackDecoder().decode(cut % 3 === 0 ? block.subarray(0, cut % (block.length + 1)) : block)
        if (!(decoded instanceof Http2Error)) return
        expect(decoded).toMatchObject({ code: Http2ErrorCode.COMPRESSION_ERROR, streamId: 0 })
        refused++
      }),
      { numRuns: 10_000 },
    )
    expect(refused).toBeGreaterThan(1000)
  })

  test.each([
    ['index 0', '80', 'index 0'],
    ['an index beyond both tables', 'be', 'index 62 of a table with 61 entries'],
    ['a name beyond both tables', '7f0000', 'index 63'],
    ['an integer above 2^32 - 1', 'ffffffffff7f', 'above 2^32 - 1'],
    ['an integer that goes on', 'ff808080808080', 'above 2^32 - 1 or longer'],
    ['an integer that is cut off', 'ff80', 'ends inside an integer'],
    ['a text beyond the block', '000a6162', 'a text of 10 bytes, 2 left'],
    ['a field without a value', '00016100'.slice(0, 6), 'ends at byte 3'],
    ['a Huffman code with EOS (§5.2)', '000161 84ffffffff', 'has EOS inside'],
    ['a Huffman code with 8 bits of padding (§5.2)', '000161 821fff', '11 bits of padding'],
    ['a Huffman code with padding of zeros (§5.2)', '000161 8118', 'not the start of EOS'],
    ['a table above the limit (§6.3)', '3fe21f', 'a table of 4097 bytes, at most 4096'],
    ['a table that changes after a field (§4.2)', '8220', 'changes after a field'],
  ])('refuses %s', (_, hex, reason) => {
    const decoded = new HpackDecoder().decode(fromHex(hex))
    expect(decoded).toBeInstanceOf(Http2Error)
    expect(decoded.toString()).toContain(reason)
  })

  test('takes off padding of 7 bits', () => {
    // The code of 'a' has 5 bits; 'X' has 8, 'aX...' none left: 0x1f is 'a' and three ones.
    expect(new HpackDecoder().decode(fromHex('000161 811f'))).toMatchObject({ headers: [{ name: 'a', value: 'a' }] })
  })

  test('announces the smallest and the last size of its table (§4.2)', () => {
    const encoder = new HpackEncoder()
    encoder.setMaxTableSize(0)
    encoder.setMaxTableSize(1000)
    expect(asHex(encoder.encode([]))).toBe('203fc907')
    expect(asHex(encoder.encode([]))).toBe('')
  })

  test('demands the announcement of a smaller table (§4.2)', () => {
    const decoder = new HpackDecoder()
    decoder.setMaxTableSize(100)
    expect(String(decoder.decode(fromHex('82')))).toContain("doesn't begin with the smaller size")
  })

  test('keeps its table in step when a list is too large', () => {
    const [encoder, decoder] = [new HpackEncoder(), new HpackDecoder({ maxListSize: 100 })]
    const list = Array.from({ length: 5 }, (_, index) => ({ name: `x-${index}`, value: 'value' }))
    expect(decoder.decode(encoder.encode(list))).toMatchObject({ size: 200, isTooLarge: true, headers: { length: 2 } })
    expect(decoder.decode(encoder.encode(list.slice(3)))).toMatchObject({ headers: list.slice(3), isTooLarge: false })
  })

  test('limits what a block of references to one large entry costs', () => {
    const decoder = new HpackDecoder()
    decoder.decode(new HpackEncoder(8192).encode([{ name: 'bomb', value: 'x'.repeat(3000) }]))
    const decoded = decoder.decode(new Uint8Array(100_000).fill(0xbe))
    expect(decoded).toMatchObject({ isTooLarge: true, size: 100_000 * 3036, headers: { length: 21 } })
  })
})
