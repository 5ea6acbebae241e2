/** The system calls on descriptors. */

import { Errno, type FilterInstruction, Ready, SocketOption } from '#network'
import {
  DescriptorKind,
  type HostTables,
  type MessageFacts,
  Op,
  type ProcessStart,
  type SocketOwner,
} from '../syscalls/index.ts'
import type { Descriptor, SocketFile, StreamSocket } from './descriptors.ts'
import type { CallHandler, Process, SystemCall } from './kernel-services.ts'
import { LARGEST_PIECE } from './limits.ts'
import { PassedFile } from './shared-files.ts'
import { bindUnix, connectUnix } from './unix-calls.ts'
import { UnixSocket } from './unix-socket.ts'

const ROOT = 0
/** AF_PACKET and SOCK_RAW. */
const [PACKET, RAW] = [17, 3]
const NO_BYTES = new Uint8Array(0)
const MOST_WANTED_SPACE = 1 << 16

export const socketCalls: ReadonlyMap<Op, CallHandler> = new Map<Op, CallHandler>([
  [Op.socket, socket],
  [Op.bind, onSocket(bind)],
  [Op.connect, onSocket(connect)],
  [Op.listen, onDescriptor(listen)],
  [Op.accept, onDescriptor(accept)],
  [Op.send, onDescriptor(send)],
  [Op.recv, onDescriptor(receive)],
  [Op.shutdown, onDescriptor((_, descriptor, call) => withStream(descriptor, (stream) => stream.shutdown(call.b)))],
  [Op.close, onDescriptor(close)],
  [Op.getname, onDescriptor(getName)],
  [Op.setopt, onSocket(setOption)],
  [Op.getopt, onSocket(getOption)],
  [Op.recvmsg, onSocket(receiveMessage)],
  [Op.interfaces, interfaces],
  [Op.sockets, sockets],
  [Op.tables, tables],
  [Op.way, way],
  [Op.poll, poll],
  [Op.watch, onDescriptor(watch)],
  [Op.socketpair, socketPair],
  [Op.kind, onDescriptor(kindOf)],
])

function isPort(port: number): boolean {
  return port >= 0 && port <= 65_535
}

function onDescriptor(handle: (process: Process, descriptor: Descriptor, call: SystemCall) => number): CallHandler {
  return (process, call) => {
    const descriptor = process.descriptors.get(call.a)
    return descriptor === undefined ? -Errno.EBADF : handle(process, descriptor, call)
  }
}

function onSocket(handle: (process: Process, file: SocketFile, call: SystemCall) => number): CallHandler {
  return onDescriptor((process, { socket }, call) =>
    socket === null ? -Errno.ENOTSOCK : handle(process, socket, call),
  )
}

function bind(process: Process, file: SocketFile, { b: port, c: flags, str }: SystemCall): number {
  if (file.kind === 'unix') return bindUnix(process, file, str)
  if (!isPort(port)) return -Errno.EINVAL
  if (file.kind === 'packet') return file.bind(str, port)
  const isReserved = port > 0 && port < process.kernel.unprivilegedPortStart
  return isReserved && process.files.credentials.uid !== ROOT ? -Errno.EACCES : file.bind(str, port, flags)
}

function connect(process: Process, file: SocketFile, { b: port, str }: SystemCall): number {
  if (file.kind === 'unix') return connectUnix(process, file, str)
  return isPort(port) ? file.connect(str, port) : -Errno.EINVAL
}

function withStream(descriptor: Descriptor, act: (stream: StreamSocket) => number): number {
  if (descriptor.socket === null) return -Errno.ENOTSOCK
  return descriptor.stream === null ? -Errno.EOPNOTSUPP : act(descriptor.stream)
}

function socket(process: Process, call: SystemCall): number {
  if (process.descriptors.full) return -Errno.EMFILE
  const file = createSocket(process, call)
  if (typeof file === 'number') return file
  const opened = process.open(file)
  return typeof opened === 'number' ? opened : opened.fd
}

function createSocket(process: Process, { a: domain, b: type, c: protocol }: SystemCall): SocketFile | number {
  const { kernel, host } = process
  if ((domain === PACKET || type === RAW) && !kernel.rawSockets && process.files.credentials.uid !== ROOT)
    return -Errno.EPERM
  if (domain === PACKET) return type === RAW ? host.packets!.socket(protocol) : -Errno.ESOCKTNOSUPPORT
  if (domain === 1) return type === 1 ? new UnixSocket(kernel.unixNames(host)) : -Errno.ESOCKTNOSUPPORT
  if (domain !== 4 && domain !== 6) return -Errno.EAFNOSUPPORT
  if (type === 1) return host.tcp.socket(domain)
  if (type === 2) return host.udp.socket(domain)
  return type === RAW ? host.raw.socket(domain, protocol) : -Errno.ESOCKTNOSUPPORT
}

