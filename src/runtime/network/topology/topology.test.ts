import { describe, expect, test } from 'vitest'
import { parsePrefix } from '../address/index.ts'
import { MILLISECOND, SECOND } from '../clock.ts'
import { emitIcmp, icmpEcho } from '../wire/index.ts'
import { buildNetwork, type NetworkDescription, type NodeDescription } from './index.ts'

const eth = (name: string, address: string, mac?: string) => ({
  name,
  addresses: [parsePrefix(address)!],
  ...(mac === undefined ? {} : { mac }),
})
const host = (name: string, ...interfaces: ReturnType<typeof eth>[]): NodeDescription => ({
  kind: 'host',
  name,
  interfaces,
  routes: [],
})

/** a and b on a switch; c connected to b by its own cable. */
const THREE: NetworkDescription = {
  name: 'three',
  nodes: [
    host('a', eth('eth0', '10.0.0.1/24')),
    host('b', eth('eth0', '10.0.0.2/24'), eth('eth1', '10.0.1.2/24')),
    host('c', eth('eth0', '10.0.1.3/24', '02:00:00:00:00:02')),
    { kind: 'switch', name: 'lan' },
  ],
  links: [
    { endpoints: ['a:eth0', 'lan:p1'] },
    { endpoints: ['b:eth0', 'lan:p2'], impairment: { mtu: 1400 } },
    { endpoints: ['b:eth1', 'c:eth0'], impairment: { delay: 5 * MILLISECOND } },
    { endpoints: ['lan:p3', 'lan:p4'], forward: { loss: 1 }, backward: { loss: 1 } },
  ],
}

function pingOnce(network: ReturnType<typeof buildNetwork>, from: string, address: string): void {
  const socket = network.host(from).raw.socket(4, 1)
  if (typeof socket === 'number') throw new Error(`no raw socket: ${socket}`)
  socket.send(emitIcmp(icmpEcho(8, 1, 1, new Uint8Array(8))), { address, port: 0 })
}

describe('buildNetwork', () => {
  test('gives interfaces addresses, the MTU of their link, and MAC addresses by number where none is given', () => {
    const network = buildNetwork(THREE, { seed: 1 })
    const all = [...network.hosts.values()].flatMap((each) => each.interfaces().filter(({ name }) => name !== 'lo'))
    expect(all.map(({ mac, mtu }) => [mac, mtu])).toEqual([
      ['02:00:00:00:00:01', 1500],
      ['02:00:00:00:00:03', 1400],
      ['02:00:00:00:00:04', 1500],
      ['02:00:00:00:00:02', 1500],
    ])
  })

  test('hosts reach each other through the switch and over the cable', () => {
    const network = buildNetwork(THREE, { seed: 1 })
    pingOnce(network, 'a', network.addressOf('b'))
    pingOnce(network, 'c', network.addressOf('b:eth1'))
    network.clock.runUntil(SECOND)
    const replies = network.recorder.packets.filter(({ bytes }) => bytes[23] === 1 && bytes[34] === 0)
    expect(replies.map(({ from, to, fate }) => `${from} > ${to} ${fate}`)).toEqual([
      'b:eth0 > lan:p2 delivered',
      'lan:p1 > a:eth0 delivered',
      'b:eth1 > c:eth0 delivered',
    ])
    expect(
      network.switches
        .get('lan')!
        .table()
        .map(({ port }) => port),
    ).toEqual(['p1', 'p2'])
  })

  test.each([
    ['an interface without a link', { ...THREE, links: THREE.links.slice(0, 2) }, 'b:eth1 has no link'],
    [
      'a link to nowhere',
      { ...THREE, links: [...THREE.links, { endpoints: ['d:eth0', 'lan:p9'] as const }] },
      'A link ends at d:eth0',
    ],
    [
      'two links at one end',
      { ...THREE, links: [...THREE.links, { endpoints: ['a:eth0', 'lan:p9'] as const }] },
      'a:eth0 has two links',
    ],
  ])('refuses %s', (_, description, message) => {
    expect(() => buildNetwork(description, { seed: 1 })).toThrow(message)
  })
})

describe('a network', () => {
  test('finds hosts, links, addresses and their owners by name, and says what there is instead', () => {
    const network = buildNetwork(THREE, { seed: 1 })
    expect(network.host('b').name).toBe('b')
    expect(network.link('lan', 'a').index).toBe(0)
    expect(network.link('b:eth1', 'c').index).toBe(2)
    expect([network.addressOf('b'), network.addressOf('b:eth1')]).toEqual(['10.0.0.2', '10.0.1.2'])
    expect([network.ownerOf('10.0.1.3'), network.ownerOf('10.9.9.9')]).toEqual(['c', null])
    expect(network.endpoints).toEqual(['a:eth0', 'lan:p1', 'b:eth0', 'lan:p2', 'b:eth1', 'c:eth0', 'lan:p3', 'lan:p4'])
    expect(() => network.host('x')).toThrow('There is no host x, only a, b, c')
    expect(() => network.link('a', 'c')).toThrow('There is no link 1 between a and c, only a:eth0 – lan:p1')
    expect(() => network.addressOf('lan')).toThrow('lan has no address')
  })

  test('packets tell which system call or arrival they come from, also those that waited for an ARP reply', () => {
    const network = buildNetwork(THREE, { seed: 1 })
    network.cause = { pid: 3, call: 9 }
    pingOnce(network, 'c', '10.0.1.2')
    network.cause = null
    network.clock.runUntil(SECOND)
    const causes = network.recorder.packets.map(({ bytes, cause }) => [bytes[13] === 6 ? 'ARP' : 'ICMP', cause])
    expect(causes).toEqual([
      ['ARP', { pid: 3, call: 9 }],
      ['ARP', { packet: 1 }],
      ['ICMP', { pid: 3, call: 9 }],
      ['ICMP', { packet: 3 }],
    ])
    expect(network.cause).toBeNull()
  })

  test('tells where a packet was first sent from where it was passed on', () => {
    const network = buildNetwork(THREE, { seed: 1 })
    pingOnce(network, 'a', '10.0.0.2')
    network.clock.runUntil(SECOND)
    const echoes = network.recorder.packets.filter(({ bytes }) => bytes[23] === 1)
    expect(echoes.filter((record) => network.isFirstSent(record)).map(({ from }) => from)).toEqual(['a:eth0', 'b:eth0'])
  })
})
