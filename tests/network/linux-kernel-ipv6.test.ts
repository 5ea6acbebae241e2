/** IPv6 of the simulated stack against the real kernel's, each as client, as server and as the router between. */
import { afterEach, describe, expect, test } from 'vitest'
import {
  BindFlag,
  Errno,
  emitIcmpv6,
  type Host,
  type Impairment,
  IpProtocol,
  icmpv6Echo,
  ParseError,
  parseEthernet,
  parseExtensions,
  parseIcmpv6,
  parseIpv6,
  parseTcp,
  parseTcpOptions,
  type RawSocket,
  Ready,
  Shutdown,
  SocketOption,
  type UdpSocket,
} from '#network'
import { collect, pump, randomBytes } from '#network/host/transfer.fixture.ts'
import {
  BesideLinux,
  connectAcross,
  LINUX,
  LINUX_IPV6,
  SIMULATED,
  SIMULATED_IPV6,
  until,
  whyNoNamespaces,
} from './beside-linux.ts'

const problem = whyNoNamespaces()
if (problem !== null) console.warn(`Skipped: IPv6 beside the Linux kernel: ${problem}`)

let world: BesideLinux
let isOpen = false
afterEach(close)

function openWorld(options: ConstructorParameters<typeof BesideLinux>[0]): BesideLinux {
  world = new BesideLinux(options)
  isOpen = true
  return world
}

async function close(): Promise<void> {
  if (isOpen) await world.close()
  isOpen = false
}

interface Sides {
  from: Host
  to: Host
  address: string
}
type Direction = 'simulated to linux' | 'linux to simulated'
const DIRECTIONS: Direction[] = ['simulated to linux', 'linux to simulated']

function open(direction: Direction, impairment: Partial<Impairment> = {}): Sides {
  const { simulated, linux } = openWorld({ ipv6: true, impairment })
  return direction === 'simulated to linux'
    ? { from: simulated, to: linux, address: LINUX_IPV6 }
    : { from: linux, to: simulated, address: SIMULATED_IPV6 }
}

function rawIcmpv6(host: Host): RawSocket {
  const socket = host.raw.socket(6, 58)
  if (typeof socket === 'number') throw new Error(`raw socket: ${socket}`)
  return socket
}

/** The next message of one of these types; others, such as neighbor discovery's, are passed over. */
async function receiveOf(socket: RawSocket, ...types: number[]) {
  for (;;) {
    await until(() => (socket.readiness() & Ready.IN) !== 0, `a message of type ${types}`)
    const received = socket.receive(65_535)
    if (typeof received === 'number') throw new Error(`receive: ${received}`)
    const message = parseIcmpv6(received.bytes)
    if (message instanceof ParseError) throw new Error(message.toString())
    if (types.includes(message.type)) return { source: received.from!.address, ...message }
  }
}

async function receiveDatagram(socket: UdpSocket) {
  await until(() => socket.readiness() !== Ready.OUT, 'a datagram')
  const received = socket.receive(65_535)
  if (typeof received === 'number') throw new Error(`receive: ${received}`)
  return received
}

