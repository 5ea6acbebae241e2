/**
 * The C library's calls, through koffi. Each returns the call's result, or -errno: as the simulated kernel's calls do.
 * Descriptors are plain numbers; the caller that opens one closes it.
 */
import koffi from 'koffi'
import type { RawControl } from '../control-message.ts'
import { SO_ATTACH_FILTER, SOL_SOCKET } from '../linux-constants.ts'

const libc = koffi.load('libc.so.6')
type Native = (...values: unknown[]) => number

/** Declares a C function whose failure is -1 with errno set. */
function failing(prototype: string): Native {
  const call = libc.func(prototype) as Native
  return (...values) => {
    const result = call(...values)
    return result < 0 ? -koffi.errno() : result
  }
}

/** struct msghdr, with one piece of memory. */
koffi.struct('iovec', { base: 'void *', length: 'size_t' })
koffi.struct('msghdr', {
  name: 'void *',
  namelen: 'uint',
  iov: 'iovec *',
  iovlen: 'size_t',
  control: 'void *',
  controllen: 'size_t',
  flags: 'int',
})

/** struct sock_fprog: a program of `length` instructions of 8 bytes. */
koffi.struct('sock_fprog', { length: 'uint16', filter: 'void *' })

/** struct ifreq of an ethtool request (linux/ethtool.h). */
koffi.struct('ethtool_request', { name: koffi.array('char', 16), value: 'void *', rest: koffi.array('uint8', 16) })

const native = {
  socket: failing('int socket(int domain, int type, int protocol)'),
  bind: failing('int bind(int fd, void *address, uint length)'),
  connect: failing('int connect(int fd, void *address, uint length)'),
  listen: failing('int listen(int fd, int backlog)'),
  accept4: failing('int accept4(int fd, _Out_ void *address, _Inout_ uint *length, int flags)'),
  send: failing('long send(int fd, void *bytes, ulong length, int flags)'),
  sendto: failing('long sendto(int fd, void *bytes, ulong length, int flags, void *address, uint addressLength)'),
  recv: failing('long recv(int fd, _Out_ void *bytes, ulong length, int flags)'),
  recvfrom: failing(
    'long recvfrom(int fd, _Out_ void *bytes, ulong length, int flags, _Out_ void *address, _Inout_ uint *addressLength)',
  ),
  recvmsg: failing('long recvmsg(int fd, _Inout_ msghdr *message, int flags)'),
  recvmsgInto: failing('long recvmsg(int fd, void *message, int flags)'),
  shutdown: failing('int shutdown(int fd, int how)'),
  close: failing('int close(int fd)'),
  getsockname: failing('int getsockname(int fd, _Out_ void *address, _Inout_ uint *length)'),
  getpeername: failing('int getpeername(int fd, _Out_ void *address, _Inout_ uint *length)'),
  setsockopt: failing('int setsockopt(int fd, int level, int option, void *value, uint length)'),
  attachFilter: failing('int setsockopt(int fd, int level, int option, sock_fprog *program, uint length)'),
  getsockopt: failing('int getsockopt(int fd, int level, int option, _Out_ void *value, _Inout_ uint *length)'),
  ioctl: failing('int ioctl(int fd, ulong request, _Out_ int *value)'),
  control: failing('int ioctl(int fd, ulong request, _Inout_ void *argument)'),
  ethtool: failing('int ioctl(int fd, ulong request, ethtool_request *request)'),
  read: failing('long read(int fd, _Out_ void *bytes, ulong length)'),
  pipe2: failing('int pipe2(_Out_ void *ends, int flags)'),
  poll: failing('int poll(_Inout_ void *entries, ulong count, int timeout)'),
  mount: failing('int mount(str from, str to, str type, ulong flags, void *data)'),
  unshare: failing('int unshare(int flags)'),
  setns: failing('int setns(int fd, int kind)'),
  ifIndex: failing('uint if_nametoindex(str name)'),
  epollCreate: failing('int epoll_create1(int flags)'),
  eventfd: failing('int eventfd(uint initial, int flags)'),
  epollControl: failing('int epoll_ctl(int epoll, int operation, int fd, void *event)'),
}
const closeCall = libc.func('int close(int fd)')
const ifName = libc.func('void *if_indextoname(uint index, _Out_ void *name)')
const epollWait = libc.func('int epoll_wait(int epoll, _Out_ void *events, int most, int timeout)')
const poll = libc.func('int poll(_Inout_ void *entries, ulong count, int timeout)')

