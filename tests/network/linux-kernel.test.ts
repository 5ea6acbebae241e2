/** The simulated stack against the real kernel's, each as client and as server: what nobody here wrote must understand it. */
import { afterEach, describe, expect, test } from 'vitest'
import {
  Errno,
  emitIcmp,
  type Host,
  type Impairment,
  icmpEcho,
  ParseError,
  parseEthernet,
  parseIpv4,
  parseTcp,
  parseTcpOptions,
  Ready,
  Shutdown,
  type TcpSettings,
} from '#network'
import { collect, pump, randomBytes } from '#network/host/transfer.fixture.ts'
import { BesideLinux, connectAcross, LINUX, SIMULATED, until, whyNoNamespaces } from './beside-linux.ts'

const problem = whyNoNamespaces()
if (problem !== null) console.warn(`Skipped: the stack beside the Linux kernel: ${problem}`)

let world: BesideLinux | null = null
afterEach(async () => {
  await world?.close()
  world = null
})

interface Sides {
  from: Host
  to: Host
  address: string
}
type Direction = 'simulated to linux' | 'linux to simulated'
const DIRECTIONS: Direction[] = ['simulated to linux', 'linux to simulated']

function open(direction: Direction, options: ConstructorParameters<typeof BesideLinux>[0] = {}): Sides {
  world = new BesideLinux(options)
  const { simulated, linux } = world
  return direction === 'simulated to linux'
    ? { from: simulated, to: linux, address: LINUX }
    : { from: linux, to: simulated, address: SIMULATED }
}

async function connect({ from, to, address }: Sides) {
  return connectAcross(from, to, address, 7000)
}

async function expectTransfer(sides: Sides, size: number): Promise<void> {
  const { near, far } = await connect(sides)
  const data = randomBytes(size)
  const got = collect(far)
  pump(near, data)
  await until(() => got.ended || got.error !== 0, `${size} bytes`, 30_000)
  expect(got.error).toBe(0)
  expect(Buffer.compare(got.bytes, data)).toBe(0)
  far.close()
  near.close()
}

