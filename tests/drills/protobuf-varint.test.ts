/** The drill wu-protobuf-varint: its bytes against those of protobufjs 8, and each answer against a reading of the bytes that are shown. */
import { describe, expect, test } from 'vitest'
import { Draw } from '#grader/drills/index.ts'
import generate from '../../content/10-http2-protobuf-grpc/drills/wu-protobuf-varint/generator.ts'
import { bytesOf, hex, tag, varint } from '../../content/10-http2-protobuf-grpc/drills/wu-protobuf-varint/wire.ts'

/** Reads a varint: its value, and the bytes behind it. */
function read(bytes: readonly number[]): [bigint, number[]] {
  const end = bytes.findIndex((byte) => byte < 128) + 1
  const value = bytes.slice(0, end).reduceRight((sum, byte) => (sum << 7n) | BigInt(byte & 127), 0n)
  return [value, bytes.slice(end)]
}

/** Bytes behind the field that comes first. */
function behindField(bytes: readonly number[]): number[] {
  const [key, value] = read(bytes)
  if (key % 8n === 0n) return read(value)[1]
  if (key % 8n === 1n) return value.slice(8)
  if (key % 8n === 5n) return value.slice(4)
  const [length, content] = read(value)
  return content.slice(Number(length))
}

const fromHex = (text: string): number[] => (text.match(/[0-9a-f]{2}/g) ?? []).map((byte) => Number.parseInt(byte, 16))
const quoted = (text: string): number[] => fromHex(/`([0-9a-f ]+)`/.exec(text)?.[1] ?? '')
const written = (value: number): number[] => {
  const digits = value.toString(16)
  return fromHex(digits.padStart(digits.length + (digits.length % 2), '0'))
}
const numbersIn = (text: string): number[] => (text.match(/-?\d+/g) ?? []).map(Number)

describe('wu-protobuf-varint', () => {
  test.each([
    ['varint 300', varint(300), 'ac 02'],
    ['varint 16,383', varint(16_383), 'ff 7f'],
    ['int32 replicas = 4: 3', [...tag(4, 0), ...varint(3)], '20 03'],
    ['int32 replicas = 4: -1', [...tag(4, 0), ...varint(-1)], '20 ff ff ff ff ff ff ff ff ff 01'],
    ['string name = 1: "web-1"', [...tag(1, 2), 5, ...bytesOf('web-1')], '0a 05 77 65 62 2d 31'],
    ['tag of field 16, a string', tag(16, 2), '82 01'],
  ])('%s is what protobufjs writes', (_, bytes, expected) => {
    expect(hex(bytes)).toBe(expected)
  })

  test('every answer of 2,000 questions follows from the bytes', () => {
    const kinds = new Set<string>()
    for (let seed = 1; seed <= 2000; seed++) {
      const item = generate(new Draw(seed, 'question'), (mistake) => mistake)
      const numbers = numbersIn(item.ask)
      const right = item.kind === 'single' ? quoted(item.choices.find(({ right }) => right)?.text ?? '') : []
      const value = item.kind === 'numeric' ? item.value : Number.NaN
      const because = item.kind === 'numeric' ? item.because : ''
      kinds.add(item.ask.replace(/[^a-z]+/gi, ' ').split(' ')[0] ?? '')
      if (item.kind === 'single') {
        expect(behindField(right)).toEqual([])
        expect(read(right)[0]).toBe(BigInt((numbers[0] ?? 0) * 8 + 2))
        expect(new TextDecoder().decode(Uint8Array.from(read(read(right)[1])[1]))).toBe(/"(.*)"/.exec(item.ask)?.[1])
      } else if (item.ask.startsWith('Write')) expect(read(written(value))).toEqual([BigInt(numbers[0] ?? 0), []])
      else if (item.ask.startsWith('Which')) expect(read(quoted(item.ask))).toEqual([BigInt(value), []])
      else if (item.ask.startsWith('A reader')) {
        expect(behindField(quoted(item.ask))).toEqual([0x20, 3])
        expect(value).toBe(quoted(item.ask).length - 2)
      } else if (item.ask.includes('int32')) {
        const bytes = quoted(because.slice(because.lastIndexOf('ten')))
        expect(BigInt.asIntN(64, read(bytes)[0])).toBe(BigInt(/holds (-\d+)/.exec(item.ask)?.[1] ?? 0))
        expect(value).toBe(bytes.length + quoted(because).length)
      } else
        expect(read(written(value))).toEqual([
          BigInt((numbers[0] ?? 0) * 8 + Number(/wire type (\d)/.exec(item.ask)?.[1])),
          [],
        ])
    }
    expect([...kinds].sort()).toEqual(['A', 'Field', 'Which', 'Write'])
  })
})
