/** Errors and redirects beside the kernel, where the kernel's IPv4 redirects are not: how much errors quote, redirects of IPv6, and rp_filter as a table. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  Clock,
  dissect,
  emitEthernet,
  emitIpv4,
  emitUdp,
  type Host,
  numberedMac,
  parsePrefix,
  SimulatedHost,
  SocketOption,
} from '#network'
import { BesideLinux, LINUX, LINUX_IPV6, SIMULATED, SIMULATED_IPV6, until, whyNoNamespaces } from './beside-linux.ts'

const problem = whyNoNamespaces()
if (problem !== null)
  console.warn(`Skipped: quotes, redirects of IPv6 and rp_filter beside the Linux kernel: ${problem}`)

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const prefix = (text: string) => parsePrefix(text)!

describe.skipIf(problem !== null)('what errors quote', { timeout: 60_000 }, () => {
  let world: BesideLinux
  beforeAll(() => {
    world = new BesideLinux({ ipv6: true, sysctls: { 'net/ipv4/icmp_ratelimit': 0, 'net/ipv6/icmp/ratelimit': 0 } })
    world.simulated.sysctl('net.ipv4.icmp_ratelimit', 0)
    world.simulated.sysctl('net.ipv6.icmp.ratelimit', 0)
  })
  afterAll(() => world.close())

  /** Lengths of the frames in which `host` hears that a port is closed. */
  async function lengths(host: Host, address: string, side: 'simulated' | 'linux'): Promise<number[]> {
    const before = world.recorder.packets.length
    const socket = host.udp.socket(address.includes(':') ? 6 : 4)
    const sizes = [0, 1, 8, 500, 519, 520, 521, 548, 1000, 1183, 1184, 1185, 1232, 1400, 1452]
    for (const [n, size] of sizes.entries()) {
      const answers = () =>
        world.recorder.packets
          .slice(before)
          .filter(({ from, bytes }) => from === `${side}:eth0` && /[Pp]ort unreachable/.test(dissect(bytes).summary))
      socket.send(Buffer.alloc(size), { address, port: 9999 })
      await until(() => answers().length === n + 1, `the error about ${size} bytes`)
    }
    socket.close()
    return world.recorder.packets
      .slice(before)
      .filter(({ from, bytes }) => from === `${side}:eth0` && /[Pp]ort unreachable/.test(dissect(bytes).summary))
      .map(({ bytes }) => bytes.length)
  }

  test.each([
    ['IPv4', LINUX, SIMULATED],
    ['IPv6', LINUX_IPV6, SIMULATED_IPV6],
  ])('over %s is as long as the kernel’s', async (_, linux, simulated) => {
    const ofKernel = await lengths(world.simulated, linux, 'linux')
    const ours = await lengths(world.linux, simulated, 'simulated')
    expect(ours).toEqual(ofKernel)
    expect(new Set(ours).size).toBeGreaterThan(3)
  })
})

