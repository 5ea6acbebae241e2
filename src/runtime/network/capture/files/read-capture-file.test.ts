import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { concatenate } from '../../bytes.ts'
import { type CaptureFile, CaptureFileError, readCaptureFile, recordsOf, writePcapng } from '../index.ts'
import { arp, records, tcp, udp } from '../packets.fixture.ts'
import { BlockType, BYTE_ORDER_MAGIC, OptionCode } from './pcapng-format.ts'
import { utf8Bytes, utf8Text } from './utf8.ts'

const FRAMES = [arp(1), udp('hello'), tcp({ flags: 'SYN', seq: 7 })]

function read(bytes: Uint8Array): CaptureFile {
  const file = readCaptureFile(bytes)
  if (file instanceof CaptureFileError) throw new Error(String(file))
  return file
}

/** Makes a classic file with these frames, a second and one unit apart. */
function pcap(isLittleEndian: boolean, magic: number, more = 0): Uint8Array {
  const length = FRAMES.reduce((sum, frame) => sum + 16 + more + frame.length, 24)
  const bytes = new Uint8Array(length)
  const view = new DataView(bytes.buffer)
  const words = (at: number, ...values: number[]) => {
    for (const [index, value] of values.entries()) view.setUint32(at + 4 * index, value, isLittleEndian)
  }
  words(0, magic)
  view.setUint16(4, 2, isLittleEndian)
  view.setUint16(6, 4, isLittleEndian)
  words(8, 0, 0, 65_535, 1)
  let at = 24
  for (const [index, frame] of FRAMES.entries()) {
    words(at, 100 + index, index, frame.length, frame.length + 4)
    bytes.set(frame, at + 16 + more)
    at += 16 + more + frame.length
  }
  return bytes
}

describe('pcap', () => {
  test.each([
    ['microseconds, little-endian', true, 0xa1b2c3d4, 0, 1000n],
    ['microseconds, big-endian', false, 0xa1b2c3d4, 0, 1000n],
    ['nanoseconds, little-endian', true, 0xa1b23c4d, 0, 1n],
    ['nanoseconds, big-endian', false, 0xa1b23c4d, 0, 1n],
    ["Kuznetzov's longer packet headers", true, 0xa1b2cd34, 8, 1000n],
  ])('%s', (_name, isLittleEndian, magic, more, unit) => {
    const file = read(pcap(isLittleEndian, magic, more))
    expect(file).toMatchObject({ format: 'pcap', damage: null, interfaces: [{ linkType: 1, snapLength: 65_535 }] })
    expect(file.packets.map(({ bytes }) => bytes)).toEqual(FRAMES)
    expect(file.packets.map(({ time }) => time)).toEqual([0n, 1n, 2n].map((i) => (100n + i) * 10n ** 9n + i * unit))
    expect(file.packets.map(({ bytes, originalLength }) => originalLength - bytes.length)).toEqual([4, 4, 4])
  })
})

describe('what writePcapng wrote', () => {
  const all = records(...FRAMES)

  test('is read back: packets, times, names, comments in any script, drops', () => {
    const file = read(
      writePcapng(['a:eth0', 'b:eth0'], [all[0]!, { ...all[1]!, fate: 'queue' }, all[2]!], {
        comment: 'seed 7 – Übung ✓ 🐟',
        droppedBefore: 5,
        commentOn: ({ number }) => (number === 3 ? 'look here' : null),
      }),
    )
    expect(file.interfaces).toMatchObject([
      { name: 'a:eth0', received: 3, dropped: 1 },
      { name: 'b:eth0', received: 0, dropped: 0 },
    ])
    expect(file).toMatchObject({ application: 'Ackademy', comments: ['seed 7 – Übung ✓ 🐟'], damage: null })
    expect(file.packets.map(({ comments }) => comments)).toEqual([[], ['dropped: the queue was full'], ['look here']])
    expect(file.packets.map(({ dropped }) => dropped)).toEqual([5, null, null])
    expect(recordsOf(file).map(({ number, at, from, bytes }) => ({ number, at, from, bytes }))).toEqual(
      all.map(({ number, at, from, bytes }) => ({ number, at, from, bytes })),
    )
  })

  test('two sections, the second with its own interfaces', () => {
    const [first, second] = [writePcapng(['a:eth0'], [all[0]!]), writePcapng(['b:eth0', 'a:eth0'], [all[1]!])]
    const file = read(Uint8Array.of(...first, ...second))
    expect(file.interfaces.map(({ name }) => name)).toEqual(['a:eth0', 'b:eth0', 'a:eth0'])
    expect(file.packets.map((packet) => packet.interface)).toEqual([0, 2])
  })
})