describe.skipIf(problem !== null).each(DIRECTIONS)('%s', (direction) => {
  test.each([0, 1, 56, 1472, 1473, 8000, 65_507])('a ping of %i bytes is answered', async (size) => {
    const { from, address } = open(direction)
    const socket = from.raw.socket(4, 1)
    if (typeof socket === 'number') throw new Error(`raw socket: ${socket}`)
    const data = randomBytes(size)
    expect(socket.send(emitIcmp(icmpEcho(8, 4711, 1, data)), { address, port: 0 })).toBe(8 + size)
    await until(() => (socket.readiness() & Ready.IN) !== 0, 'a reply')
    const reply = socket.receive(65_535)
    if (typeof reply === 'number') throw new Error(`receive: ${reply}`)
    const packet = parseIpv4(reply.bytes)
    if (packet instanceof ParseError) throw new Error(packet.toString())
    expect(packet.source).toBe(address)
    expect(packet.payload[0]).toBe(0)
    expect(Buffer.compare(packet.payload.subarray(8), data)).toBe(0)
    socket.close()
  })

  test.each<[string, number, Partial<Impairment>]>([
    ['on a perfect cable', 4_000_000, {}],
    ['with 1 % loss', 1_000_000, { loss: 0.01, delay: 2_000_000 }],
    ['with 5 % loss', 200_000, { loss: 0.05, delay: 1_000_000 }],
    ['with 20 % loss', 20_000, { loss: 0.2 }],
    ['with reordering', 500_000, { reorder: 0.1, delay: 2_000_000, jitter: 1_000_000 }],
    ['with duplicates and flipped bits', 300_000, { duplicate: 0.1, corrupt: 0.03 }],
    ['through a short queue', 500_000, { rate: 50_000_000, queue: 20 }],
  ])('TCP delivers every byte %s', { timeout: 40_000 }, async (_name, size, impairment) => {
    await expectTransfer(open(direction, { impairment }), size)
  })

  const names = ['sack', 'timestamps', 'windowScaling'] as const
  const subsets = [0, 1, 2, 3, 4, 5, 6, 7].map((bits) => names.filter((_name, bit) => (bits >> bit) & 1))
  test.each(subsets.map((subset) => [subset.join(', ') || 'no options', subset] as const))(
    'TCP delivers every byte with 2 %% loss and %s',
    { timeout: 40_000 },
    async (_name, subset) => {
      const tcp: Partial<TcpSettings> = Object.fromEntries(names.map((name) => [name, subset.includes(name)]))
      await expectTransfer(open(direction, { tcp, impairment: { loss: 0.02 } }), 200_000)
    },
  )

  test('both ends agree on ECN, and a link that marks slows the sender down without a loss', {
    timeout: 40_000,
  }, async () => {
    const sysctls = { 'net/ipv4/tcp_ecn': 1 }
    const impairment = { rate: 20_000_000, delay: 5_000_000, queue: 200, mark: 20 }
    const sides = open(direction, { tcp: { ecn: 1 }, sysctls, impairment })
    await expectTransfer(sides, 1_000_000)
    const packets = world!.recorder.packets.filter(({ bytes }) => bytes[12] === 8 && bytes[13] === 0 && bytes[23] === 6)
    const flags = packets.map(({ bytes }) => bytes[47]!)
    const count = (matches: (flag: number) => boolean) => flags.filter(matches).length
    expect(count((flag) => (flag & 0xd2) === 0xc2)).toBeGreaterThan(0)
    expect(count((flag) => (flag & 0xd2) === 0x52)).toBeGreaterThan(0)
    expect(packets.some(({ bytes }) => (bytes[15]! & 3) === 3)).toBe(true)
    expect(count((flag) => (flag & 0x42) === 0x40)).toBeGreaterThan(0)
    expect(count((flag) => (flag & 0x82) === 0x80)).toBeGreaterThan(0)
    expect(packets.some(({ fate }) => fate === 'queue')).toBe(false)
  })

  test('connecting to a port where nobody listens is refused', async () => {
    const { from, address } = open(direction)
    const socket = from.tcp.socket(4)
    socket.connect(address, 9)
    await until(() => (socket.readiness() & Ready.ERR) !== 0, 'the refusal')
    expect(socket.takeError()).toBe(Errno.ECONNREFUSED)
    socket.close()
  })

  test('after a half-close the other direction goes on', async () => {
    const { near, far } = await connect(open(direction))
    near.send(Buffer.from('question'))
    near.shutdown(Shutdown.WRITE)
    const question = collect(far)
    await until(() => question.ended, 'the end of the question')
    const answer = collect(near)
    pump(far, randomBytes(300_000))
    await until(() => answer.ended, 'the end of the answer')
    expect(Buffer.compare(answer.bytes, randomBytes(300_000))).toBe(0)
  })

  test('a reset reaches the other end as ECONNRESET', async () => {
    const { near, far } = await connect(open(direction))
    near.reset()
    await until(() => (far.readiness() & Ready.IN) !== 0, 'the reset')
    expect(far.receive(10)).toBe(-Errno.ECONNRESET)
  })

  test('closing with unread data resets the connection', async () => {
    const { near, far } = await connect(open(direction))
    near.send(Buffer.from('never read'))
    await until(() => (far.readiness() & Ready.IN) !== 0, 'the data')
    far.close()
    await until(() => (near.readiness() & Ready.ERR) !== 0, 'the reset')
    expect(near.takeError()).toBe(Errno.ECONNRESET)
  })

  test('both ends may close at once', async () => {
    const { near, far } = await connect(open(direction, { impairment: { delay: 20_000_000 } }))
    near.shutdown(Shutdown.WRITE)
    far.shutdown(Shutdown.WRITE)
    const [one, two] = [collect(near), collect(far)]
    await until(() => one.ended && two.ended, 'both ends')
    await until(() => near.state === 'CLOSED' && far.state === 'CLOSED', 'the simultaneous close', 2000)
  })

  test('a reader that stops holds the writer back, and gets everything when it goes on', {
    timeout: 20_000,
  }, async () => {
    const { near, far } = await connect(open(direction))
    const data = randomBytes(8_000_000)
    pump(near, data)
    await new Promise((resolve) => setTimeout(resolve, 700))
    const queued = near.sendQueueLength() + far.receiveQueueLength()
    expect(queued).toBeGreaterThan(50_000)
    expect(queued).toBeLessThan(7_000_000)
    const got = collect(far)
    await until(() => got.ended, 'all of it', 15_000)
    expect(Buffer.compare(got.bytes, data)).toBe(0)
  })

  test('UDP goes there and back, and a closed port is reported', async () => {
    const { from, to, address } = open(direction)
    const server = to.udp.socket(4)
    server.bind('0.0.0.0', 7)
    const client = from.udp.socket(4)
    client.connect(address, 7)
    client.send(randomBytes(20_000))
    await until(() => (server.readiness() & Ready.IN) !== 0, 'the datagram')
    const received = server.receive(65_535)
    if (typeof received === 'number') throw new Error(`receive: ${received}`)
    expect(Buffer.compare(received.bytes, randomBytes(20_000))).toBe(0)
    server.send(Buffer.from('and back'), received.from!)
    await until(() => (client.readiness() & Ready.IN) !== 0, 'the answer')
    expect(client.receive(100)).toMatchObject({ from: { address, port: 7 } })
    server.close()
    client.send(Buffer.from('anybody?'))
    await until(() => (client.readiness() & Ready.ERR) !== 0, 'the error')
    expect(client.receive(100)).toBe(-Errno.ECONNREFUSED)
    client.close()
  })
})

