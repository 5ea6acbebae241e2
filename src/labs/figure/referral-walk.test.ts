import { describe, expect, test } from 'vitest'
import { recordFigure } from './record.fixture.ts'
import { cacheAt, glueOf, levelsOf, type WalkQuestion, walksOf } from './referral-walk.ts'

const record = async (pause: number, name = 'web.example.test') =>
  walksOf((await recordFigure('ageing', { params: { name, pause } }, '08-dns')).packets)
const zones = ({ steps }: WalkQuestion) => steps.map(({ zone }) => zone)
const cached = (walks: readonly WalkQuestion[], moment: number) =>
  cacheAt(walks, moment).map(({ entry, left }) => [entry.kind, entry.name, left])

describe('a walk from the root', () => {
  test('asks a server of each level, and gets two referrals with glue and an answer', async () => {
    const [first] = await record(5)
    expect(zones(first!)).toEqual(['', 'test', 'example.test'])
    const replies = first!.steps.map(({ reply }) => reply!)
    expect(replies.map(({ entry }) => entry?.kind)).toEqual(['servers', 'servers', 'answer'])
    expect(replies.map(({ message }) => glueOf(message).map(({ data }) => data.address))).toEqual([
      ['198.51.100.2'],
      ['203.0.113.53', '203.0.113.54'],
      [],
    ])
  })

  test.each([
    [5, []],
    [70, ['example.test']],
    [2000, ['test', 'example.test']],
  ])('starts after %i s where the cache still leads', async (pause, asked) => {
    const walks = await record(pause)
    expect(walks).toHaveLength(2)
    expect(zones(walks[1]!)).toEqual(asked)
    expect(levelsOf(walks)).toEqual(['', 'test', 'example.test'])
    const valid = cacheAt(walks, walks[1]!.at).filter(({ left }) => left > 0)
    const lowest = valid.findLast(({ entry }) => entry.kind === 'servers')!.entry.name
    if (asked.length > 0) expect(asked[0]).toBe(lowest)
    expect(valid.some(({ entry }) => entry.kind === 'answer')).toBe(asked.length === 0)
  })

  test('has a cache that says the TTL the resolver sends', async () => {
    const walks = await record(5)
    const { at, reply } = walks[1]!
    expect(cached(walks, at)).toEqual([
      ['servers', 'test', 86_394],
      ['servers', 'example.test', 1794],
      ['answer', 'web.example.test', 54],
    ])
    expect(reply?.ttl).toBe(54)
    expect(cached(walks, 0)).toEqual([])
  })

  test('keeps a "no" for as long as the SOA says', async () => {
    const walks = await record(70, 'nobody.example.test')
    expect(cached(walks, walks[0]!.reply!.at)[2]).toEqual(['no', 'nobody.example.test', 29])
    expect(cached(walks, walks[1]!.at)[2]).toEqual(['no', 'nobody.example.test', 0])
    expect(walks[1]!.reply?.ttl).toBeNull()
  })
})
