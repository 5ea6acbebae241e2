import { describe, expect, test } from 'vitest'
import { MILLISECOND, SECOND } from '../clock.ts'
import { frame, wireOf } from './wire-of.fixture.ts'

const MS = MILLISECOND

describe('a link by itself', () => {
  test('delivers at once, in both directions, and records each frame where it was sent', () => {
    const { clock, link, recorder, arrivals, arrivalsBack } = wireOf()
    link.ends[0].transmit(frame(1))
    link.ends[1].transmit(frame(2))
    clock.runUntil(0)
    expect([arrivals.length, arrivalsBack.length]).toEqual([1, 1])
    expect(recorder.packets).toMatchObject([
      { number: 1, at: 0, arrives: 0, link: 0, from: 'a:eth0', to: 'b:eth0', fate: 'delivered' },
      { number: 2, at: 0, arrives: 0, link: 0, from: 'b:eth0', to: 'a:eth0', fate: 'delivered' },
    ])
  })

  test('a frame nobody waits for is received and forgotten', () => {
    const { clock, link, fates } = wireOf()
    link.ends[1].onReceive = null
    link.ends[0].transmit(frame(1))
    clock.runUntil(0)
    expect(fates()).toEqual(['delivered'])
  })

  test('reports a frame when it is sent and again when its fate is known', () => {
    const { clock, recorder, send } = wireOf({ delay: 5 * MS })
    const log: string[] = []
    recorder.onPacket = ({ number, fate }) => void log.push(`${clock.now / MS} #${number} ${fate}`)
    recorder.onFate = ({ number, fate }) => void log.push(`${clock.now / MS} #${number} ${fate}`)
    send(1)
    clock.runUntil(SECOND)
    expect(log).toEqual(['0 #1 under way', '5 #1 delivered'])
  })

  test('counts per direction', () => {
    const { clock, link, send } = wireOf({ rate: 8_000_000, queue: 2 })
    send(5)
    clock.runUntil(SECOND)
    expect(link.counters()).toEqual({
      'a:eth0': { packets: 5, bytes: 500, dropped: 2, maxQueue: 2 },
      'b:eth0': { packets: 0, bytes: 0, dropped: 0, maxQueue: 0 },
    })
  })

  test('keeps the cause of a frame while it waits in the queue', () => {
    const { clock, link, recorder } = wireOf({ rate: 8_000_000 })
    for (const call of [1, 2]) {
      recorder.cause = { pid: 7, call }
      link.ends[0].transmit(frame(call))
    }
    recorder.cause = null
    clock.runUntil(SECOND)
    expect(recorder.packets.map(({ cause }) => cause)).toEqual([
      { pid: 7, call: 1 },
      { pid: 7, call: 2 },
    ])
  })
})

describe('rate and queue', () => {
  test('1,514 bytes at 10 Mbit/s take 1.2112 ms, and the next frame begins when they are out', () => {
    const { clock, recorder, arrivals, send } = wireOf({ rate: 10_000_000, delay: 10 * MS })
    send(2, 0, 1514)
    clock.runUntil(SECOND)
    expect(arrivals.map(({ at }) => at)).toEqual([11_211_200, 12_422_400])
    expect(recorder.packets.map(({ at }) => at)).toEqual([0, 1_211_200])
  })

  test('100 packets of 1,500 bytes that wait at 10 Mbit/s add 120 ms, give or take 5 %', () => {
    const { clock, arrivals, send } = wireOf({ rate: 10_000_000, queue: 100 })
    send(101, 0, 1514)
    clock.runUntil(SECOND)
    expect(Math.abs(arrivals.at(-1)!.at - arrivals[0]!.at - 120 * MS)).toBeLessThan(6 * MS)
  })

  test('a frame that finds the queue full is recorded as lost there, at that time', () => {
    const { clock, recorder, send, arrived } = wireOf({ rate: 8_000_000, queue: 1 })
    send(3)
    clock.runUntil(SECOND)
    expect(arrived()).toEqual([0, 1])
    expect(recorder.packets.map(({ at, fate }) => [at, fate])).toEqual([
      [0, 'delivered'],
      [0, 'queue'],
      [100_000, 'delivered'],
    ])
  })

  test('holds 1000 frames unless said otherwise, and a queue of 0 holds none', () => {
    const [standard, none] = [wireOf({ rate: 8000 }), wireOf({ rate: 8000, queue: 0 })]
    for (const { link } of [standard, none]) for (let i = 0; i < 1010; i++) link.ends[0].transmit(frame(i))
    expect(standard.link.counters()['a:eth0']!.dropped).toBe(9)
    expect(none.link.counters()['a:eth0']!.dropped).toBe(1009)
  })

  test('a queue counted in bytes takes frames as long as they fit', () => {
    const { clock, link, send, arrived } = wireOf({ rate: 8_000_000, queue: { bytes: 250 } })
    send(4)
    clock.runUntil(SECOND)
    expect(arrived()).toEqual([0, 1, 2])
    send(1)
    send(1, 0, 250)
    send(1, 0, 60)
    clock.runUntil(2 * SECOND)
    expect(link.counters()['a:eth0']).toMatchObject({ dropped: 2, maxQueue: 2 })
  })

  test('a rate that changes counts for the next frame', () => {
    const { clock, link, arrivals, send } = wireOf({ rate: 8_000_000 })
    send(3)
    clock.runUntil(50_000)
    link.impair({ rate: 80_000_000 })
    clock.runUntil(SECOND)
    expect(arrivals.map(({ at }) => at)).toEqual([100_000, 110_000, 120_000])
  })
})