describe.skipIf(problem !== null)('side by side', () => {
  /** Of the first SYN that each side sent: the options' kinds in order, the window, and what else of the header is not random. */
  function synShape(sender: string) {
    for (const { from, bytes } of world!.recorder.packets) {
      const frame = parseEthernet(bytes)
      if (from !== `${sender}:eth0` || frame instanceof ParseError || frame.type !== 0x800) continue
      const packet = parseIpv4(frame.payload)
      if (packet instanceof ParseError || packet.protocol !== 6) continue
      const segment = parseTcp(packet.payload)
      if (segment instanceof ParseError || (segment.flags & 2) === 0) continue
      const options = parseTcpOptions(segment.options)
      if (options instanceof ParseError) throw new Error(options.toString())
      const { ttl, dontFragment, dscp } = packet
      const kinds = options.map((option) => (option.kind === 'mss' ? `mss ${option.value}` : option.kind))
      return { ttl, dontFragment, dscp, flags: segment.flags, window: segment.window, kinds }
    }
    throw new Error(`no SYN of ${sender}`)
  }

  test("our SYN and SYN-ACK look like the kernel's", async () => {
    world = new BesideLinux({ sysctls: { 'net/ipv4/tcp_ecn': 0 } })
    await connectAcross(world.simulated, world.linux, LINUX, 7)
    const synAckOfLinux = synShape('linux')
    const synOfSimulated = synShape('simulated')
    await world.close()
    world = new BesideLinux({ sysctls: { 'net/ipv4/tcp_ecn': 0 } })
    await connectAcross(world.linux, world.simulated, SIMULATED, 7)
    expect(synOfSimulated).toEqual(synShape('linux'))
    expect(synShape('simulated')).toEqual(synAckOfLinux)
  })

  test('a socket on :: accepts an IPv4 client of the kernel under its mapped address', async () => {
    world = new BesideLinux({})
    const listener = world.simulated.tcp.socket(6)
    listener.bind('::', 8080)
    listener.listen(8)
    const client = world.linux.tcp.socket(4)
    client.connect(SIMULATED, 8080)
    await until(() => (listener.readiness() & Ready.IN) !== 0, 'the connection')
    const accepted = listener.accept()
    if (typeof accepted === 'number') throw new Error(`accept: ${accepted}`)
    expect(accepted.localEndpoint()).toEqual({ address: `::ffff:${SIMULATED}`, port: 8080 })
    expect(accepted.remoteEndpoint()?.address).toBe(`::ffff:${LINUX}`)
    client.close()
  })
})
