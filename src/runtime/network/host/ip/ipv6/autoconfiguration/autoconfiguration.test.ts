import { describe, expect, test } from 'vitest'
import { parsePrefix } from '../../../../address/index.ts'
import { dissect } from '../../../../capture/index.ts'
import { Errno } from '../../../../errno.ts'
import { buildNetwork, type InterfaceDescription } from '../../../../topology/index.ts'
import type { Advertisement } from '../../host-interface.ts'

const prefix = (text: string) => parsePrefix(text)!
const SECOND = 1e9

const ADVERTISEMENT: Advertisement = {
  prefixes: [{ prefix: prefix('2001:db8:7::/64'), validLifetime: 100, preferredLifetime: 40 }],
  lifetime: 60,
  mtu: 1400,
  nameServers: ['2001:db8:7::53'],
}

/** Makes `a` and `b` on a switch with a router that advertises 2001:db8:7::/64; `sysctls` are settings of `a` only. */
function lan(options: { sysctls?: Record<string, number>; advertise?: Advertisement | null; bMac?: string } = {}) {
  const { advertise = ADVERTISEMENT, sysctls = { 'net.ipv6.conf.eth0.accept_ra': 1 }, bMac } = options
  const one = (name: string, more: Partial<InterfaceDescription> = {}, values: Record<string, number> = sysctls) => ({
    kind: 'host' as const,
    name,
    interfaces: [{ name: 'eth0', addresses: [], ...more }],
    routes: [],
    sysctls: values,
  })
  const router: InterfaceDescription = {
    name: 'eth0',
    addresses: [prefix('2001:db8:7::1/64')],
    ...(advertise !== null && { advertise }),
  }
  const network = buildNetwork(
    {
      name: 'lan',
      nodes: [
        one('a', { mac: '02:00:00:00:00:0a' }),
        one('b', { mac: bMac ?? '02:00:00:00:00:0b' }),
        { ...one('r', router, {}), kind: 'router' },
        { kind: 'switch', name: 's' },
      ],
      links: ['a', 'b', 'r'].map((name) => ({ endpoints: [`${name}:eth0`, `s:${name}`] as const })),
    },
    { seed: 3 },
  )
  const addresses = (name: string) => network.host(name).interfaces()[1]!.addresses
  const run = (seconds: number) => network.clock.runUntil(network.clock.now + seconds * SECOND)
  const said = (from: string) =>
    network.recorder.packets
      .filter((packet) => packet.from === `${from}:eth0`)
      .map(({ bytes }) => dissect(bytes).summary)
  return { network, addresses, run, said }
}

describe('a host that believes routers', () => {
  test('asks for one, and has an address, a default route, the MTU and DNS servers of its answer', () => {
    const { network, addresses, run, said } = lan()
    run(2)
    expect(addresses('a')).toEqual(['2001:db8:7::ff:fe00:a/64', 'fe80::ff:fe00:a/64'])
    const host = network.host('a')
    expect(host.routes()).toEqual(
      expect.arrayContaining([
        { table: 'main', to: '2001:db8:7::/64', dev: 'eth0', metric: 256 },
        { table: 'main', to: 'default', via: 'fe80::ff:fe00:1', dev: 'eth0', metric: 1024 },
      ]),
    )
    expect(host.interface('eth0')!.nameServers).toEqual(['2001:db8:7::53'])
    expect(host.ip.path('2001:db8:9::1')).toMatchObject({ nextHop: 'fe80::ff:fe00:1', mtu: 1400 })
    expect(said('a').some((summary) => summary.startsWith('Router Solicitation'))).toBe(true)
  })

  test('stops using what is not advertised again: first the router, then the address for new connections, then altogether', () => {
    const { network, addresses, run } = lan()
    run(2)
    network.host('r').setInterface('eth0', false)
    const host = network.host('a')
    const hasRouter = () => host.routes().some(({ to }) => to === 'default')
    run(35)
    expect([hasRouter(), host.interface('eth0')!.deprecated.size]).toEqual([true, 0])
    run(10)
    expect(host.interface('eth0')!.deprecated.size).toBe(1)
    run(20)
    expect(hasRouter()).toBe(false)
    run(40)
    expect(addresses('a')).toEqual(['fe80::ff:fe00:a/64'])
  })

  test('cannot be robbed of its address by one advertisement (RFC 4862 5.5.3 e)', () => {
    const long = { ...ADVERTISEMENT, prefixes: [{ prefix: prefix('2001:db8:7::/64'), validLifetime: 20_000 }] }
    const { network, addresses, run } = lan({ advertise: long })
    run(2)
    const { ip } = network.host('r')
    ip.ipv6.advertisers.begin(network.host('r').interface('eth0')!, {
      prefixes: [{ prefix: prefix('2001:db8:7::/64'), validLifetime: 1, preferredLifetime: 1 }],
    })
    run(7000)
    expect(addresses('a')).toContain('2001:db8:7::ff:fe00:a/64')
    run(300)
    expect(addresses('a')).not.toContain('2001:db8:7::ff:fe00:a/64')
  })

  test('one that ignores them sends nothing and has no address', () => {
    const { addresses, run, said } = lan({ sysctls: {} })
    run(20)
    expect(addresses('a')).toEqual([])
    expect(said('a')).toEqual([])
  })

  test('a router is not configured by others, unless it is told to (accept_ra 2)', () => {
    const settings = { 'net.ipv6.conf.all.forwarding': 1 }
    const accept = (value: number) => lan({ sysctls: { ...settings, 'net.ipv6.conf.eth0.accept_ra': value } })
    const [one, two] = [accept(1), accept(2)]
    for (const { run } of [one, two]) run(20)
    expect(one.addresses('a')).toEqual(['fe80::ff:fe00:a/64'])
    expect(two.addresses('a')).toContain('2001:db8:7::ff:fe00:a/64')
  })
})