describe('delay and order', () => {
  test('jitter keeps within its bounds and never reorders', () => {
    const { clock, recorder, arrived, send } = wireOf({ delay: 20 * MS, jitter: 10 * MS })
    send(500, MS)
    clock.runUntil(SECOND)
    expect(arrived()).toEqual(Array.from({ length: 500 }, (_, i) => i))
    const delays = recorder.packets.map(({ at, arrives }) => arrives! - at)
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(10 * MS)
    expect(Math.max(...delays)).toBeLessThanOrEqual(30 * MS)
    expect(new Set(delays).size).toBeGreaterThan(100)
  })

  test('a shorter delay does not let frames overtake those under way', () => {
    const { clock, link, arrived, arrivals, send } = wireOf({ delay: 50 * MS })
    send(1)
    clock.runUntil(MS)
    link.impair({ delay: 0 })
    send(1)
    clock.runUntil(SECOND)
    expect(arrived()).toHaveLength(2)
    expect(arrivals.map(({ at }) => at)).toEqual([50 * MS, 50 * MS])
  })

  test('a reordered frame goes without the delay and overtakes those under way; they keep their own order', () => {
    const { clock, arrived, recorder, send } = wireOf({ delay: 10 * MS, reorder: 0.1 })
    send(200, MS)
    clock.runUntil(SECOND)
    const early = recorder.packets.filter(({ at, arrives }) => arrives! - at < 10 * MS)
    expect(Math.abs(early.length - 20)).toBeLessThan(12)
    expect(early.every(({ at, arrives }) => arrives === at)).toBe(true)
    const earlyNumbers = new Set(early.map(({ number }) => number - 1))
    const others = arrived().filter((number) => !earlyNumbers.has(number))
    expect(others).toEqual(others.toSorted((a, b) => a - b))
    expect(arrived()).not.toEqual(arrived().toSorted((a, b) => a - b))
  })

  test('with a gap of 5 and reorder 1 each fifth frame is reordered, as netem has it', () => {
    const { clock, recorder, send } = wireOf({ delay: 10 * MS, reorder: 1, gap: 5 })
    send(12, MS)
    clock.runUntil(SECOND)
    const early = recorder.packets.filter(({ at, arrives }) => arrives === at).map(({ number }) => number)
    expect(early).toEqual([5, 10])
  })

  test('reordering needs a delay to be spared', () => {
    expect(() => wireOf({ reorder: 0.1 })).toThrow("A link's reorder cannot be 0.1 without a delay")
    const { link } = wireOf({ delay: MS, reorder: 0.1 })
    expect(() => link.impair({ delay: 0 })).toThrow('without a delay')
    expect(link.impairment('a').delay).toBe(MS)
  })
})

describe('changing a running link', () => {
  test('only what one end sends, and undone again', () => {
    const { clock, link } = wireOf({ delay: MS })
    const undo = link.impair({ delay: 7 * MS, loss: 0.5 }, 'a')
    expect([link.impairment('a').delay, link.impairment('b:eth0').delay]).toEqual([7 * MS, MS])
    link.impair({ loss: 0.2 })
    undo()
    expect(link.impairment('a')).toMatchObject({ delay: MS, loss: 0 })
    clock.runUntil(0)
  })

  test('what differs per direction from the start', () => {
    const { link } = wireOf({ delay: MS }, { forward: { loss: 1 }, backward: { delay: 2 * MS } })
    expect(link.impairment('a')).toMatchObject({ delay: MS, loss: 1 })
    expect(link.impairment('b')).toMatchObject({ delay: 2 * MS, loss: 0 })
  })

  test('impossible values and strangers are named', () => {
    const { link } = wireOf()
    expect(() => link.impair({ loss: 1.5 })).toThrow("A link's loss cannot be 1.5: a probability lies between 0 and 1")
    expect(() => link.impair({ delay: -1 })).toThrow('whole nanoseconds')
    expect(() => link.impair({ rate: 0 })).toThrow('bits per second above 0')
    expect(() => link.impair({ speed: 1 } as never)).toThrow('there are delay, jitter, jitterCorrelation, rate')
    expect(() => link.impair({ queue: { bytes: -1 } })).toThrow(
      'queue cannot be {"bytes":-1}: a whole number of packets, or { bytes: … }',
    )
    expect(() => link.impair({ gemodel: { p: 2, r: 1 } })).toThrow('its p is a probability')
    expect(() => link.impair({ gap: 0 })).toThrow('at least 1')
    expect(() => link.impair({ loss: 0 }, 'c')).toThrow('c is not at this link: it joins a:eth0 and b:eth0')
  })

  test('what was under way is lost even if the cut is mended before it would have arrived', () => {
    const { clock, link, fates, send } = wireOf({ delay: 10 * MS })
    send(1)
    clock.runUntil(5 * MS)
    link.cut('a')
    link.restore('a')
    clock.runUntil(SECOND)
    expect(fates()).toEqual(['cut'])
  })

  test('a cut takes what is under way too, and a restored link carries again', () => {
    const { clock, link, fates, send } = wireOf({ delay: 10 * MS })
    send(1)
    clock.runUntil(5 * MS)
    link.cut()
    send(1)
    clock.runUntil(20 * MS)
    link.restore()
    send(1)
    clock.runUntil(SECOND)
    expect(fates()).toEqual(['cut', 'cut', 'delivered'])
  })
})
