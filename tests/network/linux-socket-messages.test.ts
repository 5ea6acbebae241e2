/** What sockets tell besides data, beside the kernel: error reports, packet information, what was learned of a path; and zones of addresses. */
import {
  errnoName,
  type Host,
  PathMtuDiscovery,
  Ready,
  type Received,
  ReceiveFlag,
  type Socket,
  SocketOption,
} from '#network'
import { until } from './beside-linux.ts'
import { type Notes, settled, testSameCalls, text } from './same-calls.ts'

const LOOPBACK = { 4: '127.0.0.1', 6: '::1' } as const
const NOBODY = { 4: '10.99.0.77', 6: '2001:db8:99::77' } as const

/** All that came with a datagram. The host's own addresses are not the same on both. */
function whole(host: Host, result: Received | number): string {
  if (typeof result === 'number') return errnoName(result)
  const { bytes, from, ancillary } = result
  const port = from === null || from.port >= 32_768 ? 'ephemeral' : from.port
  const all = { from: from?.address, port, bytes: Buffer.from(bytes).toString(), ...ancillary }
  const said = JSON.stringify(all)
  return said.replaceAll(ownAddress(host, 4), 'mine').replaceAll(ownAddress(host, 6), 'my IPv6')
}

function ownAddress(host: Host, family: 4 | 6): string {
  const prefix = family === 4 ? '10.99.' : '2001:db8:99:'
  const own = host.interfaces().flatMap(({ addresses }) => addresses)
  return own.find((address) => address.startsWith(prefix))!.split('/')[0]!
}

function linkLocalOf(host: Host): string {
  const own = host.interfaces().flatMap(({ name, addresses }) => (name === 'eth0' ? addresses : []))
  return own.find((address) => address.startsWith('fe80:'))!.split('/')[0]!
}

async function askedFor(socket: Socket, notes: Notes): Promise<void> {
  for (const name of ['RECEIVE_PACKET_INFO', 'RECEIVE_TTL', 'RECEIVE_TOS'] as const) {
    notes.add(`${name} before`, socket.getOption(SocketOption[name]))
    notes.add(name, socket.setOption(SocketOption[name], 1))
    notes.add(`${name} after`, socket.getOption(SocketOption[name]))
  }
}

async function packetInformation(host: Host, notes: Notes, family: 4 | 6, port: number): Promise<void> {
  const [one, two] = [host.udp.socket(family), host.udp.socket(family)]
  one.bind(family === 4 ? '0.0.0.0' : '::', port)
  two.setOption(SocketOption.TTL, 33)
  two.setOption(SocketOption.TOS, 0x28)
  two.send(text('before'), { address: LOOPBACK[family], port })
  await settled()
  one.receive(100)
  await askedFor(one, notes)
  for (const address of [LOOPBACK[family], ownAddress(host, family)]) {
    notes.add(`to ${address.length > 0}`, two.send(text('x'), { address, port }))
    await settled()
    notes.lines.push(whole(host, one.receive(100)))
  }
  if (family === 6) {
    two.send(text('mapped'), { address: '::ffff:127.0.0.1', port })
    await settled()
    notes.lines.push(whole(host, one.receive(100)))
  }
  for (const socket of [one, two]) socket.close()
}

async function errorReports(host: Host, notes: Notes, family: 4 | 6, port: number): Promise<void> {
  const socket = host.udp.socket(family)
  const to = { address: LOOPBACK[family], port }
  notes.add('empty queue', socket.receive(100, ReceiveFlag.ERRQUEUE))
  notes.add('RECEIVE_ERRORS', socket.setOption(SocketOption.RECEIVE_ERRORS, 1))
  notes.add('RECEIVE_ERRORS', socket.getOption(SocketOption.RECEIVE_ERRORS))
  notes.add('send', socket.send(text('first'), to))
  await settled()
  notes.ready('refused', socket)
  notes.lines.push(whole(host, socket.receive(100, ReceiveFlag.ERRQUEUE)))
  notes.ready('report taken', socket)
  notes.add('send', socket.send(text('second'), to))
  await settled()
  notes.add('an unconnected one hears of it', socket.receive(100))
  notes.ready('error taken', socket)
  notes.lines.push(whole(host, socket.receive(3, ReceiveFlag.ERRQUEUE)))
  notes.add('no more', socket.receive(100, ReceiveFlag.ERRQUEUE))
  socket.send(text('third'), to)
  await settled()
  socket.takeError()
  socket.send(text('fourth'), { ...to, port: port + 1 })
  await settled()
  notes.lines.push(whole(host, socket.receive(100, ReceiveFlag.ERRQUEUE)))
  notes.add('the error of the next', socket.takeError())
  notes.ready('one left', socket)
  notes.add('off', socket.setOption(SocketOption.RECEIVE_ERRORS, 0))
  notes.ready('none left', socket)
  notes.add('none left', socket.receive(100, ReceiveFlag.ERRQUEUE))
  socket.close()
}

