import { describe, expect, test } from 'vitest'
import { MILLISECOND, SECOND } from '../clock.ts'
import type { Hold } from './index.ts'
import { wireOf } from './wire-of.fixture.ts'

const MS = MILLISECOND

describe('holding frames back', () => {
  const held = (world: ReturnType<typeof wireOf>) => world.link.hold('udp', 'a') as Hold

  test('until they are released, in order', () => {
    const world = wireOf({ delay: MS })
    const hold = held(world)
    world.send(3)
    world.clock.runUntil(100 * MS)
    expect([world.arrived(), hold.held.map(({ fate }) => fate)]).toEqual([[], ['under way', 'under way', 'under way']])
    hold.release()
    world.send(1, 0, 101)
    world.clock.runUntil(SECOND)
    expect(world.arrived()).toEqual([0, 1, 2, 0])
    expect(world.arrivals[0]!.at).toBe(101 * MS)
    // The recording shows that they were held, and until when.
    expect(world.recorder.packets.map(({ heldUntil }) => heldUntil)).toEqual([...Array(3).fill(100 * MS), undefined])
  })

  test('one by one in any order, while what comes is still held', () => {
    const world = wireOf()
    const hold = held(world)
    world.send(3)
    world.clock.runUntil(0)
    hold.release([3, 1])
    world.clock.runUntil(1)
    expect(world.arrived()).toEqual([2, 0])
    world.send(1)
    world.clock.runUntil(2)
    expect(hold.held.map(({ number }) => number)).toEqual([2, 4])
  })

  test('or are thrown away', () => {
    const world = wireOf()
    const hold = held(world)
    world.send(2)
    world.clock.runUntil(0)
    hold.discard()
    world.send(1)
    world.clock.runUntil(1)
    expect(world.fates()).toEqual(['rule', 'rule', 'delivered'])
  })
})

describe('a held packet by hand', () => {
  function held() {
    const world = wireOf()
    const hold = world.link.hold('udp', 'a') as Hold
    world.send(3)
    world.clock.runUntil(0)
    return { ...world, hold }
  }

  test('is edited: the recording has the former one and, in its place, the new one', () => {
    const { clock, hold, recorder, arrivals } = held()
    const changed = hold.edit(2, { 'ip.ttl': 7 })!
    expect(hold.held.map(({ number }) => number)).toEqual([1, 4, 3])
    expect(recorder.packets[1]).toMatchObject({ fate: 'rule' })
    hold.release([changed.number])
    clock.runUntil(0)
    expect(arrivals.map(({ bytes }) => bytes[22])).toEqual([7])
    expect(recorder.packets[3]).toMatchObject({ changedBy: 'set', fate: 'delivered' })
    expect(hold.edit(2, { 'ip.ttl': 7 })).toBeNull()
    expect(() => hold.edit(1, { 'ip.tll': 7 })).toThrow('A held packet cannot set ip.tll')
  })

  test('is dropped alone, and the hold goes on', () => {
    const { clock, hold, send, recorder } = held()
    hold.discard([2])
    send(1)
    clock.runUntil(0)
    expect(recorder.packets.map(({ fate }) => fate)).toEqual(['under way', 'rule', 'under way', 'under way'])
    hold.release()
    send(1)
    clock.runUntil(0)
    expect(recorder.packets.map(({ fate }) => fate)).toEqual([
      'delivered',
      'rule',
      'delivered',
      'delivered',
      'delivered',
    ])
  })
})