test('a router advertises the first three times within 16 s, then at its interval', () => {
  const { network, run } = lan({ advertise: { ...ADVERTISEMENT, interval: 60 * SECOND }, sysctls: {} })
  run(400)
  const times = network.recorder.packets
    .filter(({ from, bytes }) => from === 'r:eth0' && dissect(bytes).summary.startsWith('Router Adv'))
    .map(({ at }) => at)
  const gaps = times.slice(1).map((at, index) => at - times[index]!)
  expect(times[0]).toBeLessThan(0.5 * SECOND)
  expect(Math.max(...gaps.slice(0, 2))).toBeLessThanOrEqual(16 * SECOND)
  for (const gap of gaps.slice(2)) {
    expect(gap).toBeGreaterThanOrEqual(20 * SECOND)
    expect(gap).toBeLessThanOrEqual(60 * SECOND)
  }
})

describe('duplicate address detection', () => {
  const DAD = { 'net.ipv6.conf.eth0.accept_ra': 1, 'net.ipv6.conf.eth0.accept_dad': 1 }

  test('an address can be used when nobody objected for a second', () => {
    const { network, addresses, run, said } = lan({ sysctls: DAD })
    const host = network.host('a')
    expect(addresses('a')).toEqual([])
    const socket = host.udp.socket(6)
    expect(socket.bind('fe80::ff:fe00:a', 80)).toBe(-Errno.EADDRNOTAVAIL)
    run(6)
    expect(addresses('a')).toEqual(['2001:db8:7::ff:fe00:a/64', 'fe80::ff:fe00:a/64'])
    expect(said('a')[0]).toMatch(/^Neighbor Solicitation for fe80::ff:fe00:a/)
    expect(socket.bind('fe80::ff:fe00:a', 80)).toBe(0)
  })

  test('of two hosts that want the same address, the one that asks first gets it (RFC 4862 5.4.3)', () => {
    const { addresses, run } = lan({ sysctls: DAD, bMac: '02:00:00:00:00:0a' })
    run(10)
    expect([addresses('a').length, addresses('b').length].sort()).toEqual([0, 2])
  })

  test('a host that has the address objects', () => {
    const { network, addresses, run } = lan({ sysctls: DAD })
    run(6)
    network.host('b').ip.addAddress(network.host('b').interface('eth0')!, prefix('2001:db8:7::ff:fe00:a/64'))
    run(6)
    expect(addresses('b')).not.toContain('2001:db8:7::ff:fe00:a/64')
    expect(network.host('b').counters.value('Ip6DuplicateAddresses')).toBe(1)
  })

  test('an optimist uses it meanwhile (RFC 4429)', () => {
    const { addresses } = lan({ sysctls: { ...DAD, 'net.ipv6.conf.eth0.optimistic_dad': 1 } })
    expect(addresses('a')).toEqual(['fe80::ff:fe00:a/64'])
  })
})
