import { expect, test } from 'vitest'
import { parsePrefix } from '../../address/index.ts'
import { dissect, fieldValue } from '../../capture/index.ts'
import { MILLISECOND } from '../../clock.ts'
import { buildNetwork } from '../../topology/index.ts'

const SERVER = { 4: '10.0.0.2', 6: '2001:db8::2' } as const

/** Two hosts on a wire of 1 ms; the client asks for its neighbours by these parameters. */
function world(family: 4 | 6, parameters: Record<string, number>) {
  const host = (name: string, last: number) => ({
    ...{ kind: 'host' as const, name, routes: [] },
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
  /** What the client asked about the server: whom, and how many milliseconds after `since`. */
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
  'a neighbour of IPv%i that fell silent is asked as the parameters of its interface say',
  (family) => {
    const parameters = {
      ...{ base_reachable_time_ms: 2000, retrans_time_ms: 250, delay_first_probe_time: 2 },
      ...{ ucast_solicit: 2, mcast_solicit: 4 },
    }
    const { network, client, run, say, questions } = world(family, parameters)
    say()
    run(100)
    expect(client.neighbours().find(({ ip }) => ip === SERVER[family])?.state).toBe('REACHABLE')
    run(3000)
    expect(client.neighbours().find(({ ip }) => ip === SERVER[family])?.state).toBe('STALE')
    network.links[0]!.impair({ loss: 1 })
    const first = network.clock.now
    say()
    run(5000)
    expect(questions(first)).toEqual([
      ['it', 2000],
      ['it', 2250],
    ])
    const second = network.clock.now
    say()
    run(5000)
    expect(questions(second)).toEqual([0, 250, 500, 750].map((after) => ['everybody', after]))
    expect(client.neighbours().find(({ ip }) => ip === SERVER[family])?.state).toBe('FAILED')
  },
)

test('a parameter that is none, or of no interface, is named', () => {
  const { client } = world(4, {})
  expect(() => client.sysctl('net.ipv4.neigh.eth7.ucast_solicit', 1)).toThrow(
    'there is no interface eth7, expected one of lo, eth0',
  )
  expect(() => client.sysctl('net.ipv4.neigh.eth0.colour', 1)).toThrow('There is no parameter')
})