describe.skipIf(problem !== null).each(DIRECTIONS)('%s over IPv6', (direction) => {
  test.each([0, 1, 56, 1452, 1453, 8000, 65_507, 65_515])('a ping of %i bytes is answered', async (size) => {
    const { from, address } = open(direction)
    const socket = rawIcmpv6(from)
    const data = randomBytes(size)
    expect(socket.send(emitIcmpv6(icmpv6Echo(128, 4711, 1, data), '::', '::'), { address, port: 0 })).toBe(8 + size)
    const reply = await receiveOf(socket, 129)
    expect(reply).toMatchObject({ source: address, rest: 4711 * 0x10000 + 1 })
    expect(Buffer.compare(reply.payload, data)).toBe(0)
    socket.close()
  })

  test.each<[string, number, Partial<Impairment>]>([
    ['on a perfect cable', 4_000_000, {}],
    ['with 1 % loss', 500_000, { loss: 0.01, delay: 2_000_000 }],
    ['with 5 % loss', 200_000, { loss: 0.05, delay: 1_000_000 }],
    ['with duplicates and flipped bits', 300_000, { duplicate: 0.1, corrupt: 0.03 }],
  ])('TCP delivers every byte %s', { timeout: 40_000 }, async (_name, size, impairment) => {
    const { from, to, address } = open(direction, impairment)
    const { near, far } = await connectAcross(from, to, address, 7000)
    const data = randomBytes(size)
    const got = collect(far)
    pump(near, data)
    await until(() => got.ended || got.error !== 0, `${size} bytes`, 30_000)
    expect(got.error).toBe(0)
    expect(Buffer.compare(got.bytes, data)).toBe(0)
    far.close()
    near.close()
  })

  test('connecting to a port where nobody listens is refused', async () => {
    const { from, address } = open(direction)
    const socket = from.tcp.socket(6)
    socket.connect(address, 9)
    await until(() => (socket.readiness() & Ready.ERR) !== 0, 'the refusal')
    expect(socket.takeError()).toBe(Errno.ECONNREFUSED)
    socket.close()
  })

  test('a neighbor that does not answer is EHOSTUNREACH, after the same three solicitations', async () => {
    const { from } = open(direction)
    const socket = from.tcp.socket(6)
    const sender = direction === 'simulated to linux' ? 'simulated:eth0' : 'linux:eth0'
    socket.connect('2001:db8:99::77', 80)
    await until(() => (socket.readiness() & Ready.ERR) !== 0, 'the error')
    expect(socket.takeError()).toBe(Errno.EHOSTUNREACH)
    const solicitations = world.recorder.packets.filter(({ from, bytes }) => from === sender && bytes[54] === 135)
    expect(solicitations).toHaveLength(3)
    socket.close()
  })

  test('UDP goes there and back, in fragments too, and a closed port is reported', async () => {
    const { from, to, address } = open(direction)
    const server = to.udp.socket(6)
    server.bind('::', 7)
    const client = from.udp.socket(6)
    client.connect(address, 7)
    for (const size of [0, 100, 20_000, 65_527]) {
      expect(client.send(randomBytes(size))).toBe(size)
      const received = await receiveDatagram(server)
      expect(Buffer.compare(received.bytes, randomBytes(size))).toBe(0)
      server.send(Buffer.from('and back'), received.from!)
      expect(await receiveDatagram(client)).toMatchObject({ from: { address, port: 7 } })
    }
    expect(client.send(randomBytes(65_528))).toBe(-Errno.EMSGSIZE)
    server.close()
    client.send(Buffer.from('anybody?'))
    await until(() => (client.readiness() & Ready.ERR) !== 0, 'the error')
    expect(client.receive(100)).toBe(-Errno.ECONNREFUSED)
    client.close()
  })

  test('a socket on :: takes clients of both families, one for IPv6 only does not', async () => {
    const { from, to, address } = open(direction)
    const ipv4 = direction === 'simulated to linux' ? LINUX : SIMULATED
    const [both, only] = [to.tcp.socket(6), to.tcp.socket(6)]
    both.bind('::', 8080, BindFlag.REUSEADDR)
    only.bind('::', 8081, BindFlag.V6ONLY)
    for (const listener of [both, only]) listener.listen(8)
    const six = from.tcp.socket(6)
    six.connect(address, 8080)
    await until(() => (both.readiness() & Ready.IN) !== 0, 'the IPv6 client')
    const first = both.accept()
    const four = from.tcp.socket(6)
    four.connect(`::ffff:${ipv4}`, 8080)
    await until(() => (both.readiness() & Ready.IN) !== 0, 'the IPv4 client')
    const second = both.accept()
    if (typeof first === 'number' || typeof second === 'number') throw new Error('accept')
    expect([first.localEndpoint()!.address, second.localEndpoint()!.address]).toEqual([address, `::ffff:${ipv4}`])
    const refused = from.tcp.socket(4)
    refused.connect(ipv4, 8081)
    await until(() => (refused.readiness() & Ready.ERR) !== 0, 'the refusal')
    expect(refused.takeError()).toBe(Errno.ECONNREFUSED)
    for (const socket of [six, four, refused, first, second, both, only]) socket.close()
  })

  test('after a half-close the other direction goes on', async () => {
    const { from, to, address } = open(direction)
    const { near, far } = await connectAcross(from, to, address, 7000)
    near.send(Buffer.from('question'))
    near.shutdown(Shutdown.WRITE)
    const question = collect(far)
    await until(() => question.ended, 'the end of the question')
    const answer = collect(near)
    pump(far, randomBytes(300_000))
    await until(() => answer.ended, 'the end of the answer')
    expect(Buffer.compare(answer.bytes, randomBytes(300_000))).toBe(0)
  })
})