/** Room for any sockaddr that is used here (sockaddr_in6 has 28 bytes, sockaddr_ll 20). */
const ADDRESS_ROOM = 128

export const socket = (domain: number, type: number, protocol: number): number => native.socket(domain, type, protocol)
export const bind = (fd: number, address: Uint8Array): number => native.bind(fd, address, address.length)
export const connect = (fd: number, address: Uint8Array): number => native.connect(fd, address, address.length)
export const listen = (fd: number, backlog: number): number => native.listen(fd, backlog)
export const shutdown = (fd: number, how: number): number => native.shutdown(fd, how)
export const close = (fd: number): number => native.close(fd)
/** A close that may wait (SO_LINGER), on a thread of its own. */
export const closeAside = (fd: number, onClosed: (result: number) => void): void =>
  closeCall.async(fd, (error: Error | null, result: number) => onClosed(error === null ? result : -1))
export const unshare = (flags: number): number => native.unshare(flags)
/** Makes what is mounted read-only at `path` writable; nothing there is a device, a program, or set-user-ID. 0, or -errno. */
export function makeWritable(path: string): number {
  const [MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT, MS_BIND] = [2, 4, 8, 32, 4096]
  return native.mount(null, path, null, MS_REMOUNT | MS_BIND | MS_NOSUID | MS_NODEV | MS_NOEXEC, null)
}
export const setns = (fd: number, kind: number): number => native.setns(fd, kind)

/** Index of an interface in this thread's network namespace, 0 where there is none. */
export const interfaceIndex = (name: string): number => Math.max(0, native.ifIndex(name))

/** Name of an interface, undefined if there is none. */
export function interfaceName(index: number): string | undefined {
  const name = new Uint8Array(IFNAMSIZ)
  if (ifName(index, name) === null) return undefined
  return new TextDecoder().decode(name.subarray(0, name.indexOf(0)))
}
const IFNAMSIZ = 16

/** An interface's Ethernet address and MTU, by any socket of its namespace. */
export function interfaceFacts(fd: number, name: string): { mac: string; mtu: number } {
  const [SIOCGIFMTU, SIOCGIFHWADDR] = [0x8921, 0x8927]
  const ask = (request: number) => {
    const [ifreq, bytes] = [new Uint8Array(40), new TextEncoder().encode(name)]
    ifreq.set(bytes.subarray(0, IFNAMSIZ - 1))
    native.control(fd, request, ifreq)
    return new DataView(ifreq.buffer)
  }
  const address = ask(SIOCGIFHWADDR)
  const mac = Array.from({ length: 6 }, (_, i) =>
    address
      .getUint8(18 + i)
      .toString(16)
      .padStart(2, '0'),
  ).join(':')
  return { mac, mtu: ask(SIOCGIFMTU).getInt32(16, true) }
}

/** A new descriptor and the peer's sockaddr, or -errno. */
export function accept(fd: number, flags: number): { fd: number; address: Uint8Array } | number {
  const [address, length] = [new Uint8Array(ADDRESS_ROOM), [ADDRESS_ROOM]]
  const result = native.accept4(fd, address, length, flags)
  return result < 0 ? result : { fd: result, address: address.subarray(0, length[0]) }
}

/** Bytes taken, or -errno. `address`: a sockaddr, for a datagram. */
export function send(fd: number, bytes: Uint8Array, flags: number, address?: Uint8Array): number {
  return address
    ? native.sendto(fd, bytes, bytes.length, flags, address, address.length)
    : native.send(fd, bytes, bytes.length, flags)
}

/** Fills `into` from its start; the number of bytes (with MSG_TRUNC: of the whole datagram), or -errno. */
export const receive = (fd: number, into: Uint8Array, flags: number): number =>
  native.recv(fd, into, into.length, flags)