describe.skipIf(problem !== null)('redirects of IPv6', { timeout: 60_000 }, () => {
  const ROUTER_MAC = '02:00:00:00:00:03'
  const ROUTER = 'fe80::ff:fe00:3'
  let world: BesideLinux
  beforeAll(() => {
    const conf = 'net/ipv6/conf'
    world = new BesideLinux({
      ipv6: true,
      sysctls: { [`${conf}/all/accept_redirects`]: 1, [`${conf}/eth0/accept_redirects`]: 1 },
    })
    world.namespace.ip([`neigh add ${ROUTER} lladdr ${ROUTER_MAC} dev eth0 nud permanent`])
    const { ip } = world.simulated
    ip.neighbors.addPermanent(world.simulated.interface('eth0')!, ROUTER, ROUTER_MAC)
  })
  afterAll(() => world.close())

  const linkLocalOf = (host: Host) =>
    host
      .interfaces()
      .find(({ name }) => name === 'eth0')!
      .addresses.find((address) => address.startsWith('fe80'))!
      .split('/')[0]!
  const redirectsOf = (side: 'simulated' | 'linux') =>
    world.recorder.packets
      .filter(({ from, bytes }) => from === `${side}:eth0` && dissect(bytes).summary.includes('Redirect'))
      .map(({ bytes }) => bytes)

  /** Sends a datagram the long way round, and waits until a router has said so and the host has heard it. */
  async function provoke(host: Host, address: string, length: number): Promise<void> {
    const count = () => redirectsOf('simulated').length + redirectsOf('linux').length
    const before = count()
    const socket = host.udp.socket(6)
    // The kernel takes a redirect for the socket whose packet it quotes, and of UDP only for one that is bound to the interface (ip6_redirect_nh_match).
    socket.setOption(SocketOption.BIND_TO_DEVICE, 0, 'eth0')
    socket.connect(address, 9999)
    socket.send(Buffer.alloc(length))
    await until(() => count() > before, `a redirect for ${address}`)
    await pause(150)
    socket.close()
  }

  test('of ours are believed by the kernel', async () => {
    world.simulated.sysctl('net.ipv6.conf.all.forwarding', 1)
    world.simulated.addRoute({ to: prefix('2001:db8:aa::/48'), via: ROUTER, dev: 'eth0' })
    world.namespace.ip([`route add 2001:db8:aa::/48 via ${linkLocalOf(world.simulated)} dev eth0`])
    const nextHop = () => world.namespace.command('ip', ['route', 'get', '2001:db8:aa::1'])
    expect(nextHop()).toContain(`via ${linkLocalOf(world.simulated)}`)
    await provoke(world.linux, '2001:db8:aa::1', 10)
    expect(redirectsOf('simulated')).toHaveLength(1)
    expect(nextHop()).toContain(`via ${ROUTER}`)
    world.simulated.sysctl('net.ipv6.conf.all.forwarding', 0)
  })

  test('of the kernel are believed by us', async () => {
    world.namespace.sysctl('net/ipv6/conf/all/forwarding', 1)
    world.namespace.ip([`route add 2001:db8:bb::/48 via ${ROUTER} dev eth0`])
    world.simulated.addRoute({ to: prefix('2001:db8:bb::/48'), via: linkLocalOf(world.linux), dev: 'eth0' })
    await provoke(world.simulated, '2001:db8:bb::1', 10)
    expect(redirectsOf('linux')).toHaveLength(1)
    expect(world.simulated.ip.path('2001:db8:bb::1')).toMatchObject({ nextHop: ROUTER })
    expect(world.simulated.ip.path('2001:db8:bb::2')).toMatchObject({ nextHop: linkLocalOf(world.linux) })
  })

  test('are as long, and say the same in the same order', async () => {
    world.simulated.sysctl('net.ipv6.conf.all.forwarding', 1)
    for (const length of [0, 100, 1400]) {
      await provoke(world.simulated, `2001:db8:bb::a:${length}`, length)
      world.namespace.sysctl('net/ipv6/conf/all/forwarding', 0)
      await provoke(world.linux, `2001:db8:aa::a:${length}`, length)
      world.namespace.sysctl('net/ipv6/conf/all/forwarding', 1)
      const [ours, theirs] = [redirectsOf('simulated').at(-1)!, redirectsOf('linux').at(-1)!]
      expect(ours.length).toBe(theirs.length)
      expect(shapeOf(ours)).toEqual(shapeOf(theirs))
    }
  })

  /** Types and lengths of the options. */
  function shapeOf(frame: Uint8Array): number[][] {
    const options: number[][] = []
    for (let at = 14 + 40 + 40; at < frame.length; at += 8 * frame[at + 1]!) options.push([frame[at]!, frame[at + 1]!])
    return options
  }
})

const SOURCES = {
  'of its network': '10.99.0.9',
  'of the other interface’s network': '10.98.0.9',
  'behind the other interface': '198.18.0.5',
  'behind this interface': '198.51.100.5',
  'of nowhere': '203.0.113.5',
  'in a black hole': '192.0.2.5',
  'its own': '10.99.0.2',
  'its own on the other interface': '10.98.0.2',
  'a loopback address': '127.0.0.5',
  'its network’s broadcast address': '10.99.0.255',
  'the other network’s broadcast address': '10.98.0.255',
  'no address': '0.0.0.0',
  'in network 0': '0.1.2.3',
  'a group': '224.0.0.5',
  'of class E': '240.0.0.5',
  everybody: '255.255.255.255',
}
const PORT = 9009

