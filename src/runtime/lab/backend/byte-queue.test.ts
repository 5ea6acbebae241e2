import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ByteQueue, encode } from './byte-queue.ts'

describe('a byte queue', () => {
  test('gives the same lines, however the bytes came', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: fc.constantFrom('a', 'é', '\n', '\r') })),
        fc.integer({ min: 1, max: 5 }),
        (lines, size) => {
          const bytes = encode(lines.join('\n'))
          const queue = new ByteQueue()
          const read: string[] = []
          for (let at = 0; at < bytes.length; at += size) {
            queue.append(bytes.subarray(at, at + size))
            for (let line = queue.takeLine(); line !== null; line = queue.takeLine()) read.push(line)
          }
          const all = new TextDecoder().decode(bytes).split('\n')
          expect(read).toEqual(all.slice(0, -1))
          expect(queue.peekText(100)).toBe(all.at(-1))
        },
      ),
    )
  })

  test('mixes reading by lines and by bytes', () => {
    const queue = new ByteQueue()
    queue.append(encode('one\ntwo\nrest'))
    expect([queue.countLines(), queue.takeLine(), queue.length]).toEqual([2, 'one', 8])
    expect(new TextDecoder().decode(queue.take(2))).toBe('tw')
    expect([queue.takeLine(), queue.takeLine(), queue.received]).toEqual(['o', null, 12])
    queue.append(encode('!\n'))
    expect(queue.takeLine()).toBe('rest!')
  })

  test('knows how many lines there are, whatever was taken before', () => {
    const taking = fc.constantFrom('line' as const, 'byte' as const, 'count' as const)
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string({ unit: fc.constantFrom('a', '\n') }), fc.array(taking))), (turns) => {
        const queue = new ByteQueue()
        let left = ''
        for (const [text, takings] of turns) {
          queue.append(encode(text))
          left += text
          for (const what of takings) {
            if (what === 'line') left = queue.takeLine() === null ? left : left.slice(left.indexOf('\n') + 1)
            if (what === 'byte' && left !== '') left = left.slice(queue.take(1).length)
            if (what === 'count') expect(queue.countLines()).toBe(left.split('\n').length - 1)
          }
        }
        expect([queue.countLines(), queue.length]).toEqual([left.split('\n').length - 1, left.length])
      }),
    )
  })

  test('takes large streams', () => {
    const queue = new ByteQueue()
    for (let i = 0; i < 1000; i++) queue.append(new Uint8Array(10_000).fill(i))
    expect(queue.length).toBe(10_000_000)
    expect(queue.take(10_001)[10_000]).toBe(1)
  })
})