function listen(_: Process, descriptor: Descriptor, call: SystemCall): number {
  return withStream(descriptor, (stream) => {
    const result = stream.listen(call.b)
    if (result >= 0) descriptor.listening = true
    return result
  })
}

function accept(process: Process, descriptor: Descriptor): number {
  return withStream(descriptor, (stream) => {
    if (process.descriptors.full) return -Errno.EMFILE
    const accepted = stream.accept()
    if (typeof accepted === 'number') return accepted
    const opened = process.open(accepted)
    if (typeof opened === 'number') return opened
    const peer = accepted.remoteEndpoint()
    process.out.str = peer?.address ?? ''
    process.out.a = peer?.port ?? 0
    process.out.b = opened.knownSpace = opened.space
    return opened.fd
  })
}

function send(process: Process, descriptor: Descriptor, call: SystemCall): number {
  const { out } = process
  const { file } = descriptor
  const bytes = call.bytes ?? NO_BYTES
  if (bytes.length > LARGEST_PIECE || !isPort(call.b)) return -Errno.EINVAL
  if (call.c > 0) return pass(process, descriptor, call.c - 1, bytes)
  const result = call.str === '' ? file.send(bytes) : file.send(bytes, { address: call.str, port: call.b })
  out.b = descriptor.knownSpace = descriptor.space
  return result
}

/** Sends a descriptor along: the receiver gets its own descriptor for the same file. */
function pass(process: Process, { file }: Descriptor, fd: number, bytes: Uint8Array): number {
  const given = process.descriptors.get(fd)
  if (given === undefined) return -Errno.EBADF
  if (file.kind !== 'unix') return -Errno.EINVAL
  const passed = new PassedFile(given, given)
  const result = file.pass(bytes, passed)
  if (result <= 0) passed.letGo()
  return result
}

function socketPair(process: Process, { a: type }: SystemCall): number {
  if (type !== 0 && type !== 1) return -Errno.ESOCKTNOSUPPORT
  const names = process.kernel.unixNames(process.host)
  const [first, second] = type === 1 ? UnixSocket.pair(names) : UnixSocket.pipe(names)
  const opened = [process.open(first), process.open(second)]
  const [a, b] = opened
  if (typeof a === 'object' && typeof b === 'object') {
    process.out.a = a.fd
    process.out.b = b.fd
    return 0
  }
  if (typeof a === 'object') process.close(a, false)
  return -Errno.EMFILE
}

function kindOf({ out }: Process, { file, socket: end }: Descriptor): number {
  out.b = end?.family ?? 0
  if (file.kind === 'file') return DescriptorKind.file
  if (file.kind === 'tcp' || file.kind === 'udp' || file.kind === 'raw' || file.kind === 'packet')
    return DescriptorKind[file.kind]
  return DescriptorKind.pipe
}

function receive({ out }: Process, { file }: Descriptor, call: SystemCall): number {
  if (call.b < 0) return -Errno.EINVAL
  const received = file.receive(Math.min(call.b, LARGEST_PIECE))
  if (typeof received === 'number') return received
  out.bytes = received.bytes
  out.str = received.from?.address ?? ''
  out.a = received.from?.port ?? 0
  return received.bytes.length
}

/** Only streams, whose bytes have no ends, cannot say how long the whole was. */
function receiveMessage({ out }: Process, file: SocketFile, { b: most, c: flags }: SystemCall): number {
  if (most < 0) return -Errno.EINVAL
  const isStream = file.kind === 'tcp' || file.kind === 'unix'
  const received = file.receive(isStream ? Math.min(most, LARGEST_PIECE) : LARGEST_PIECE, flags)
  if (typeof received === 'number') return received
  const { bytes, from, ancillary = {} } = received
  out.bytes = bytes.subarray(0, most)
  out.a = bytes.length
  out.str = JSON.stringify({ from, ancillary } satisfies MessageFacts)
  return out.bytes.length
}

function setOption(_: Process, file: SocketFile, { b: option, c: value, str, bytes }: SystemCall): number {
  if (option !== SocketOption.FILTER) return file.setOption(option, value, str)
  return file.kind === 'packet' ? file.attachFilter(filterOf(bytes)) : -Errno.ENOPROTOOPT
}

