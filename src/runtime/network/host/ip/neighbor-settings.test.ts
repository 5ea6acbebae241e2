import { describe, expect, test } from 'vitest'
import { parsePrefix } from '../../address/index.ts'
import { dissect, fieldValue } from '../../capture/index.ts'
import { MILLISECOND } from '../../clock.ts'
import { buildNetwork } from '../../topology/index.ts'

const SERVER = { 4: '10.0.0.2', 6: '2001:db8::2' } as const

/** Makes two hosts on a wire of 1 ms; the client discovers its neighbors with these parameters. */
function world(family: 4 | 6, parameters: Record<string, number>) {
  const host = (name: string, last: number) => ({
    kind: 'host' as const,
    name,
    routes: [],
    interfaces: [
      { name: 'eth0', addresses: [parsePrefix(`10.0.0.${last}/24`)!, parsePrefix(`2001:db8::${last}/64`)!] },
    ],
  })
  const links = [{ endpoints: ['client:eth0', 'server:eth0'] as const, impairment: { delay: MILLISECOND } }]
  const network = buildNetwork({ name: 'wire', nodes: [host('client', 1), host('server', 2)], links }, { seed: 1 })
  const client = network.host('client')
  for (const [name, value] of Object.entries(parameters)) client.sysctl(`net.ipv${family}.neigh.eth0.${name}`, value)
  const socket = client.udp.socket(family)
  const run = (ms: number) => network.clock.runUntil(network.clock.now + ms * MILLISECOND)
  const say = () => socket.send(new Uint8Array(1), { address: SERVER[family], port: 9 })
  /** Returns the client's requests for the server: their destinations, and times in milliseconds after `since`. */
  const questions = (since: number) =>
    network.recorder.packets.flatMap(({ from, at, bytes }) => {
      const packet = dissect(bytes)
      const isArp = fieldValue(packet, 'arp.opcode') === 1 && fieldValue(packet, 'arp.dst.proto_ipv4') === SERVER[4]
      const isAbout = isArp || fieldValue(packet, 'icmpv6.nd.ns.target_address') === SERVER[6]
      if (from !== 'client:eth0' || at < since || !isAbout) return []
      return [[(bytes[0]! & 1) === 1 ? 'everybody' : 'it', (at - since) / MILLISECOND]]
    })
  return { network, client, run, say, questions }
}

test.each([4, 6] as const)(
  'a neighbor of IPv%i that fell silent is asked as the parameters of its interface say',
  (family) => {
    const parameters = {
      base_reachable_time_ms: 2000,
      retrans_time_ms: 250,
      delay_first_probe_time: 2,
      ucast_solicit: 2,
      mcast_solicit: 4,
    }
    const { network, client, run, say, questions } = world(family, parameters)
    say()
    run(100)
    const state = () => client.neighbors().find(({ ip }) => ip === SERVER[family])?.state
    expect(state()).toBe('REACHABLE')
    run(3000)
    expect(state()).toBe('STALE')
    network.links[0]!.impair({ loss: 1 })
    const first = network.clock.now
    say()
    expect(state()).toBe('DELAY')
    run(2000)
    expect(state()).toBe('PROBE')
    run(500)
    expect(state()).toBe('FAILED')
    run(2500)
    expect(questions(first)).toEqual([
      ['it', 2000],
      ['it', 2250],
    ])
    const second = network.clock.now
    say()
    run(5000)
    expect(questions(second)).toEqual([0, 250, 500, 750].map((after) => ['everybody', after]))
    expect(state()).toBe('FAILED')
  },
)

describe('when neighbors become many', () => {
  const LIMITS = { gc_thresh1: 2, gc_thresh2: 4, gc_thresh3: 6 }
  const THIRD = 100

  /** Makes IPv4 neighbors that announce their address once, a second apart: from 10.0.0.100 on. */
  function heardOf(count: number, limits: Partial<typeof LIMITS> = LIMITS) {
    const { client, run } = world(4, {})
    for (const [name, value] of Object.entries(limits)) client.sysctl(`net.ipv4.neigh.default.${name}`, value)
    const device = client.interface('eth0')!
    const hear = (last: number) => client.ip.neighbors.hear(device, `10.0.0.${last}`, '02:00:00:00:00:99')
    const known = () => client.neighbors().map(({ ip }) => Number(ip.split('.')[3]))
    for (let index = 0; index < count; index++) {
      hear(THIRD + index)
      run(1000)
    }
    return { client, device, hear, known, run }
  }

  test('below the first threshold none is forgotten, however old it is', () => {
    const { known, run } = heardOf(1)
    run(1_000_000)
    expect(known()).toEqual([100])
  })

  test('from the first threshold on, those unused for a minute are forgotten at the next sweep', () => {
    const { known, run } = heardOf(3)
    run(56_000)
    expect(known()).toEqual([100, 101, 102])
    // The first sweep (every 15 s) at which all of them are old enough.
    run(16_000)
    expect(known()).toEqual([])
  })

  test('beyond the second, a new one replaces the oldest that did not change in the last five seconds', () => {
    const { known, hear } = heardOf(5, { ...LIMITS, gc_thresh3: 100 })
    expect(known()).toEqual([100, 101, 102, 103, 104])
    hear(105)
    expect(known()).toEqual([100, 101, 102, 103, 104, 105])
  })

  test('beyond the third there is no room while all are young, but for a permanent one', () => {
    const { client, device, known, hear } = heardOf(0)
    for (let last = 100; last < 110; last++) hear(last)
    expect(known()).toEqual([100, 101, 102, 103, 104, 105])
    client.ip.neighbors.addPermanent(device, '10.0.0.200', '02:00:00:00:00:77')
    expect(known()).toContain(200)
  })

  test('beyond the third, the oldest go as soon as they are old enough', () => {
    const { known, hear, run } = heardOf(0)
    for (let last = 100; last < 106; last++) hear(last)
    run(6000)
    hear(106)
    expect(known()).toEqual([102, 103, 104, 105, 106])
  })
})

test('an unknown parameter, or one of an unknown interface, is named', () => {
  const { client } = world(4, {})
  expect(() => client.sysctl('net.ipv4.neigh.eth7.ucast_solicit', 1)).toThrow(
    'there is no interface eth7, expected one of lo, eth0',
  )
  expect(() => client.sysctl('net.ipv4.neigh.eth0.colour', 1)).toThrow('There is no parameter')
})
