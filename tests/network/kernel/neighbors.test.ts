/** The states of a neighbor that falls silent, and the times of the questions to it, as the kernel has them: both ends of one cable do the same at once. */
import { afterEach, describe, expect, test } from 'vitest'
import { dissect, fieldValue, type Host, type NeighborRow } from '#network'
import { FULL } from '../../support/proof.ts'
import {
  BesideLinux,
  connectAcross,
  LINUX,
  LINUX_IPV6,
  SIMULATED,
  SIMULATED_IPV6,
  until,
  whyNoNamespaces,
} from '../beside-linux.ts'
import { FAMILIES, type Family } from './sides.ts'

const problem = whyNoNamespaces()
if (problem !== null) console.warn(`Skipped: neighbors beside the Linux kernel: ${problem}`)

const PARAMETERS = {
  // Half of it at least, longer than the delay: what is trusted for less is in DELAY after, and never STALE.
  base_reachable_time_ms: 2500,
  delay_first_probe_time: 1,
  retrans_time_ms: 400,
  ucast_solicit: 2,
}
/** How much later than meant this process may see a state or a frame: less than the time between two questions, so that their number is still seen. */
const LATE_MS = 390
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

let world: BesideLinux
afterEach(() => world.close())

interface Side {
  readonly host: Host
  readonly name: 'simulated' | 'linux'
  /** The neighbor that it talks to. */
  readonly neighbor: string
}

function open(family: Family): readonly [Side, Side] {
  world = new BesideLinux({ ipv6: family === 6 })
  for (const [key, value] of Object.entries(PARAMETERS)) {
    world.simulated.sysctl(`net.ipv${family}.neigh.eth0.${key}`, value)
    world.namespace.sysctl(`net/ipv${family}/neigh/eth0/${key}`, value)
  }
  const [ours, theirs] = family === 4 ? [SIMULATED, LINUX] : [SIMULATED_IPV6, LINUX_IPV6]
  return [
    { host: world.simulated, name: 'simulated', neighbor: theirs },
    { host: world.linux, name: 'linux', neighbor: ours },
  ]
}

const stateOf = ({ host, neighbor }: Side): NeighborRow['state'] | 'none' =>
  host.neighbors().find(({ ip }) => ip === neighbor)?.state ?? 'none'

function say({ host, neighbor }: Side, family: Family): void {
  const socket = host.udp.socket(family)
  socket.send(new Uint8Array(1), { address: neighbor, port: 9 })
  socket.close()
}

/** The states that a side's neighbor goes through until it is in the last one, and for how many milliseconds it is in each. */
async function statesUntil(side: Side, last: NeighborRow['state'], limit = 6000): Promise<[string, number][]> {
  const seen: [string, number][] = []
  let since = performance.now()
  for (const end = since + limit; seen.at(-1)?.[0] !== last; await pause(10)) {
    if (performance.now() > end) throw new Error(`${side.name} was never ${last}: ${JSON.stringify(seen)}`)
    const [state, now] = [stateOf(side), performance.now()]
    if (seen.at(-1)?.[0] === state) continue
    if (seen.length > 0) seen.at(-1)![1] = now - since
    seen.push([state, 0])
    since = now
  }
  return seen
}

/** Whom a side asked for its neighbor's address, and how many milliseconds after `since` (ns of the world's clock). */
function questions({ name, neighbor }: Side, since: number): [string, number][] {
  return world.recorder.packets.flatMap(({ from, at, bytes }): [string, number][] => {
    if (from !== `${name}:eth0` || at < since) return []
    const packet = dissect(bytes)
    const isArp = fieldValue(packet, 'arp.opcode') === 1 && fieldValue(packet, 'arp.dst.proto_ipv4') === neighbor
    if (!isArp && fieldValue(packet, 'icmpv6.nd.ns.target_address') !== neighbor) return []
    return [[(bytes[0]! & 1) === 1 ? 'everybody' : 'it', (at - since) / 1e6]]
  })
}

function expectSteps(
  seen: readonly (readonly [string, number])[],
  wanted: readonly (readonly [string, number])[],
): void {
  expect(seen.map(([what]) => what)).toEqual(wanted.map(([what]) => what))
  for (const [index, [what, ms]] of wanted.entries()) {
    expect(seen[index]![1], what).toBeGreaterThan(ms - LATE_MS)
    expect(seen[index]![1], what).toBeLessThan(ms + LATE_MS)
  }
}

describe.skipIf(problem !== null).each(FAMILIES)(
  'a neighbor of IPv%i, seen by us and by the kernel',
  { timeout: 30_000 },
  (family) => {
    async function bothStale(): Promise<readonly [Side, Side]> {
      const sides = open(family)
      for (const side of sides) say(side, family)
      await until(() => sides.every((side) => stateOf(side) === 'STALE'), 'STALE at both ends')
      return sides
    }

    test('that fell silent is STALE, when used DELAY, then PROBE, asked by unicast, and FAILED', async () => {
      const sides = await bothStale()
      world.link.impair({ loss: 1 })
      const since = world.clock.now
      for (const side of sides) say(side, family)
      const seen = await Promise.all(sides.map((side) => statesUntil(side, 'FAILED')))
      for (const [index, side] of sides.entries()) {
        expectSteps(seen[index]!, [
          ['DELAY', 1000],
          ['PROBE', 800],
          ['FAILED', 0],
        ])
        expectSteps(questions(side, since), [
          ['it', 1000],
          ['it', 1400],
        ])
      }
    })

    // TCP knows that, and is the same for both families.
    if (FULL || family === 4)
      test('that TCP hears of is REACHABLE again when DELAY ends, and is not asked', async () => {
        const sides = await bothStale()
        const since = world.clock.now
        const { near, far } = await connectAcross(world.simulated, world.linux, sides[0].neighbor, 7000)
        const talk = setInterval(() => {
          for (const socket of [near, far]) {
            socket.receive(1000)
            socket.send(new Uint8Array(1))
          }
        }, 100)
        const seen = await Promise.all(sides.map((side) => statesUntil(side, 'REACHABLE')))
        clearInterval(talk)
        for (const [index, side] of sides.entries()) {
          expectSteps(seen[index]!, [
            ['DELAY', 1000],
            ['REACHABLE', 0],
          ])
          expect(questions(side, since)).toEqual([])
        }
      })
  },
)