/** struct sock_filter, in the byte order of the calls. */
function filterOf(bytes: Uint8Array | null): FilterInstruction[] | null {
  if (bytes === null) return null
  const own = new Uint8Array(bytes)
  const view = new DataView(own.buffer)
  return Array.from({ length: Math.floor(own.length / 8) }, (_, index) => {
    const at = 8 * index
    return [view.getUint16(at), view.getUint8(at + 2), view.getUint8(at + 3), view.getUint32(at + 4)]
  })
}

function getOption({ out }: Process, file: SocketFile, { b: option }: SystemCall): number {
  if (option !== SocketOption.PACKET_STATISTICS || file.kind !== 'packet') return file.getOption(option)
  const { seen, dropped } = file.takeStatistics()
  out.a = seen
  out.b = dropped
  return 0
}

/** An unknown descriptor is an error of the entry, not of the call (poll(2), POLLNVAL). */
function poll({ descriptors, out }: Process, { bytes }: SystemCall): number {
  const wanted = new DataView(new Uint8Array(bytes ?? NO_BYTES).buffer)
  const found = new DataView(new ArrayBuffer(2 * Math.floor(wanted.byteLength / 4)))
  let count = 0
  for (let at = 0; at < found.byteLength; at += 2) {
    const ready = descriptors.get(wanted.getUint16(2 * at))?.file.readiness() ?? Ready.ERR
    const mask = ready & (wanted.getUint16(2 * at + 2) | Ready.ERR | Ready.HUP)
    found.setUint16(at, mask)
    if (mask !== 0) count++
  }
  out.bytes = new Uint8Array(found.buffer)
  return count
}

function interfaces({ out, host }: Process): number {
  const rows = host.interfaces()
  out.str = JSON.stringify(rows)
  return rows.length
}

function sockets({ out, host, kernel }: Process): number {
  const owners = new Map<number, SocketOwner>()
  for (const { pid, program, descriptors } of kernel.processesOf(host)) {
    for (const { fd, socket } of descriptors.all()) {
      if (socket !== null && socket.kind !== 'unix') owners.set(socket.inode, { pid, fd, name: threadName(program) })
    }
  }
  const rows = host.sockets().map((row) => ({ ...row, owner: owners.get(row.inode) }))
  out.str = JSON.stringify(rows)
  return rows.length
}

function tables({ out, host }: Process): number {
  const [interfaces, routes, neighbors] = [host.interfaces(), host.routes(), host.neighbors()]
  const all: HostTables = {
    interfaces,
    routes,
    neighbors,
    groups: host.groups(),
    rules: host.rules(),
    bytes: host.bytes?.() ?? {},
  }
  out.str = JSON.stringify(all)
  return 0
}

function way({ out, host }: Process, { str }: SystemCall): number {
  const [destination = '', source] = str.split(' ')
  const found = host.way?.(destination, source) ?? -Errno.ENETUNREACH
  if (typeof found === 'number') return found
  out.str = JSON.stringify(found)
  return 0
}

/** Node 24 names its main thread; a command's has the name of its file. */
function threadName({ argv }: ProcessStart): string {
  const name = argv[0]!.slice(argv[0]!.lastIndexOf('/') + 1)
  return name === 'node' ? 'MainThread' : name
}

function close(process: Process, descriptor: Descriptor, call: SystemCall): number {
  process.close(descriptor, call.b === 1)
  return 0
}

function getName({ out }: Process, { socket: file }: Descriptor, call: SystemCall): number {
  if (file === null) return -Errno.ENOTSOCK
  const endpoint = call.b === 1 ? file.remoteEndpoint() : file.localEndpoint()
  if (endpoint === null && call.b === 1) return -Errno.ENOTCONN
  out.str = endpoint?.address ?? (file.family === 6 ? '::' : '0.0.0.0')
  out.a = endpoint?.port ?? 0
  out.b = file.family
  return 0
}

function watch({ queue }: Process, descriptor: Descriptor, call: SystemCall): number {
  if (call.b < 0) return -Errno.EINVAL
  descriptor.interest = call.b & 0xff
  descriptor.largestPiece = Math.min(Math.floor(call.b / 256), LARGEST_PIECE)
  descriptor.wantedSpace = Math.max(1, Math.min(call.c, MOST_WANTED_SPACE))
  descriptor.finished = false
  queue.consider(descriptor)
  return 0
}