/** The same, with the sender's sockaddr. */
export function receiveFrom(
  fd: number,
  into: Uint8Array,
  flags: number,
): { length: number; address: Uint8Array } | number {
  const [address, length] = [new Uint8Array(ADDRESS_ROOM), [ADDRESS_ROOM]]
  const result = native.recvfrom(fd, into, into.length, flags, address, length)
  return result < 0 ? result : { length: result, address: address.subarray(0, length[0]) }
}

export interface RawMessage {
  length: number
  address: Uint8Array
  /** MSG_TRUNC and others. */
  flags: number
  control: RawControl[]
}
const CONTROL_ROOM = 1024

/** recvmsg(2) into one piece of memory, with all control messages; or -errno. */
export function receiveMessage(fd: number, into: Uint8Array, flags: number): RawMessage | number {
  const [name, control] = [new Uint8Array(ADDRESS_ROOM), new Uint8Array(CONTROL_ROOM)]
  const message = {
    name,
    namelen: ADDRESS_ROOM,
    iov: [{ base: into, length: into.length }],
    iovlen: 1,
    control,
    controllen: CONTROL_ROOM,
    flags: 0,
  }
  const length = native.recvmsg(fd, message, flags)
  if (length < 0) return length
  const controls = readControls(control.subarray(0, Number(message.controllen)))
  return { length, address: name.subarray(0, message.namelen), flags: message.flags, control: controls }
}

/** recvmsg(2) into a struct msghdr that lies in memory of the C library's. */
export const receiveInto = (fd: number, message: unknown, flags: number): number =>
  native.recvmsgInto(fd, message, flags)

/** struct cmsghdr: a length of 8 bytes that counts the header, level, type, data; each begins at a multiple of 8. */
function readControls(bytes: Uint8Array): RawControl[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const found: RawControl[] = []
  for (let at = 0; at + CMSG_HEADER <= bytes.length; ) {
    const length = Number(view.getBigUint64(at, true))
    if (length < CMSG_HEADER) break
    const data = bytes.slice(at + CMSG_HEADER, at + length)
    found.push({ level: view.getInt32(at + 8, true), type: view.getInt32(at + 12, true), data })
    at += (length + 7) & ~7
  }
  return found
}
const CMSG_HEADER = 16

/** The sockaddr of this end or of the peer, or -errno. */
export function name(fd: number, whose: 'own' | 'peer'): Uint8Array | number {
  const [address, length] = [new Uint8Array(ADDRESS_ROOM), [ADDRESS_ROOM]]
  const result = (whose === 'own' ? native.getsockname : native.getpeername)(fd, address, length)
  return result < 0 ? result : address.subarray(0, length[0])
}

/** `value`: an int, or the option's own struct. */
export function setOption(fd: number, level: number, option: number, value: number | Uint8Array): number {
  const bytes = typeof value === 'number' ? new Uint8Array(Int32Array.of(value).buffer) : value
  return native.setsockopt(fd, level, option, bytes, bytes.length)
}

/** Attaches a program of struct sock_filter, 8 bytes each. */
export function attachFilter(fd: number, program: Uint8Array): number {
  return native.attachFilter(fd, SOL_SOCKET, SO_ATTACH_FILTER, { length: program.length / 8, filter: program }, 16)
}

/** The option's value as an int; may itself be negative, so failure is `undefined`. */
export function getOption(fd: number, level: number, option: number): number | undefined {
  const bytes = getOptionBytes(fd, level, option, 4)
  return typeof bytes === 'number' ? undefined : new DataView(bytes.buffer).getInt32(0, true)
}

/** The first `room` bytes of the option's struct, or -errno. */
export function getOptionBytes(fd: number, level: number, option: number, room: number): Uint8Array | number {
  const [bytes, length] = [new Uint8Array(room), [room]]
  const result = native.getsockopt(fd, level, option, bytes, length)
  return result < 0 ? result : bytes.subarray(0, length[0])
}

/** A queue length by FIONREAD or SIOCOUTQ, or -errno. */
export function queueLength(fd: number, request: number): number {
  const value = [0]
  const result = native.ioctl(fd, request, value)
  return result < 0 ? result : value[0]!
}

/** An ioctl whose argument is a struct; 0 or above, or -errno. */
export const control = (fd: number, request: number, argument: Uint8Array): number =>
  native.control(fd, request, argument)