async function tooLong(host: Host, notes: Notes, family: 4 | 6, port: number): Promise<void> {
  const socket = host.udp.socket(family)
  const to = { address: NOBODY[family], port }
  notes.add('MTU_DISCOVER', socket.getOption(SocketOption.MTU_DISCOVER))
  notes.add('7', socket.setOption(SocketOption.MTU_DISCOVER, 7))
  notes.add('PATH_MTU, not connected', socket.getOption(SocketOption.PATH_MTU))
  socket.setOption(SocketOption.RECEIVE_ERRORS, 1)
  const { DONT, WANT, DO, PROBE, INTERFACE, OMIT } = PathMtuDiscovery
  for (const how of [DO, PROBE, INTERFACE]) {
    notes.add(`discover ${how}`, socket.setOption(SocketOption.MTU_DISCOVER, how))
    notes.add(`1473 with ${how}`, socket.send(Buffer.alloc(1473), to))
    notes.lines.push(whole(host, socket.receive(100, ReceiveFlag.ERRQUEUE)))
  }
  notes.add('connect', socket.connect(to.address, to.port))
  notes.add('PATH_MTU', socket.getOption(SocketOption.PATH_MTU))
  notes.add('set PATH_MTU', family === 4 ? socket.setOption(SocketOption.PATH_MTU, 1400) : 0)
  notes.add('1473', socket.send(Buffer.alloc(1473)))
  notes.lines.push(whole(host, socket.receive(100, ReceiveFlag.ERRQUEUE)))
  for (const how of [DONT, WANT, OMIT]) {
    socket.setOption(SocketOption.MTU_DISCOVER, how)
    notes.add(`1473 with ${how}`, socket.send(Buffer.alloc(1473)))
  }
  socket.close()
}

async function unreachable(host: Host, notes: Notes, family: 4 | 6, port: number): Promise<void> {
  const socket = host.udp.socket(family)
  socket.setOption(SocketOption.RECEIVE_ERRORS, 1)
  notes.add('to nobody', socket.send(text('hello'), { address: NOBODY[family], port }))
  await until(() => (socket.readiness() & Ready.ERR) !== 0, `the error at ${host.name}`)
  notes.lines.push(whole(host, socket.receive(100, ReceiveFlag.ERRQUEUE)))
  notes.add('error', socket.takeError())
  socket.close()
}

async function unicastInterface(host: Host, notes: Notes, family: 4 | 6, port: number): Promise<void> {
  const [socket, listener] = [host.udp.socket(family), host.udp.socket(family)]
  const far = { address: family === 4 ? '203.0.113.9' : '2001:db8:77::9', port }
  listener.bind(family === 4 ? '0.0.0.0' : '::', port)
  notes.add('no route', socket.send(text('x'), far))
  notes.add('value', socket.getOption(SocketOption.UNICAST_INTERFACE))
  notes.add('unknown', socket.setOption(SocketOption.UNICAST_INTERFACE, 99))
  notes.add('eth0', socket.setOption(SocketOption.UNICAST_INTERFACE, 2))
  notes.add('value', socket.getOption(SocketOption.UNICAST_INTERFACE))
  notes.add('bound elsewhere', socket.setOption(SocketOption.BIND_TO_DEVICE, 0, 'lo'))
  notes.add('then eth0', socket.setOption(SocketOption.UNICAST_INTERFACE, 2))
  notes.add('loopback', socket.send(text('x'), { address: LOOPBACK[family], port }))
  notes.add('bound no more', socket.setOption(SocketOption.BIND_TO_DEVICE, 0, ''))
  notes.add('none', socket.setOption(SocketOption.UNICAST_INTERFACE, 0))
  notes.add('value', socket.getOption(SocketOption.UNICAST_INTERFACE))
  for (const one of [socket, listener]) one.close()
}

async function rawReports(host: Host, notes: Notes): Promise<void> {
  const socket = host.raw.socket(4, 253)
  if (typeof socket === 'number') throw new Error(`raw socket: ${socket}`)
  const [own] = [ownAddress(host, 4)]
  notes.add('to myself, who has no such protocol', socket.send(text('raw'), { address: own, port: 0 }))
  await settled()
  notes.ready('unconnected', socket)
  socket.close()
  const reporting = host.raw.socket(4, 252)
  if (typeof reporting === 'number') throw new Error(`raw socket: ${reporting}`)
  reporting.setOption(SocketOption.RECEIVE_ERRORS, 1)
  reporting.setOption(SocketOption.MTU_DISCOVER, PathMtuDiscovery.DO)
  notes.add('too long', reporting.send(Buffer.alloc(1481), { address: NOBODY[4], port: 0 }))
  notes.lines.push(whole(host, reporting.receive(100, ReceiveFlag.ERRQUEUE)))
  notes.add('PATH_MTU', reporting.getOption(SocketOption.PATH_MTU))
  notes.add('to nobody', reporting.send(text('hello, nobody'), { address: NOBODY[4], port: 0 }))
  await until(() => (reporting.readiness() & Ready.ERR) !== 0, `the error at ${host.name}`)
  notes.lines.push(whole(host, reporting.receive(100, ReceiveFlag.ERRQUEUE)))
  for (const name of ['RECEIVE_PACKET_INFO', 'RECEIVE_TTL', 'RECEIVE_TOS'] as const)
    reporting.setOption(SocketOption[name], 1)
  notes.add('to myself', reporting.send(text('raw'), { address: own, port: 0 }))
  await settled()
  const received = reporting.receive(100)
  notes.lines.push(
    JSON.stringify(typeof received === 'number' ? errnoName(received) : received.ancillary).replaceAll(own, 'mine'),
  )
  reporting.close()
}