/** Lengths of the fragments that one side sent to an address. */
function fragmentsTo(sender: string, destination: string): number[] {
  return world.recorder.packets.flatMap(({ from, bytes }) => {
    const frame = parseEthernet(bytes)
    const packet = frame instanceof ParseError ? frame : parseIpv6(frame.payload)
    if (packet instanceof ParseError || from !== `${sender}:eth0` || packet.destination !== destination) return []
    return packet.nextHeader === IpProtocol.FRAGMENT ? [40 + packet.payload.length] : []
  })
}

describe.skipIf(problem !== null)('path MTU (RFC 8201)', () => {
  const BEYOND = '2001:db8:77::5'

  /** Sends until a datagram has left in pieces; the lengths of the first two. */
  async function piecesOf(socket: UdpSocket, sender: string): Promise<number[]> {
    for (let attempt = 0; attempt < 20; attempt++) {
      socket.send(randomBytes(1400), { address: BEYOND, port: 7 })
      await new Promise((resolve) => setTimeout(resolve, 50))
      const lengths = fragmentsTo(sender, BEYOND)
      if (lengths.length > 1) return lengths.slice(0, 2)
    }
    throw new Error('no datagram left in pieces')
  }

  test('behind the kernel as a router our datagrams are cut as it says', async () => {
    const { namespace, simulated } = openWorld({ ipv6: true })
    namespace.ip([
      'link add narrow mtu 1300 type veth peer name far mtu 1300',
      'address add 2001:db8:77::1/64 dev narrow nodad',
      'link set far up',
      'link set narrow up',
      `neigh add ${BEYOND} lladdr 02:00:00:00:00:99 dev narrow`,
    ])
    namespace.sysctl('net/ipv6/conf/all/forwarding', 1)
    simulated.addRoute({ to: { address: '::', length: 0 }, via: LINUX_IPV6 })
    const socket = simulated.udp.socket(6)
    expect(await piecesOf(socket, 'simulated')).toEqual([1296, 208])
  })

  test('behind us as a router the kernel cuts its own as we say', async () => {
    const { namespace, simulated, linux } = openWorld({ ipv6: true, forwarding: true })
    simulated.ip.addInterface({
      name: 'narrow',
      mac: '02:00:00:00:00:77',
      mtu: 1300,
      addresses: [{ address: '2001:db8:77::1', length: 64 }],
      port: { transmit: () => {}, onReceive: null },
    })
    namespace.ip([`route add ::/0 via ${SIMULATED_IPV6}`])
    const socket = linux.udp.socket(6)
    expect(await piecesOf(socket, 'linux')).toEqual([1296, 208])
    socket.close()
  })

  const ERRORS = {
    'the hop limit is over': { hopLimit: 1, hasRoute: true, expected: { type: 3, code: 0 } },
    'there is no route': { hopLimit: 64, hasRoute: false, expected: { type: 1, code: 0 } },
    'the next hop does not answer': { hopLimit: 64, hasRoute: true, expected: { type: 1, code: 3 } },
  }

  test.each(Object.entries(ERRORS))('a router says the same, kernel or ours: %s', async (_what, error) => {
    const seen: unknown[] = []
    for (const router of ['linux', 'simulated'] as const) {
      const { namespace, simulated, linux } = openWorld({ ipv6: true, forwarding: true })
      namespace.sysctl('net/ipv6/conf/all/forwarding', 1)
      const to = { address: BEYOND, length: 128 }
      const isLinux = router === 'linux'
      if (!isLinux || error.hasRoute)
        namespace.ip([`route add ${BEYOND} ${isLinux ? 'dev eth0' : `via ${SIMULATED_IPV6}`}`])
      if (isLinux || error.hasRoute) simulated.addRoute({ to, ...(isLinux ? { via: LINUX_IPV6 } : { dev: 'eth0' }) })
      const errors = rawIcmpv6(isLinux ? simulated : linux)
      errors.setOption(SocketOption.TTL, error.hopLimit)
      errors.send(emitIcmpv6(icmpv6Echo(128, 1, 1, randomBytes(100)), '::', '::'), { address: BEYOND, port: 0 })
      const { payload, source, ...message } = await receiveOf(errors, 1, 2, 3, 4)
      expect(source).toBe(isLinux ? LINUX_IPV6 : SIMULATED_IPV6)
      seen.push({ ...message, quoted: payload.length })
      errors.close()
      await close()
    }
    expect(seen[1]).toEqual(seen[0])
    expect(seen[0]).toEqual({ ...error.expected, rest: 0, quoted: 148 })
  })
})

