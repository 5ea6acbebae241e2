import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hash32, RandomStream } from './random.ts'

describe('RandomStream', () => {
  test('is hash32 of seed, label and counter', () => {
    const stream = new RandomStream(7, 'a')
    expect([stream.uint32(), stream.uint32(), stream.uint32()]).toEqual([0, 1, 2].map((n) => hash32(7, 'a', n)))
    expect(stream.valueAt(1)).toBe(hash32(7, 'a', 1))
  })

  test('gives these values for ever: recordings and grades depend on them', () => {
    expect([0, 1, 2].map((n) => hash32(1, 'link client:eth0 > server:eth0 loss', n))).toMatchInlineSnapshot(`
      [
        2579075861,
        448572432,
        973591525,
      ]
    `)
    expect(hash32(2 ** 40 + 1, '', 2 ** 40)).toMatchInlineSnapshot(`1239857239`)
  })

  test('another seed, label or counter gives another stream', () => {
    const values = new Set<number>()
    for (let seed = 0; seed < 100; seed++) {
      for (const label of ['a', 'b', 'ab', 'ba', '', 'aa'])
        for (let n = 0; n < 20; n++) values.add(hash32(seed, label, n))
    }
    // 12,000 of 2³² values: about 0.02 collisions are expected.
    expect(values.size).toBeGreaterThanOrEqual(11_998)
  })

  test.each([2, 3, 10, 1000])('below(%i) is even: chi-square of 100 cells stays below its 99.99 % point', (limit) => {
    const cells = Math.min(limit, 100)
    const counts = new Array<number>(cells).fill(0)
    const stream = new RandomStream(1, `below ${limit}`)
    for (let i = 0; i < 100_000; i++) counts[Math.floor((stream.below(limit) * cells) / limit)]!++
    const expected = 100_000 / cells
    const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
    expect(chiSquare).toBeLessThan(160)
  })

  test('flipping one bit of seed or counter flips each output bit about every other time', () => {
    for (const input of ['seed', 'counter'] as const) {
      const flips = new Array<number>(32).fill(0)
      for (let n = 0; n < 2000; n++) {
        const bit = 1 << (n % 20)
        const other = input === 'seed' ? hash32(n ^ bit, 'x', 5) : hash32(9, 'x', n ^ bit)
        const changed = (input === 'seed' ? hash32(n, 'x', 5) : hash32(9, 'x', n)) ^ other
        for (let i = 0; i < 32; i++) flips[i]! += (changed >>> i) & 1
      }
      for (const count of flips) expect(Math.abs(count / 2000 - 0.5)).toBeLessThan(0.06)
    }
  })

  test('chance(0) never, chance(1) always, chance(0.05) about one time in twenty', () => {
    const stream = new RandomStream(3, 'chance')
    const hits = (p: number) => Array.from({ length: 20_000 }, () => stream.chance(p)).filter(Boolean).length
    expect(hits(0)).toBe(0)
    expect(hits(1)).toBe(20_000)
    expect(Math.abs(hits(0.05) - 1000)).toBeLessThan(130)
  })

  test('below goes beyond 32 bits, evenly, and takes no limit that it could not keep', () => {
    const limit = 3 * 2 ** 51
    const stream = new RandomStream(1, 'wide')
    const thirds = [0, 0, 0]
    for (let i = 0; i < 3000; i++) thirds[Math.floor(stream.below(limit) / 2 ** 51)]!++
    for (const count of thirds) expect(Math.abs(count - 1000)).toBeLessThan(110)
    for (const wrong of [0, -1, 1.5, 2 ** 53 + 2, Number.NaN]) expect(() => stream.below(wrong)).toThrow(RangeError)
  })

  test('below stays below and bytes are as many as asked for', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 2 ** 32 }), fc.nat(50), (seed, limit, length) => {
        const stream = new RandomStream(seed, 'any')
        const value = stream.below(limit)
        expect(Number.isInteger(value) && value >= 0 && value < limit).toBe(true)
        expect(stream.bytes(length)).toHaveLength(length)
      }),
    )
  })
})
