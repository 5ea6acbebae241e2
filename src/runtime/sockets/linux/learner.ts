/**
 * `ackademy:sockets` on the real kernel: what a learner's program imports where it is graded in Docker. Bundled into the image; the
 * program reaches the kernel through it as any program does, with no more rights than its jail leaves it.
 */
import { Errno, errnoName } from '../../network/index.ts'
import type { PollRequest, PollResult, ReceivedMessage, SocketAddress, SocketsModule } from '../api.ts'
import * as linux from './constants.ts'
import * as libc from './libc.ts'
import { decodeAddress, encodeAddress } from './sockaddr.ts'

export {
  AF_INET,
  AF_INET6,
  IP_HDRINCL,
  IP_MTU_DISCOVER,
  IP_MULTICAST_IF,
  IP_MULTICAST_LOOP,
  IP_MULTICAST_TTL,
  IP_RECVERR,
  IP_TOS,
  IP_TTL,
  IPPROTO_ICMP,
  IPPROTO_ICMPV6,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPPROTO_TCP,
  IPPROTO_UDP,
  MSG_DONTWAIT,
  MSG_TRUNC,
  POLLERR,
  POLLHUP,
  POLLIN,
  POLLNVAL,
  POLLOUT,
  POLLPRI,
  SO_BINDTODEVICE,
  SO_BROADCAST,
  SO_ERROR,
  SO_KEEPALIVE,
  SO_LINGER,
  SO_RCVBUF,
  SO_REUSEADDR,
  SO_REUSEPORT,
  SO_SNDBUF,
  SOCK_DGRAM,
  SOCK_RAW,
  SOCK_STREAM,
  SOL_SOCKET,
  TCP_KEEPCNT,
  TCP_KEEPIDLE,
  TCP_KEEPINTVL,
  TCP_NODELAY,
} from './constants.ts'

/** The error Node would make of a failed system call. */
function systemError(syscall: string, errno: number): Error {
  const code = errnoName(errno)
  return Object.assign(new Error(`${syscall} ${code}`), { code, errno: -errno, syscall })
}
function checked(syscall: string, result: number): number {
  if (result < 0) throw systemError(syscall, -result)
  return result
}
const bytesOf = (data: Uint8Array | string) => (typeof data === 'string' ? new TextEncoder().encode(data) : data)

/** The family of each descriptor, for writing addresses in its form. */
const families = new Map<number, 4 | 6>()
function sockaddr(syscall: string, fd: number, to: SocketAddress): Uint8Array {
  const encoded = encodeAddress(families.get(fd) ?? 4, to.address, to.port ?? 0)
  if (!encoded) throw systemError(syscall, Errno.EAFNOSUPPORT)
  return encoded
}

export const socket: SocketsModule['socket'] = (domain, type, protocol = 0) => {
  const fd = checked('socket', libc.socket(domain, type | linux.SOCK_NONBLOCK | linux.SOCK_CLOEXEC, protocol))
  families.set(fd, domain === linux.AF_INET6 ? 6 : 4)
  return fd
}
export const bind: SocketsModule['bind'] = (fd, to) => void checked('bind', libc.bind(fd, sockaddr('bind', fd, to)))
export const connect: SocketsModule['connect'] = (fd, to) =>
  void checked('connect', libc.connect(fd, sockaddr('connect', fd, to)))
export const listen: SocketsModule['listen'] = (fd, backlog = 511) => void checked('listen', libc.listen(fd, backlog))
export const accept: SocketsModule['accept'] = (fd) => {
  const accepted = libc.accept(fd, linux.SOCK_NONBLOCK | linux.SOCK_CLOEXEC)
  if (typeof accepted === 'number') throw systemError('accept', -accepted)
  families.set(accepted.fd, families.get(fd) ?? 4)
  return { fd: accepted.fd, from: decodeAddress(accepted.address) }
}

export const send: SocketsModule['send'] = (fd, bytes, flags = 0) =>
  checked('send', libc.send(fd, bytesOf(bytes), flags | linux.MSG_NOSIGNAL))
export const sendto: SocketsModule['sendto'] = (fd, bytes, flags, to) =>
  checked('sendto', libc.send(fd, bytesOf(bytes), flags | linux.MSG_NOSIGNAL, sockaddr('sendto', fd, to)))
export const recv: SocketsModule['recv'] = (fd, length, flags = 0) => {
  const bytes = new Uint8Array(length)
  return bytes.subarray(0, checked('recv', libc.receive(fd, bytes, flags)))
}
export const recvfrom: SocketsModule['recvfrom'] = (fd, length, flags = 0): ReceivedMessage => {
  const bytes = new Uint8Array(length)
  const received = libc.receiveFrom(fd, bytes, flags)
  if (typeof received === 'number') throw systemError('recvfrom', -received)
  return { bytes: bytes.subarray(0, Math.min(length, received.length)), from: decodeAddress(received.address) }
}

export const poll: SocketsModule['poll'] = async (requests: PollRequest[], timeoutMs = -1): Promise<PollResult[]> => {
  const entries = requests.map(({ fd, events }) => ({ fd, events, revents: 0 }))
  const count = await libc.pollAsync(entries, Math.ceil(timeoutMs))
  if (count < 0) throw systemError('poll', -count)
  return entries.filter((entry) => entry.revents !== 0)
}

export const setsockopt: SocketsModule['setsockopt'] = (fd, level, option, value) =>
  void checked('setsockopt', libc.setOption(fd, level, option, value))
export const getsockopt = ((fd: number, level: number, option: number, length?: number) => {
  const bytes = libc.getOptionBytes(fd, level, option, length ?? 4)
  if (typeof bytes === 'number') throw systemError('getsockopt', -bytes)
  return length === undefined ? new DataView(bytes.buffer).getInt32(0, true) : bytes
}) as SocketsModule['getsockopt']

function nameOf(syscall: string, fd: number, whose: 'own' | 'peer') {
  const encoded = libc.name(fd, whose)
  const endpoint = typeof encoded === 'number' ? null : decodeAddress(encoded)
  if (!endpoint) throw systemError(syscall, typeof encoded === 'number' ? -encoded : Errno.EAFNOSUPPORT)
  return endpoint
}
export const getsockname: SocketsModule['getsockname'] = (fd) => nameOf('getsockname', fd, 'own')
export const getpeername: SocketsModule['getpeername'] = (fd) => nameOf('getpeername', fd, 'peer')

export const shutdown: SocketsModule['shutdown'] = (fd, how) => void checked('shutdown', libc.shutdown(fd, how))
export const close: SocketsModule['close'] = (fd) => {
  families.delete(fd)
  checked('close', libc.close(fd))
}
