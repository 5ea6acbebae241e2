import { describe, expect, test } from 'vitest'
import { parsePrefix } from '../../../address/index.ts'
import { Clock } from '../../../clock.ts'
import { Errno } from '../../../errno.ts'
import { numberedMac } from '../../../index.ts'
import { SimulatedHost } from '../../simulated-host.ts'
import { SocketOption } from '../../socket-constants.ts'

const prefix = (text: string) => parsePrefix(text)!

/** A host with interfaces that lead nowhere: eth0 10.0.0.1/24 and 2001:db8:0::1/64, eth1 10.0.1.1/24, … */
function host(interfaces = 3, name = 'host') {
  return new SimulatedHost({
    name,
    scheduler: new Clock(),
    seed: 1,
    interfaces: Array.from({ length: interfaces }, (_, index) => ({
      name: `eth${index}`,
      mac: numberedMac(index + 1),
      mtu: 1500,
      addresses: [prefix(`10.0.${index}.1/24`), prefix(`2001:db8:${index}::1/64`)],
      port: { onReceive: null, transmit() {} },
    })),
    routes: [],
    forwarding: false,
    silent: false,
  })
}

function leadsTo(one: SimulatedHost, destination: string, source: string | null = null, oif?: string) {
  const device = oif === undefined ? null : one.interface(oif)!
  const path = one.ip.path(destination, source, { device, arrivedOn: null, ports: null })
  return typeof path === 'number' ? path : `${path.nextHop} ${path.device.name} ${path.source}`
}

describe('policy rules', () => {
  test('are tried by priority; one without a priority goes before the main table’s', () => {
    const one = host()
    one.addRoute({ to: prefix('0.0.0.0/0'), via: '10.0.0.254' })
    one.addRoute({ to: prefix('0.0.0.0/0'), via: '10.0.1.254', table: '100' })
    one.addRoute({ to: prefix('0.0.0.0/0'), via: '10.0.2.254', table: '200' })
    one.addRule({ from: prefix('10.0.1.0/24'), table: '100' })
    one.addRule({ to: prefix('198.51.100.0/24'), table: '200' })
    expect(one.rules().filter(({ family }) => family === 4)).toEqual([
      { priority: 0, family: 4, from: 'all', table: 'local' },
      { priority: 32_764, family: 4, from: 'all', to: '198.51.100.0/24', table: '200' },
      { priority: 32_765, family: 4, from: '10.0.1.0/24', table: '100' },
      { priority: 32_766, family: 4, from: 'all', table: 'main' },
      { priority: 32_767, family: 4, from: 'all', table: 'default' },
    ])
    expect(leadsTo(one, '203.0.113.1')).toBe('10.0.0.254 eth0 10.0.0.1')
    expect(leadsTo(one, '203.0.113.1', '10.0.1.1')).toBe('10.0.1.254 eth1 10.0.1.1')
    expect(leadsTo(one, '198.51.100.1', '10.0.1.1')).toBe('10.0.2.254 eth2 10.0.1.1')
  })

  test('by the interface that a socket is bound to, or a packet came in by', () => {
    const one = host()
    one.addRoute({ to: prefix('0.0.0.0/0'), via: '10.0.0.254' })
    one.addRoute({ to: prefix('0.0.0.0/0'), via: '10.0.1.254', table: '100' })
    one.addRule({ oif: 'eth1', table: '100' })
    one.addRule({ iif: 'eth2', action: 'prohibit' })
    expect(leadsTo(one, '203.0.113.1', null, 'eth1')).toBe('10.0.1.254 eth1 10.0.1.1')
    expect(leadsTo(one, '203.0.113.1')).toBe('10.0.0.254 eth0 10.0.0.1')
    const arrivedOn = one.interface('eth2')!
    expect(one.ip.path('203.0.113.1', null, { device: null, arrivedOn, ports: null })).toBe(-Errno.EACCES)
  })

  test('may refuse, each in its own way', () => {
    const one = host()
    one.addRoute({ to: prefix('0.0.0.0/0'), via: '10.0.0.254' })
    for (const [index, action] of (['blackhole', 'unreachable', 'prohibit'] as const).entries())
      one.addRule({ to: prefix(`198.51.${index}.0/24`), action })
    expect([0, 1, 2].map((n) => leadsTo(one, `198.51.${n}.1`))).toEqual([
      -Errno.EINVAL,
      -Errno.ENETUNREACH,
      -Errno.EACCES,
    ])
  })
})

