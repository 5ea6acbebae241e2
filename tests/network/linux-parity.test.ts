/**
 * The same calls on the simulated stack and on the kernel's, each host talking to itself over lo: results, errors and readiness must
 * be the same word for word.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  addressFamily,
  BindFlag,
  type Endpoint,
  errnoName,
  type Host,
  Ready,
  type Received,
  Shutdown,
  type Socket,
  SocketOption,
  type TcpSocket,
} from '../../src/runtime/network/index.ts'
import { BesideLinux, until, whyNoNamespaces } from './beside-linux.ts'

const problem = whyNoNamespaces()
if (problem !== null) console.warn(`Skipped: the same calls on the Linux kernel: ${problem}`)

/** Notes what calls return, in words. */
class Notes {
  readonly lines: string[] = []

  add(what: string, result: Result): void {
    this.lines.push(`${what}: ${describeResult(result)}`)
  }

  ready(what: string, socket: Socket): void {
    const bits = socket.readiness()
    const names = Object.entries(Ready).filter(([, bit]) => (bits & bit) !== 0)
    this.lines.push(`${what}: ${names.map(([name]) => name).join(' ') || 'nothing'}`)
  }
}

type Result = number | Received | Endpoint | TcpSocket | null

function describeResult(result: Result): string {
  if (result === null) return 'null'
  if (typeof result === 'number') return result < 0 ? errnoName(result) : String(result)
  if ('kind' in result) return result.kind
  if ('bytes' in result) return JSON.stringify(Buffer.from(result.bytes).toString())
  return result.port >= 32_768 ? `${result.address}:ephemeral` : `${result.address}:${result.port}`
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 60))
const text = (value: string) => Buffer.from(value)

async function pair(
  host: Host,
  port: number,
  address = '127.0.0.1',
): Promise<{ listener: TcpSocket; near: TcpSocket; far: TcpSocket }> {
  const family = addressFamily(address)
  const listener = host.tcp.socket(family)
  listener.bind(address, port, BindFlag.REUSEADDR)
  listener.listen(4)
  const near = host.tcp.socket(family)
  near.connect(address, port)
  await until(() => (listener.readiness() & Ready.IN) !== 0, 'a connection')
  const far = listener.accept()
  if (typeof far === 'number') throw new Error(`accept: ${far}`)
  await until(() => (near.readiness() & Ready.OUT) !== 0, 'the connection')
  return { listener, near, far }
}