async function tcpOptions(host: Host, notes: Notes): Promise<void> {
  const socket = host.tcp.socket(4)
  notes.add('PATH_MTU, not connected', socket.getOption(SocketOption.PATH_MTU))
  for (const name of ['RECEIVE_ERRORS', 'MTU_DISCOVER'] as const) {
    notes.add(name, socket.getOption(SocketOption[name]))
    notes.add(name, socket.setOption(SocketOption[name], 1))
    notes.add(name, socket.getOption(SocketOption[name]))
  }
  notes.add('7', socket.setOption(SocketOption.MTU_DISCOVER, 7))
  socket.close()
}

/** Zones: `me` is the host's own link-local address. */
async function zones(host: Host, notes: Notes): Promise<void> {
  const me = linkLocalOf(host)
  const shown = (result: Parameters<Notes['add']>[1]) => {
    if (typeof result !== 'object' || result === null || !('address' in result)) return result
    return { ...result, address: result.address.replaceAll(me, 'me') }
  }
  const [one, two, three] = [host.udp.socket(6), host.udp.socket(6), host.udp.socket(6)]
  notes.add('bind with the wrong zone', one.bind(`${me}%lo`, 1251))
  notes.add('bind with a zone', two.bind(`${me}%eth0`, 1251))
  notes.add('name', shown(two.localEndpoint()))
  notes.add('the interface', two.getOption(SocketOption.BIND_TO_DEVICE) > 0 ? 1 : 0)
  notes.add('send with a zone', three.send(text('hello'), { address: `${me}%eth0`, port: 1251 }))
  await settled()
  const received = two.receive(100)
  notes.add('from', shown(typeof received === 'number' ? received : received.from))
  notes.add('connect with a zone', three.connect(`${me}%eth0`, 1251))
  notes.add('name', shown(three.localEndpoint()))
  notes.add('peer', shown(three.remoteEndpoint()))
  notes.add('connect with another zone', three.connect(`${me}%lo`, 1251))
  notes.add('dissolve', three.connect('', 0))
  notes.add('the interface after that', three.getOption(SocketOption.BIND_TO_DEVICE))
  notes.add('a zone where none is needed', three.send(text('x'), { address: '::1%eth0', port: 1259 }))
  const [listener, near] = [host.tcp.socket(6), host.tcp.socket(6)]
  notes.add('listen', listener.bind('::', 1252))
  listener.listen(4)
  near.connect(`${me}%eth0`, 1252)
  await until(() => (listener.readiness() & Ready.IN) !== 0, 'a connection')
  const far = listener.accept()
  if (typeof far === 'number') throw new Error(`accept: ${far}`)
  notes.add('accepted name', shown(far.localEndpoint()))
  notes.add('accepted peer', shown(far.remoteEndpoint()))
  notes.add('name', shown(near.localEndpoint()))
  notes.add('peer', shown(near.remoteEndpoint()))
  for (const socket of [one, two, three, listener, near, far]) socket.close()
}

testSameCalls(
  'what sockets tell besides data is what the kernel’s tell',
  {
    'IPv4: where datagrams were for': (host, notes) => packetInformation(host, notes, 4, 1201),
    'IPv6: where datagrams were for': (host, notes) => packetInformation(host, notes, 6, 1202),
    'IPv4: reports of errors': (host, notes) => errorReports(host, notes, 4, 1211),
    'IPv6: reports of errors': (host, notes) => errorReports(host, notes, 6, 1211),
    'IPv4: longer than the path takes': (host, notes) => tooLong(host, notes, 4, 1221),
    'IPv6: longer than the path takes': (host, notes) => tooLong(host, notes, 6, 1221),
    'IPv4: nobody there': (host, notes) => unreachable(host, notes, 4, 1231),
    'IPv6: nobody there': (host, notes) => unreachable(host, notes, 6, 1231),
    'IPv4: the interface to leave by': (host, notes) => unicastInterface(host, notes, 4, 1241),
    'IPv6: the interface to leave by': (host, notes) => unicastInterface(host, notes, 6, 1241),
    'raw sockets': rawReports,
    'options of TCP': tcpOptions,
    'zones of link-local addresses': zones,
  },
  { ipv6: true },
)