describe.skipIf(problem !== null)('rp_filter', { timeout: 60_000 }, () => {
  let world: BesideLinux
  let simulated: SimulatedHost
  let deliver: (frame: Uint8Array) => void
  const clock = new Clock()
  beforeAll(() => {
    world = new BesideLinux({})
    world.namespace.ip([
      'link add eth1 type veth peer name eth1-far',
      'link set eth1-far up',
      'link set eth1 up',
      'address add 10.98.0.2/24 dev eth1',
      'route add 198.18.0.0/15 via 10.98.0.9',
      'route add 198.51.100.0/24 via 10.99.0.9',
      'route add blackhole 192.0.2.0/24',
    ])
    const ports = [1, 2].map(() => ({ onReceive: null as ((frame: Uint8Array) => void) | null, transmit() {} }))
    simulated = new SimulatedHost({
      name: 'simulated',
      scheduler: clock,
      seed: 1,
      forwarding: false,
      silent: false,
      interfaces: ports.map((port, n) => ({
        name: `eth${n}`,
        mac: numberedMac(n + 1),
        mtu: 1500,
        port,
        addresses: [prefix(n === 0 ? '10.99.0.2/24' : '10.98.0.2/24')],
      })),
      routes: [
        { to: prefix('198.18.0.0/15'), via: '10.98.0.9' },
        { to: prefix('198.51.100.0/24'), via: '10.99.0.9' },
        { to: prefix('192.0.2.0/24'), kind: 'blackhole' },
      ],
    })
    deliver = (frame) => ports[0]!.onReceive!(frame)
  })
  afterAll(() => world.close())

  /** A datagram to the host whose payload names its source. */
  function datagram(name: string, source: string, destinationMac: string): Uint8Array {
    const udp = { sourcePort: 1, destinationPort: PORT, payload: Buffer.from(name) }
    const header = {
      dscp: 0,
      ecn: 0,
      identification: 1,
      reservedFlag: false,
      dontFragment: true,
      moreFragments: false,
      fragmentOffset: 0,
      ttl: 64,
      protocol: 17,
      source,
      destination: LINUX,
      options: new Uint8Array(0),
    }
    const payload = emitIpv4({ ...header, payload: emitUdp(udp, source, LINUX) })
    return emitEthernet({ destination: destinationMac, source: numberedMac(9), type: 0x0800, payload })
  }

  /** The names of those that the host let through. */
  async function heard(host: Host, send: (frame: Uint8Array) => void): Promise<string[]> {
    const socket = host.udp.socket(4)
    socket.bind('0.0.0.0', PORT)
    const { mac } = host.interfaces().find(({ name }) => name === 'eth0')!
    for (const [name, source] of Object.entries(SOURCES)) send(datagram(name, source, mac))
    await pause(40)
    const names: string[] = []
    for (let received = socket.receive(100); typeof received !== 'number'; received = socket.receive(100))
      names.push(Buffer.from(received.bytes).toString())
    socket.close()
    return names
  }

  test.each([0, 1, 2].flatMap((all) => [0, 1, 2].map((own) => [all, own] as const)))(
    'with all %i and eth0 %i lets through what the kernel’s does',
    async (all, own) => {
      for (const [name, value] of [
        ['all', all],
        ['eth0', own],
      ] as const) {
        world.namespace.sysctl(`net/ipv4/conf/${name}/rp_filter`, value)
        simulated.sysctl(`net.ipv4.conf.${name}.rp_filter`, value)
      }
      const ofKernel = await heard(world.linux, (frame) => world.link.ends[0].transmit(frame))
      const ours = await heard(simulated, deliver)
      expect(ours).toEqual(ofKernel)
      expect(ours).toContain('of its network')
    },
  )
})