/** Each uses a port of its own. */
const SCENARIOS: Record<string, (host: Host, notes: Notes) => Promise<void>> = {
  async 'a socket that does nothing'(host, notes) {
    const socket = host.tcp.socket(4)
    notes.ready('fresh', socket)
    notes.add('send', socket.send(text('x')))
    notes.add('receive', socket.receive(10))
    notes.add('accept', socket.accept())
    notes.add('shutdown', socket.shutdown(Shutdown.BOTH))
    notes.add('peer', socket.remoteEndpoint())
    notes.add('error', socket.takeError())
    socket.close()
  },
  async bind(host, notes) {
    const [one, two, three] = [host.tcp.socket(4), host.tcp.socket(4), host.tcp.socket(4)]
    notes.add('foreign address', one.bind('203.0.113.1', 1001))
    notes.add('bind', one.bind('127.0.0.1', 1001))
    notes.add('name', one.localEndpoint())
    notes.add('again', one.bind('127.0.0.1', 1002))
    notes.add('same port', two.bind('127.0.0.1', 1001))
    notes.add('any, same port', two.bind('0.0.0.0', 1001))
    notes.add('any, same port, reuse on one side', two.bind('0.0.0.0', 1001, BindFlag.REUSEADDR))
    notes.add('other loopback address', three.bind('127.0.0.2', 1001))
    for (const socket of [one, two, three]) socket.close()
  },
  async 'reuse and listen'(host, notes) {
    const [one, two, three] = [host.tcp.socket(4), host.tcp.socket(4), host.tcp.socket(4)]
    notes.add('bind', one.bind('0.0.0.0', 1011, BindFlag.REUSEADDR))
    notes.add('bind', two.bind('0.0.0.0', 1011, BindFlag.REUSEADDR))
    notes.add('listen', one.listen(1))
    notes.add('listen again', one.listen(5))
    notes.add('second listen', two.listen(1))
    notes.add('bind', three.bind('127.0.0.1', 1011, BindFlag.REUSEADDR))
    notes.add('connect of a listener', one.connect('127.0.0.1', 1012))
    for (const socket of [one, two, three]) socket.close()
  },
  async 'dual stack'(host, notes) {
    const [six, four, only] = [host.tcp.socket(6), host.tcp.socket(4), host.tcp.socket(6)]
    notes.add('::', six.bind('::', 1021))
    notes.add('0.0.0.0 beside it', four.bind('0.0.0.0', 1021))
    notes.add('127.0.0.1 beside it', four.bind('127.0.0.1', 1021))
    notes.add(':: only IPv6', only.bind('::', 1022, BindFlag.V6ONLY))
    notes.add('0.0.0.0 beside that', four.bind('0.0.0.0', 1022))
    notes.add('listen', six.listen(4))
    notes.ready('listening', six)
    const client = host.tcp.socket(4)
    client.connect('127.0.0.1', 1021)
    await until(() => (six.readiness() & Ready.IN) !== 0, 'a connection')
    const accepted = six.accept()
    if (typeof accepted === 'number') throw new Error(`accept: ${accepted}`)
    notes.add('own name', accepted.localEndpoint())
    notes.add('peer', accepted.remoteEndpoint())
    const mapped = host.tcp.socket(6)
    mapped.connect('::ffff:127.0.0.1', 1021)
    await until(() => (six.readiness() & Ready.IN) !== 0, 'a connection')
    notes.add('peer of a family 6 client', mapped.remoteEndpoint())
    for (const socket of [six, four, only, client, accepted, mapped]) socket.close()
  },
  async connecting(host, notes) {
    const { listener, near, far } = await pair(host, 1031)
    notes.ready('connected', near)
    notes.add('again', near.connect('127.0.0.1', 1031))
    notes.add('listen', near.listen(1))
    notes.add('peer', near.remoteEndpoint())
    notes.add('own name', near.localEndpoint())
    notes.add('accept without a connection', listener.accept())
    const refused = host.tcp.socket(4)
    notes.add('nobody there', refused.connect('127.0.0.1', 1039))
    await until(() => (refused.readiness() & Ready.ERR) !== 0, 'the refusal')
    notes.ready('refused', refused)
    notes.add('error', refused.takeError())
    notes.ready('after that', refused)
    notes.add('error again', refused.takeError())
    notes.add('receive', refused.receive(10))
    notes.add('send', refused.send(text('x')))
    const unreachable = host.tcp.socket(4)
    notes.add('no route', unreachable.connect('203.0.113.1', 80))
    for (const socket of [listener, near, far, refused, unreachable]) socket.close()
  },
  async 'data and end'(host, notes) {
    const { listener, near, far } = await pair(host, 1041)
    notes.add('nothing yet', far.receive(10))
    notes.add('send', near.send(text('hello')))
    notes.add('send nothing', near.send(text('')))
    await settled()
    notes.ready('data', far)
    notes.add('a part', far.receive(2))
    notes.add('the rest', far.receive(10))
    notes.ready('read', far)
    notes.add('shutdown', near.shutdown(Shutdown.WRITE))
    notes.add('shutdown again', near.shutdown(Shutdown.WRITE))
    notes.add('send', near.send(text('x')))
    notes.ready('half-closed', near)
    await settled()
    notes.ready('peer ended', far)
    notes.add('end', far.receive(10))
    notes.add('end again', far.receive(10))
    notes.add('answer', far.send(text('bye')))
    far.close()
    await settled()
    notes.ready('both ended', near)
    notes.add('last', near.receive(10))
    notes.add('end', near.receive(10))
    notes.add('shutdown', near.shutdown(Shutdown.BOTH))
    notes.add('peer', near.remoteEndpoint())
    for (const socket of [listener, near]) socket.close()
  },
  async 'reading that is shut'(host, notes) {
    const { listener, near, far } = await pair(host, 1051)
    notes.add('shutdown', near.shutdown(Shutdown.READ))
    notes.ready('shut', near)
    notes.add('end', near.receive(10))
    far.send(text('late'))
    await settled()
    notes.add('data all the same', near.receive(10))
    notes.add('send', near.send(text('x')))
    for (const socket of [listener, near, far]) socket.close()
  },
  async reset(host, notes) {
    const { listener, near, far } = await pair(host, 1061)
    near.send(text('before'))
    await settled()
    near.reset()
    await settled()
    notes.ready('reset', far)
    notes.add('data before', far.receive(100))
    notes.add('then', far.receive(100))
    notes.add('then', far.receive(100))
    notes.add('send', far.send(text('x')))
    notes.ready('after that', far)
    notes.add('peer', far.remoteEndpoint())
    for (const socket of [listener, far]) socket.close()
  },
  async 'writing to a peer that is gone'(host, notes) {
    const { listener, near, far } = await pair(host, 1071)
    far.close()
    await settled()
    notes.ready('ended', near)
    notes.add('first send', near.send(text('x')))
    await settled()
    notes.ready('answered by RST', near)
    notes.add('send', near.send(text('x')))
    notes.add('receive', near.receive(10))
    notes.add('error', near.takeError())
    for (const socket of [listener, near]) socket.close()
  },
  async 'closing with unread data'(host, notes) {
    const { listener, near, far } = await pair(host, 1081)
    near.send(text('never read'))
    await settled()
    far.close()
    await settled()
    notes.ready('reset', near)
    notes.add('receive', near.receive(10))
    for (const socket of [listener, near]) socket.close()
  },
  async 'TIME-WAIT and the port'(host, notes) {
    const { listener, near, far } = await pair(host, 1091)
    far.close()
    await settled()
    near.close()
    listener.close()
    await settled()
    const [plain, reusing] = [host.tcp.socket(4), host.tcp.socket(4)]
    notes.add('bind', plain.bind('127.0.0.1', 1091))
    notes.add('bind with reuse', reusing.bind('127.0.0.1', 1091, BindFlag.REUSEADDR))
    notes.add('listen', reusing.listen(1))
    for (const socket of [plain, reusing]) socket.close()
  },
  async 'a listener that closes'(host, notes) {
    const listener = host.tcp.socket(4)
    listener.bind('127.0.0.1', 1101)
    listener.listen(4)
    const waiting = host.tcp.socket(4)
    waiting.connect('127.0.0.1', 1101)
    await settled()
    listener.close()
    await settled()
    notes.ready('never accepted', waiting)
    notes.add('receive', waiting.receive(10))
    waiting.close()
  },
  async UDP(host, notes) {
    const [one, two] = [host.udp.socket(4), host.udp.socket(4)]
    const unnamed = host.udp.socket(4)
    notes.add('send nowhere', unnamed.send(text('x')))
    notes.add('name', unnamed.localEndpoint())
    notes.add('bind', unnamed.bind('127.0.0.1', 1112))
    unnamed.close()
    notes.ready('fresh', one)
    notes.add('name', one.localEndpoint())
    notes.add('bind', one.bind('127.0.0.1', 1111))
    notes.add('same port', two.bind('127.0.0.1', 1111))
    notes.add('send', two.send(text('hello'), { address: '127.0.0.1', port: 1111 }))
    notes.add('name', two.localEndpoint())
    await settled()
    notes.ready('a datagram', one)
    notes.add('cut short', one.receive(2))
    notes.add('nothing left', one.receive(10))
    notes.add('too long', two.send(Buffer.alloc(65_508), { address: '127.0.0.1', port: 1111 }))
    notes.add('no route', two.send(text('x'), { address: '203.0.113.1', port: 1111 }))
    notes.add('broadcast', two.send(text('x'), { address: '255.255.255.255', port: 1111 }))
    notes.add('connect', two.connect('127.0.0.1', 1119))
    notes.add('name', two.localEndpoint())
    notes.add('peer', two.remoteEndpoint())
    notes.add('send to nobody', two.send(text('x')))
    await settled()
    notes.ready('refused', two)
    notes.add('receive', two.receive(10))
    notes.add('receive', two.receive(10))
    notes.add('dissolve', two.connect('', 0))
    notes.add('peer', two.remoteEndpoint())
    notes.add('name', two.localEndpoint())
    for (const socket of [one, two]) socket.close()
  },
  async raw(host, notes) {
    const socket = host.raw.socket(4, 1)
    if (typeof socket === 'number') throw new Error(`raw socket: ${socket}`)
    notes.ready('fresh', socket)
    notes.add('name', socket.localEndpoint())
    notes.add('nothing', socket.receive(10))
    notes.add('send', socket.send(Uint8Array.of(8, 0, 0xf7, 0xff, 0, 0, 0, 0), { address: '127.0.0.1', port: 0 }))
    await settled()
    const seen = [socket.receive(100), socket.receive(100), socket.receive(100)]
    notes.add('request', typeof seen[0] === 'number' ? seen[0] : seen[0]!.bytes[20]!)
    notes.add('reply', typeof seen[1] === 'number' ? seen[1] : seen[1]!.bytes[20]!)
    notes.add('nothing more', typeof seen[2] === 'number' ? seen[2] : 0)
    socket.close()
  },
  async 'IPv6: names and ports'(host, notes) {
    const [one, two, four, only] = [host.tcp.socket(6), host.tcp.socket(6), host.tcp.socket(4), host.tcp.socket(6)]
    notes.add('foreign address', one.bind('2001:db8::1', 1131))
    notes.add('bind', one.bind('::1', 1131))
    notes.add('name', one.localEndpoint())
    notes.add('same port', two.bind('::1', 1131))
    notes.add('any, same port', two.bind('::', 1131))
    notes.add('127.0.0.1, same port', four.bind('127.0.0.1', 1131))
    notes.add(':: only IPv6, another port', only.bind('::', 1132, BindFlag.V6ONLY))
    notes.add('mapped address', two.bind('::ffff:127.0.0.1', 1133))
    notes.add('name', two.localEndpoint())
    for (const socket of [one, two, four, only]) socket.close()
  },
  async 'IPv6: connecting'(host, notes) {
    const { listener, near, far } = await pair(host, 1141, '::1')
    notes.add('own name', near.localEndpoint())
    notes.add('peer', near.remoteEndpoint())
    notes.add('accepted name', far.localEndpoint())
    near.send(text('hello'))
    await settled()
    notes.add('data', far.receive(10))
    const sockets = [0, 1, 2, 3, 4].map(() => host.tcp.socket(6))
    const [refused, away, bound, only, any] = sockets as [TcpSocket, TcpSocket, TcpSocket, TcpSocket, TcpSocket]
    notes.add('nobody there', refused.connect('::1', 1149))
    await until(() => (refused.readiness() & Ready.ERR) !== 0, 'the refusal')
    notes.add('error', refused.takeError())
    notes.add('no route', away.connect('2001:db8::1', 80))
    bound.bind('::1', 1142)
    notes.add('from ::1 to IPv4', bound.connect('::ffff:127.0.0.1', 1149))
    only.bind('::', 1143, BindFlag.V6ONLY)
    notes.add('IPv6 only, to IPv4', only.connect('::ffff:127.0.0.1', 1149))
    notes.add('to a group', away.connect('ff02::1', 80))
    notes.add('to ::', any.connect('::', 1141))
    await settled()
    notes.add('is ::1', any.remoteEndpoint())
    for (const socket of [listener, near, far, ...sockets]) socket.close()
  },
  async 'IPv6: UDP'(host, notes) {
    const [one, two, four] = [host.udp.socket(6), host.udp.socket(6), host.udp.socket(4)]
    notes.add('name', one.localEndpoint())
    notes.add('bind', one.bind('::', 1151))
    notes.add('0.0.0.0 beside it', four.bind('0.0.0.0', 1151))
    notes.add('send', two.send(text('six'), { address: '::1', port: 1151 }))
    notes.add('send', two.send(text('four'), { address: '::ffff:127.0.0.1', port: 1151 }))
    notes.add('name', two.localEndpoint())
    await settled()
    for (let i = 0; i < 2; i++) {
      const received = one.receive(10)
      notes.add('received', received)
      notes.add('from', typeof received === 'number' ? received : received.from)
    }
    notes.add('longest', two.send(Buffer.alloc(65_527), { address: '::1', port: 1151 }))
    notes.add('too long', two.send(Buffer.alloc(65_528), { address: '::1', port: 1151 }))
    notes.add('too long for IPv4', two.send(Buffer.alloc(65_508), { address: '::ffff:127.0.0.1', port: 1151 }))
    notes.add('no route', two.send(text('x'), { address: '2001:db8::1', port: 1151 }))
    notes.add('connect', two.connect('::1', 1159))
    notes.add('name', two.localEndpoint())
    notes.add('peer', two.remoteEndpoint())
    notes.add('send to nobody', two.send(text('x')))
    await settled()
    notes.ready('refused', two)
    notes.add('receive', two.receive(10))
    notes.add('dissolve', two.connect('', 0))
    notes.add('name', two.localEndpoint())
    notes.add('connect to IPv4', two.connect('::ffff:127.0.0.1', 1151))
    notes.add('name', two.localEndpoint())
    notes.add('peer', two.remoteEndpoint())
    for (const socket of [one, two, four]) socket.close()
  },
  async 'IPv6: raw'(host, notes) {
    const socket = host.raw.socket(6, 58)
    if (typeof socket === 'number') throw new Error(`raw socket: ${socket}`)
    notes.ready('fresh', socket)
    notes.add('name', socket.localEndpoint())
    notes.add('too short', socket.send(Uint8Array.of(128, 0), { address: '::1', port: 0 }))
    // The kernel fills in the checksum.
    notes.add('send', socket.send(Uint8Array.of(128, 0, 0, 0, 0, 0, 0, 0), { address: '::1', port: 0 }))
    notes.add('to IPv4', socket.send(Uint8Array.of(128, 0, 0, 0, 0, 0, 0, 0), { address: '::ffff:127.0.0.1', port: 0 }))
    await settled()
    const seen = [socket.receive(100), socket.receive(100), socket.receive(100)]
    notes.add('request', typeof seen[0] === 'number' ? seen[0] : seen[0]!.bytes[0]!)
    notes.add('reply', typeof seen[1] === 'number' ? seen[1] : seen[1]!.bytes[0]!)
    notes.add('nothing more', typeof seen[2] === 'number' ? seen[2] : 0)
    socket.close()
  },
  async 'IPv6: options'(host, notes) {
    const { listener, near, far } = await pair(host, 1161, '::1')
    for (const option of ['TTL', 'TOS', 'REUSEADDR', 'KEEPALIVE'] as const) {
      notes.add(option, near.getOption(SocketOption[option]))
    }
    notes.add('hop limit', near.setOption(SocketOption.TTL, 5))
    notes.add('hop limit', near.getOption(SocketOption.TTL))
    notes.add('hop limit 256', near.setOption(SocketOption.TTL, 256))
    for (const socket of [listener, near, far]) socket.close()
  },
  async options(host, notes) {
    const { listener, near, far } = await pair(host, 1121)
    for (const option of ['NODELAY', 'TTL', 'TOS', 'REUSEADDR', 'KEEPALIVE'] as const) {
      notes.add(option, near.getOption(SocketOption[option]))
    }
    notes.add('set', near.setOption(SocketOption.NODELAY, 1))
    notes.add('get', near.getOption(SocketOption.NODELAY))
    notes.add('inherited', far.getOption(SocketOption.REUSEADDR))
    notes.add('time to live 0', near.setOption(SocketOption.TTL, 256))
    notes.add('receive buffer', near.setOption(SocketOption.RCVBUF, 10_000))
    notes.add('receive buffer', near.getOption(SocketOption.RCVBUF))
    notes.add('send buffer', near.setOption(SocketOption.SNDBUF, 100))
    notes.add('send buffer', near.getOption(SocketOption.SNDBUF))
    for (const socket of [listener, near, far]) socket.close()
  },
}

describe.skipIf(problem !== null)('the same calls give the same results', () => {
  let world: BesideLinux
  beforeAll(() => {
    world = new BesideLinux({})
  })
  afterAll(() => world.close())

  test.each(Object.keys(SCENARIOS))('%s', async (name) => {
    const run = async (host: Host) => {
      const notes = new Notes()
      await SCENARIOS[name]!(host, notes)
      return notes.lines
    }
    const [simulated, linux] = [await run(world.simulated), await run(world.linux)]
    expect(simulated).toEqual(linux)
  })
})