describe('whatever the bytes', () => {
  const whole = writePcapng(['a:eth0'], records(...FRAMES), { comment: 'x' })
  const files = [whole, pcap(true, 0xa1b2c3d4), pcap(false, 0xa1b23c4d)]

  test('a file cut off anywhere has the packets before the cut, and says where it ends', () => {
    for (const bytes of files) {
      for (let length = 0; length < bytes.length; length++) {
        const file = readCaptureFile(bytes.subarray(0, length))
        if (file instanceof CaptureFileError) {
          expect(length).toBeLessThan(52)
          continue
        }
        expect(file.packets.map((packet) => packet.bytes)).toEqual(FRAMES.slice(0, file.packets.length))
      }
    }
  })

  test('a section may have more comments than a call has arguments, and an address more names', () => {
    const words = (...values: number[]) => new Uint8Array(Uint32Array.from(values).buffer)
    const block = (type: number, ...words32: number[]) => {
      const length = 4 * words32.length + 12
      return words(type, length, ...words32, length)
    }
    const many = 200_000
    const comments = new Uint32Array(many).fill(OptionCode.COMMENT)
    const section = words(BlockType.SECTION_HEADER, 4 * many + 28, BYTE_ORDER_MAGIC, 1, 0xffff_ffff, 0xffff_ffff)
    const name = [0x0007_0001, 0x0100_000a, 0x0000_6161]
    const names = block(BlockType.NAME_RESOLUTION, ...Array.from({ length: 9000 }, (_, i) => name[i % 3]!))
    const file = read(concatenate([section, new Uint8Array(comments.buffer), words(4 * many + 28), names]))
    expect(file.comments).toHaveLength(many)
    expect(file.names.get('10.0.0.1')).toHaveLength(3000)
  })

  test('what is no capture file says so', () => {
    expect(String(readCaptureFile(utf8Bytes('GET / HTTP/1.1')))).toBe(
      'byte 0: neither a pcap nor a pcapng file begins like this',
    )
  })

  test('changed and random bytes are read or refused, never thrown at', () => {
    const changed = fc
      .tuple(fc.constantFrom(...files), fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 8 }))
      .map(([bytes, changes]) => {
        const copy = bytes.slice()
        for (const [at, value] of changes) copy[at % copy.length] = value
        return copy
      })
    const random = fc.tuple(fc.constantFrom(...files), fc.uint8Array({ maxLength: 200 })).map(([bytes, rest]) => {
      return Uint8Array.of(...bytes.subarray(0, 28), ...rest)
    })
    fc.assert(
      fc.property(fc.oneof(changed, random, fc.uint8Array()), (bytes) => {
        const file = readCaptureFile(bytes)
        if (!(file instanceof CaptureFileError))
          for (const packet of recordsOf(file)) expect(packet.at).toBeTypeOf('number')
      }),
      { numRuns: 5000 },
    )
  })
})

test('UTF-8 goes there and back, and what is none becomes U+FFFD', () => {
  // Characters of one to four bytes, without halves of surrogate pairs.
  const point = fc
    .oneof(...[0x7f, 0x7ff, 0xffff, 0x10ffff].map((most) => fc.nat(most)))
    .filter((value) => value < 0xd800 || value > 0xdfff)
  fc.assert(
    fc.property(fc.array(point), (points) => {
      const text = String.fromCodePoint(...points)
      expect(utf8Text(utf8Bytes(text))).toBe(text)
      expect(utf8Bytes(text)).toEqual(new Uint8Array(Buffer.from(text)))
    }),
  )
  expect(utf8Text(Uint8Array.of(0x61, 0xc0, 0x80, 0xff, 0xed, 0xa0, 0x80))).toBe(
    'a\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd',
  )
})