/**
 * `ethtool -K NAME tx off`, in the namespace of the socket: the interface hands over packets no longer than its MTU, with checksums in them, since it can
 * no more leave either to a card. 0, or -errno.
 */
export function turnOffTransmitOffload(fd: number, name: string): number {
  const [SIOCETHTOOL, ETHTOOL_STXCSUM] = [0x8946, 0x17]
  const value = new Uint8Array(Uint32Array.of(ETHTOOL_STXCSUM, 0).buffer)
  return native.ethtool(fd, SIOCETHTOOL, { name, value, rest: new Uint8Array(16) })
}

/** Fills `into` from its start; the number of bytes, or -errno. */
export const read = (fd: number, into: Uint8Array): number => native.read(fd, into, into.length)

/** Both ends of a pipe, which a program that is started does not inherit by itself; or -errno. */
export function pipe(): { read: number; write: number } | number {
  const ends = new Uint8Array(8)
  const view = new DataView(ends.buffer)
  const result = native.pipe2(ends, O_CLOEXEC)
  return result < 0 ? result : { read: view.getInt32(0, true), write: view.getInt32(4, true) }
}
const O_CLOEXEC = 0o2000000

/** A descriptor that becomes readable when 8 bytes are written to it. */
export const eventfd = (): number => native.eventfd(0, 0o2004000)

export const epollCreate = (): number => native.epollCreate(0o2000000)
/** `events`: EPOLL* bits; the descriptor itself is the event's data. */
export function epollControl(epoll: number, operation: number, fd: number, events: number): number {
  const event = new Uint8Array(16)
  const view = new DataView(event.buffer)
  view.setUint32(0, events >>> 0, true)
  view.setInt32(EPOLL_DATA, fd, true)
  return native.epollControl(epoll, operation, fd, event)
}
/** struct epoll_event is packed on x86_64 only. */
const EPOLL_DATA = process.arch === 'x64' ? 4 : 8
const EPOLL_SIZE = process.arch === 'x64' ? 12 : 16
const MOST_EVENTS = 64

/** Waits, off this thread, until something is ready or `timeoutMs` is over. */
export function epollWaitAsync(epoll: number, timeoutMs: number): Promise<{ fd: number; events: number }[]> {
  const events = new Uint8Array(MOST_EVENTS * EPOLL_SIZE)
  return new Promise((resolve) => {
    epollWait.async(epoll, events, MOST_EVENTS, timeoutMs, (_error: unknown, count: number) => {
      const view = new DataView(events.buffer)
      resolve(
        Array.from({ length: Math.max(0, count ?? 0) }, (_, index) => ({
          events: view.getUint32(index * EPOLL_SIZE, true),
          fd: view.getInt32(index * EPOLL_SIZE + EPOLL_DATA, true),
        })),
      )
    })
  })
}

/** POLL* bits that hold for one descriptor at this moment. */
export function pollNow(fd: number, events: number): number {
  const entry = new Uint8Array(8)
  const view = new DataView(entry.buffer)
  view.setInt32(0, fd, true)
  view.setInt16(4, events, true)
  return native.poll(entry, 1, 0) > 0 ? view.getInt16(6, true) : 0
}

export interface PollEntry {
  fd: number
  /** POLL* bits asked for. */
  events: number
  /** POLL* bits that hold. */
  revents: number
}
/** poll(2) off this thread. Fills `revents`; the number of entries with one, or -errno. */
export function pollAsync(entries: PollEntry[], timeoutMs: number): Promise<number> {
  const bytes = new Uint8Array(entries.length * 8)
  const view = new DataView(bytes.buffer)
  for (const [index, entry] of entries.entries()) {
    view.setInt32(index * 8, entry.fd, true)
    view.setInt16(index * 8 + 4, entry.events, true)
  }
  return new Promise((resolve, reject) => {
    poll.async(bytes, entries.length, timeoutMs, (error: Error | null, count: number) => {
      if (error) return reject(error)
      for (const [index, entry] of entries.entries()) entry.revents = view.getInt16(index * 8 + 6, true)
      resolve(count)
    })
  })
}