describe('routes that refuse', () => {
  test('give their error; one that throws continues with the next rule', () => {
    const one = host()
    for (const kind of ['blackhole', 'unreachable', 'prohibit'] as const)
      one.addRoute({ to: prefix(`198.51.100.${kind.length}/32`), kind })
    one.addRoute({ to: prefix('0.0.0.0/0'), via: '10.0.0.254' })
    one.addRoute({ to: prefix('0.0.0.0/0'), via: '10.0.1.254', table: '100' })
    one.addRoute({ to: prefix('192.0.2.0/24'), kind: 'throw', table: '100' })
    one.addRule({ table: '100', priority: 10 })
    expect(leadsTo(one, '192.0.2.1')).toBe('10.0.0.254 eth0 10.0.0.1')
    expect(leadsTo(one, '203.0.113.1')).toBe('10.0.1.254 eth1 10.0.1.1')
    const plain = host()
    for (const kind of ['blackhole', 'unreachable', 'prohibit'] as const)
      plain.addRoute({ to: prefix(`198.51.100.${kind.length}/32`), kind })
    expect([9, 11, 8].map((n) => leadsTo(plain, `198.51.100.${n}`))).toEqual([
      -Errno.EINVAL,
      -Errno.EHOSTUNREACH,
      -Errno.EACCES,
    ])
  })
})

describe('several next hops', () => {
  const spread = (one: SimulatedHost, flows: (n: number) => { destination: string; port: number }) => {
    const counts: Record<string, number> = {}
    for (let n = 0; n < 3000; n++) {
      const { destination, port } = flows(n)
      const ports = { protocol: 6, sourcePort: 40_000, destinationPort: port }
      const path = one.ip.path(destination, '10.0.9.9', { device: null, arrivedOn: null, ports })
      if (typeof path === 'number') throw new Error(`no path: ${path}`)
      counts[path.device.name] = (counts[path.device.name] ?? 0) + 1
    }
    return counts
  }
  function multipath(name = 'host') {
    const one = host(3, name)
    one.addRoute({
      to: prefix('198.18.0.0/15'),
      nexthops: [{ via: '10.0.0.254' }, { via: '10.0.1.254', weight: 2 }, { via: '10.0.2.254', weight: 3 }],
    })
    return one
  }
  const addresses = (n: number) => ({ destination: `198.18.${n >> 8}.${n & 255}`, port: 80 })
  const ports = (n: number) => ({ destination: '198.18.0.1', port: n + 1 })

  test('share the flows by their weights', () => {
    const counts = spread(multipath(), addresses)
    for (const [index, weight] of [1, 2, 3].entries())
      expect(Math.abs(counts[`eth${index}`]! - 500 * weight)).toBeLessThan(120)
  })

  test('by addresses alone all ports take one way; by ports they are spread (fib_multipath_hash_policy)', () => {
    const one = multipath()
    expect(Object.values(spread(one, ports))).toEqual([3000])
    one.sysctl('net.ipv4.fib_multipath_hash_policy', 1)
    expect(Object.keys(spread(one, ports))).toHaveLength(3)
  })

  test('two routers in a row don’t choose alike', () => {
    const ways = ['a', 'b'].map((name) =>
      Array.from({ length: 50 }, (_, n) => leadsTo(multipath(name), `198.18.0.${n}`)),
    )
    expect(ways[0]).not.toEqual(ways[1])
    expect(ways[0]).toEqual(Array.from({ length: 50 }, (_, n) => leadsTo(multipath('a'), `198.18.0.${n}`)))
  })

  test('one that is down leaves its flows to the others, and comes back', () => {
    const one = multipath()
    one.setInterface('eth2', false)
    const counts = spread(one, addresses)
    expect(Object.keys(counts).sort()).toEqual(['eth0', 'eth1'])
    expect(Math.abs(counts.eth0! - 1000)).toBeLessThan(150)
    one.setInterface('eth2', true)
    expect(Object.keys(spread(one, addresses))).toHaveLength(3)
  })
})