describe.skipIf(problem !== null)('side by side over IPv6', () => {
  /** Of the first SYN of each side, what is not random. */
  function synShape(sender: string) {
    for (const { from, bytes } of world.recorder.packets) {
      const frame = parseEthernet(bytes)
      if (from !== `${sender}:eth0` || frame instanceof ParseError || frame.type !== 0x86dd) continue
      const packet = parseIpv6(frame.payload)
      if (packet instanceof ParseError) continue
      const { protocol, start } = parseExtensions(packet.nextHeader, packet.payload)
      const segment = protocol === 6 ? parseTcp(packet.payload.subarray(start)) : null
      if (segment === null || segment instanceof ParseError || (segment.flags & 2) === 0) continue
      const options = parseTcpOptions(segment.options)
      if (options instanceof ParseError) throw new Error(options.toString())
      const kinds = options.map((option) => (option.kind === 'mss' ? `mss ${option.value}` : option.kind))
      const { hopLimit, dscp } = packet
      return { hopLimit, dscp, flags: segment.flags, window: segment.window, kinds }
    }
    throw new Error(`no SYN of ${sender}`)
  }

  test("our SYN and SYN-ACK look like the kernel's", async () => {
    openWorld({ ipv6: true, sysctls: { 'net/ipv4/tcp_ecn': 0 } })
    await connectAcross(world.simulated, world.linux, LINUX_IPV6, 7)
    const synAckOfLinux = synShape('linux')
    const synOfSimulated = synShape('simulated')
    await close()
    openWorld({ ipv6: true, sysctls: { 'net/ipv4/tcp_ecn': 0 } })
    await connectAcross(world.linux, world.simulated, SIMULATED_IPV6, 7)
    expect(synOfSimulated).toEqual(synShape('linux'))
    expect(synShape('simulated')).toEqual(synAckOfLinux)
  })

  test('interfaces, routes and neighbors are listed alike', async () => {
    openWorld({ ipv6: true })
    await connectAcross(world.simulated, world.linux, LINUX_IPV6, 7)
    const addresses = (host: Host) => host.interfaces().find(({ name }) => name === 'eth0')!.addresses
    expect(addresses(world.linux).map((text) => text.replace(/^fe80::[^/]*/, 'fe80::…'))).toEqual([
      `${LINUX}/24`,
      `${LINUX_IPV6}/64`,
      'fe80::…/64',
    ])
    expect(addresses(world.simulated)).toEqual([`${SIMULATED}/24`, `${SIMULATED_IPV6}/64`, 'fe80::ff:fe00:1/64'])
    const ipv6Routes = (host: Host) => host.routes().filter(({ to }) => to.includes(':'))
    expect(ipv6Routes(world.simulated)).toEqual(ipv6Routes(world.linux))
    expect(world.linux.neighbors()).toContainEqual(expect.objectContaining({ ip: SIMULATED_IPV6 }))
    expect(world.simulated.neighbors()).toContainEqual(expect.objectContaining({ ip: LINUX_IPV6 }))
  })
})
