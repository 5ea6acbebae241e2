import { describe, expect, test } from 'vitest'
import { lan, pattern, transfer } from '../../../../tests/network/worlds.ts'
import { FilterError, writePcapng } from '../capture/index.ts'
import { MILLISECOND, SECOND } from '../clock.ts'
import { findDivergence, firstDifference, type RepeatableRun } from './divergence.ts'
import { type RunStop, runNetwork } from './drive.ts'
import { HASH_INTERVAL, hashEvents } from './event-hash.ts'
import type { RunGoal } from './goal.ts'

/** A client sends so many bytes to a server, over a switch. */
function sending(bytes: number, loss = 0, seed = 1) {
  const network = lan(seed, { loss })
  transfer(network.host('client'), network.host('server'), '10.0.0.2', pattern(bytes))
  const run = (goal: RunGoal) => runNetwork(network, goal) as RunStop
  const capture = () => Buffer.from(writePcapng(network.endpoints, network.recorder.packets)).toString('base64')
  return { network, run, capture }
}

describe('a run to a goal', () => {
  test('of one event stops after it', () => {
    const { run } = sending(100)
    expect(run({ kind: 'events' })).toMatchObject({ reason: 'reached', events: 1 })
    expect(run({ kind: 'events', count: 3 })).toMatchObject({ reason: 'reached', events: 4 })
  })

  test('of one packet stops where the next is sent or delivered', () => {
    const { run, network } = sending(100)
    const { recorder } = network
    const seen = () => recorder.count + recorder.settled
    for (let i = 0; i < 5; i++) {
      const before = seen()
      expect(run({ kind: 'packets' }).reason).toBe('reached')
      expect(seen()).toBeGreaterThan(before)
    }
  })

  test('of time stands at that instant, whether anything happens then or not', () => {
    const { run, network } = sending(100)
    expect(run({ kind: 'time', at: 3 * MILLISECOND + 1 })).toMatchObject({ reason: 'reached', at: 3 * MILLISECOND + 1 })
    expect(run({ kind: 'time', at: 900 * SECOND }).at).toBe(900 * SECOND)
    expect(network.clock.pending).toBe(0)
  })

  test('of a filter stops where the next match is sent, relative numbers included', () => {
    const { run, network } = sending(5000)
    const { packet, reason } = run({ kind: 'match', filter: 'tcp.seq == 1449 && tcp.len > 0' })
    expect([reason, packet?.from, packet?.number]).toEqual(['reached', 'client:eth0', network.recorder.count])
    expect(run({ kind: 'match', filter: 'tcp.flags.fin == 1' }).packet).not.toBe(packet)
    expect(run({ kind: 'match', filter: 'udp' })).toMatchObject({ reason: 'idle', packet: null })
  })

  test('of a filter that does not compile does not run', () => {
    const { network } = sending(100)
    expect(runNetwork(network, { kind: 'match', filter: 'tcp.' })).toBeInstanceOf(FilterError)
    expect(network.clock.happened).toBe(0)
  })

  test('changes nothing: running in steps equals running in one go', () => {
    const [whole, stepped] = [sending(20_000, 0.05), sending(20_000, 0.05)]
    whole.run({ kind: 'time', at: 60 * SECOND })
    for (let i = 0; i < 20; i++) {
      stepped.run({ kind: 'events' })
      stepped.run({ kind: 'packets', count: 2 })
      stepped.run({ kind: 'match', filter: 'tcp.flags.ack == 1' })
      stepped.run({ kind: 'time', at: stepped.network.clock.now + 100_000 })
    }
    stepped.run({ kind: 'time', at: 60 * SECOND })
    expect(stepped.capture()).toBe(whole.capture())
  })
})

describe('the hash of events', () => {
  const run =
    (seed: number, change?: (world: ReturnType<typeof sending>) => void): RepeatableRun =>
    (watch) => {
      const world = sending(1_000_000, 0.01, seed)
      watch(world.network.clock)
      change?.(world)
      world.run({ kind: 'time', at: 100 * SECOND })
    }

  test('is equal for equal runs and has a value every thousand events', () => {
    const [a, b] = [1, 1].map((seed) => {
      const world = sending(1_000_000, 0.01, seed)
      const hash = hashEvents(world.network.clock)
      world.run({ kind: 'time', at: 100 * SECOND })
      return hash
    })
    expect(a!.values.length).toBe(Math.floor(a!.events / HASH_INTERVAL))
    expect(a!.values.length).toBeGreaterThan(1)
    expect(firstDifference(a!, b!)).toBe(null)
  })

  test('finds the first event in which two runs differ', async () => {
    expect(await findDivergence(run(1), run(1))).toBe(null)
    const late = run(1, ({ network }) => {
      runNetwork(network, { kind: 'events', count: 1_500 })
      network.link('client', 'lan').impair({ delay: 11 * MILLISECOND })
    })
    const found = await findDivergence(run(1), late)
    expect(found!.event).toBeGreaterThanOrEqual(1_500)
    expect(found!.event).toBeLessThan(1_600)
    expect(found!.first).not.toEqual(found!.second)
  })

  test('tells of a run that is not the same twice', async () => {
    let delay = 1
    const fickle = run(1, ({ network }) => network.link('client', 'lan').impair({ delay: delay++ * MILLISECOND }))
    await expect(findDivergence(run(1), fickle)).rejects.toThrow('differs from itself')
  })
})
