import { describe, expect, test } from 'vitest'
import { MILLISECOND, SECOND } from '../clock.ts'
import { frame, wireOf } from './wire-of.fixture.ts'

const MS = MILLISECOND

describe('chance', () => {
  test('5 % loss loses about 5 %, the same frames for the same seed and others for another', () => {
    const lost = (seed: number) => {
      const { clock, recorder, send } = wireOf({ loss: 0.05 }, { seed })
      send(2000)
      clock.runUntil(0)
      return recorder.packets.filter(({ fate }) => fate === 'loss').map(({ number }) => number)
    }
    expect(Math.abs(lost(1).length - 100)).toBeLessThan(40)
    expect(lost(1)).toEqual(lost(1))
    expect(lost(1)).not.toEqual(lost(2))
  })

  test('a fault added or taken away moves no other, in either direction', () => {
    const lost = (more: object) => {
      const { clock, recorder, send, link } = wireOf({ loss: 0.1, ...more })
      send(500, MS)
      for (let i = 0; i < 500; i++) clock.at(i * MS, () => link.ends[1].transmit(frame(i)))
      clock.runUntil(2 * SECOND)
      const firsts = recorder.packets.filter(({ duplicateOf }) => duplicateOf === undefined)
      const of = (from: string) => firsts.filter((one) => one.from === from).map(({ fate }) => fate)
      return [of('a:eth0'), of('b:eth0')]
    }
    const alone = lost({})
    expect(lost({ corrupt: 0.3, reorder: 0.2, duplicate: 0.3, jitter: 2 * MS, delay: 5 * MS })).toEqual(alone)
    expect(alone[0]).not.toEqual(alone[1])
  })

  test('a duplicate arrives right behind the first, and has its own record', () => {
    const { clock, recorder, arrived, send } = wireOf({ duplicate: 1, delay: MS })
    send(1)
    clock.runUntil(SECOND)
    expect(arrived()).toEqual([0, 0])
    expect(recorder.packets).toMatchObject([
      { number: 1, fate: 'delivered' },
      { number: 2, duplicateOf: 1, fate: 'delivered' },
    ])
  })

  test('corruption flips one bit behind the Ethernet header of what arrives, not of what was recorded', () => {
    const { clock, recorder, arrivals, send } = wireOf({ corrupt: 1 })
    send(200)
    clock.runUntil(0)
    for (const [index, { bytes }] of arrivals.entries()) {
      const sent = recorder.packets[index]!.bytes
      const flipped = [...bytes].flatMap((byte, at) => (byte === sent[at] ? [] : [{ at, bits: byte ^ sent[at]! }]))
      expect(flipped).toHaveLength(1)
      expect(flipped[0]!.at).toBeGreaterThanOrEqual(14)
      expect(Math.log2(flipped[0]!.bits) % 1).toBe(0)
      expect(recorder.packets[index]).toMatchObject({ isDamaged: true, damagedBytes: bytes })
    }
  })

  test('a packet larger than the MTU vanishes', () => {
    const { clock, send, fates } = wireOf({ mtu: 1400 })
    send(1, 0, 1414)
    send(1, 0, 1415)
    clock.runUntil(0)
    expect(fates()).toEqual(['delivered', 'mtu'])
  })
})
