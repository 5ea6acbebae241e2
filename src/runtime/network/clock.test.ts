import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Clock, type ScheduledEvent } from './clock.ts'

describe('Clock', () => {
  test('runs events by time, and those of one instant in the order scheduled', () => {
    const clock = new Clock()
    const log: string[] = []
    clock.at(20, () => void log.push('c'))
    clock.at(10, () => void log.push('a'))
    clock.at(20, () => void log.push('d'))
    clock.at(10, () => void log.push('b'))
    clock.runUntil(20)
    expect(log).toEqual(['a', 'b', 'c', 'd'])
  })

  test('an event scheduled by an event for the same instant runs in that instant, after those already there', () => {
    const clock = new Clock()
    const log: string[] = []
    clock.at(5, () => {
      log.push('first')
      clock.after(0, () => void log.push('third'))
    })
    clock.at(5, () => void log.push('second'))
    clock.runUntil(5)
    expect(log).toEqual(['first', 'second', 'third'])
    expect(clock.now).toBe(5)
  })

  test('take moves now to the event, peek does not', () => {
    const clock = new Clock()
    const owner = {}
    clock.at(7, () => {}, owner)
    expect(clock.peek()).toMatchObject({ at: 7, owner })
    expect(clock.now).toBe(0)
    expect(clock.take()?.at).toBe(7)
    expect(clock.now).toBe(7)
    expect(clock.take()).toBeUndefined()
  })

  test('refuses the past, fractions, and to pass over an event', () => {
    const clock = new Clock()
    clock.at(10, () => {})
    expect(() => clock.advanceTo(11)).toThrow(RangeError)
    clock.advanceTo(10)
    expect(() => clock.advanceTo(9)).toThrow(RangeError)
    expect(() => clock.at(9, () => {})).toThrow(RangeError)
    expect(() => clock.at(10.5, () => {})).toThrow(RangeError)
    expect(() => clock.at(Number.NaN, () => {})).toThrow(RangeError)
  })

  test('runUntil refuses an event that enters a process, since it cannot wait for it', () => {
    const clock = new Clock()
    clock.at(1, () => Promise.resolve())
    expect(() => clock.runUntil(2)).toThrow('World')
  })

  test('cancelled events leave at once, and a second cancel or a late one does nothing', () => {
    const clock = new Clock()
    const log: number[] = []
    const events = [3, 1, 2].map((time) => clock.at(time, () => void log.push(time)))
    clock.cancel(events[1]!)
    clock.cancel(events[1]!)
    expect(clock.pending).toBe(2)
    clock.runUntil(10)
    clock.cancel(events[0]!)
    expect(log).toEqual([2, 3])
  })

  test('an event of another clock is not cancelled by mistake', () => {
    const [one, other] = [new Clock(), new Clock()]
    const event = one.at(1, () => {})
    other.at(1, () => {})
    other.cancel(event)
    expect(other.pending).toBe(1)
  })

  test('a lane holds no event up that is to happen between those in it, and takes none out of its order', () => {
    const clock = new Clock()
    const lane = clock.lane()
    const log: string[] = []
    for (const time of [1, 3, 3]) lane.at(time, () => void log.push(`lane ${time}`))
    clock.at(2, () => void log.push('between'))
    clock.at(3, () => void log.push('last'))
    expect(clock.pending).toBe(5)
    expect(() => lane.at(2, () => {})).toThrow('cannot stand behind one at 3 ns')
    expect(() => lane.at(3.5, () => {})).toThrow(RangeError)
    clock.runUntil(3)
    expect(log).toEqual(['lane 1', 'between', 'lane 3', 'lane 3', 'last'])
    expect(() => lane.at(2, () => {})).toThrow(RangeError)
    lane.at(4, () => void log.push('again'))
    clock.runUntil(4)
    expect([log.at(-1), clock.pending]).toEqual(['again', 0])
  })

  test('events happen in the same order, under the same numbers, in lanes or without', () => {
    const step = fc.record({ lane: fc.nat(3), after: fc.nat(9), takes: fc.nat(2) })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
        const run = (isInLanes: boolean) => {
          const clock = new Clock()
          const lanes = [0, 1, 2].map(() => ({ lane: clock.lane(), last: 0 }))
          const taken: [number, number][] = []
          const take = () => {
            const event = clock.take()
            if (event !== undefined) taken.push([event.at, event.sequence])
            return event !== undefined
          }
          for (const { lane, after, takes } of steps) {
            const own = lanes[lane]
            if (own === undefined) clock.after(after, () => {})
            else {
              own.last = Math.max(own.last, clock.now) + after
              if (isInLanes) own.lane.at(own.last, () => {})
              else clock.at(own.last, () => {})
            }
            for (let n = 0; n < takes; n++) take()
          }
          while (take());
          return taken
        }
        expect(run(true)).toEqual(run(false))
      }),
    )
  })

  test('whatever is scheduled and cancelled, the rest comes in order of (time, insertion)', () => {
    const step = fc.oneof(fc.record({ at: fc.nat(20) }), fc.record({ cancel: fc.nat(200) }))
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const clock = new Clock()
        const scheduled: ScheduledEvent[] = []
        const live = new Set<ScheduledEvent>()
        for (const one of steps) {
          if ('at' in one) {
            const event = clock.at(one.at, () => {})
            scheduled.push(event)
            live.add(event)
          } else if (scheduled.length > 0) {
            const event = scheduled[one.cancel % scheduled.length]!
            clock.cancel(event)
            live.delete(event)
          }
        }
        const taken = []
        for (let next = clock.take(); next !== undefined; next = clock.take()) taken.push(next)
        expect(taken).toEqual([...live].sort((a, b) => a.at - b.at || a.sequence - b.sequence))
      }),
    )
  })
})