describe('source addresses', () => {
  test('the route’s own choice, else one on the gateway’s network', () => {
    const one = host(1)
    one.ip.addAddress(one.interface('eth0')!, prefix('10.7.0.1/16'))
    one.addRoute({ to: prefix('192.0.2.0/24'), via: '10.7.0.9' })
    one.addRoute({ to: prefix('198.51.100.0/24'), via: '10.7.0.9', source: '10.0.0.1' })
    expect(leadsTo(one, '192.0.2.1')).toBe('10.7.0.9 eth0 10.7.0.1')
    expect(leadsTo(one, '198.51.100.1')).toBe('10.7.0.9 eth0 10.0.0.1')
  })
})

describe('a socket bound to an interface', () => {
  test('leaves by it, straight to the link when no route does', () => {
    const one = host()
    one.addRoute({ to: prefix('0.0.0.0/0'), via: '10.0.0.254', metric: 5 })
    one.addRoute({ to: prefix('0.0.0.0/0'), via: '10.0.1.254', metric: 9 })
    expect(leadsTo(one, '203.0.113.1', null, 'eth1')).toBe('10.0.1.254 eth1 10.0.1.1')
    expect(leadsTo(one, '203.0.113.1', null, 'eth2')).toBe('203.0.113.1 eth2 10.0.2.1')
    expect(leadsTo(one, '2001:db8:9::1', null, 'eth2')).toBe(-Errno.ENETUNREACH)
  })

  test('needs an interface of that name', () => {
    const socket = host().udp.socket(4)
    expect(socket.setOption(SocketOption.BIND_TO_DEVICE, 0, 'eth9')).toBe(-Errno.ENODEV)
    expect(socket.setOption(SocketOption.BIND_TO_DEVICE, 0, 'eth1')).toBe(0)
    expect(socket.getOption(SocketOption.BIND_TO_DEVICE)).toBe(3)
    expect(socket.setOption(SocketOption.BIND_TO_DEVICE, 0, '')).toBe(0)
  })

  test('two may have one port on two interfaces', () => {
    const one = host()
    const sockets = ['eth0', 'eth1', 'eth0'].map((name) => {
      const socket = one.tcp.socket(4)
      socket.setOption(SocketOption.BIND_TO_DEVICE, 0, name)
      return socket
    })
    expect(sockets.map((socket) => socket.bind('0.0.0.0', 80))).toEqual([0, 0, -Errno.EADDRINUSE])
  })
})

describe('an interface that goes down', () => {
  test('loses its routes and IPv6 addresses; up again, it gets back only those that the host makes itself', () => {
    const one = host(2)
    one.addRoute({ to: prefix('0.0.0.0/0'), via: '10.0.0.254' })
    one.setInterface('eth0', false)
    expect(one.routes().map(({ dev }) => dev)).not.toContain('eth0')
    expect(leadsTo(one, '203.0.113.1')).toBe(-Errno.ENETUNREACH)
    expect(one.interfaces()[1]).toMatchObject({ addresses: ['10.0.0.1/24'] })
    // Its IPv4 address is still the host's.
    expect(one.ip.owns('10.0.0.1')).toBe(true)
    expect(one.ip.owns('2001:db8:0::1')).toBe(false)
    one.setInterface('eth0', true)
    expect(leadsTo(one, '10.0.0.9')).toBe('10.0.0.9 eth0 10.0.0.1')
    expect(leadsTo(one, '203.0.113.1')).toBe(-Errno.ENETUNREACH)
    expect(one.interfaces()[1]!.addresses).toEqual(['10.0.0.1/24', 'fe80::ff:fe00:1/64'])
  })
})

test('an unknown parameter, or a value out of range, is an error that names the choices', () => {
  const one = host(1)
  expect(() => one.sysctl('net.ipv4.tcp_magic', 1)).toThrow(
    /no parameter net\.ipv4\.tcp_magic here, only net\.ipv4\.ip_forward/,
  )
  expect(() => one.sysctl('net.ipv4.conf.eth7.rp_filter', 1)).toThrow(
    /no interface eth7, expected all or one of lo, eth0/,
  )
  expect(() => one.sysctl('net.ipv4.conf.eth0.rp_filter', 3)).toThrow(/is 3, expected a whole number from 0 to 2/)
})
