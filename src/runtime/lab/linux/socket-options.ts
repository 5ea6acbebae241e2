/** The data-only socket options of the network floor, as Linux's level, option and value. */
import { Errno, SocketOption } from '../../network/index.ts'
import { libc, linux } from '../../sockets/linux/index.ts'

const INTEGER_OPTIONS: Record<number, [level: number, option: number]> = {
  [SocketOption.RCVBUF]: [linux.SOL_SOCKET, linux.SO_RCVBUF],
  [SocketOption.SNDBUF]: [linux.SOL_SOCKET, linux.SO_SNDBUF],
  [SocketOption.TTL]: [linux.IPPROTO_IP, linux.IP_TTL],
  [SocketOption.MULTICAST_TTL]: [linux.IPPROTO_IP, linux.IP_MULTICAST_TTL],
  [SocketOption.MULTICAST_LOOP]: [linux.IPPROTO_IP, linux.IP_MULTICAST_LOOP],
  [SocketOption.MULTICAST_ALL]: [linux.IPPROTO_IP, linux.IP_MULTICAST_ALL],
  [SocketOption.BROADCAST]: [linux.SOL_SOCKET, linux.SO_BROADCAST],
  [SocketOption.NODELAY]: [linux.IPPROTO_TCP, linux.TCP_NODELAY],
  [SocketOption.TOS]: [linux.IPPROTO_IP, linux.IP_TOS],
  [SocketOption.KEEPALIVE_INTERVAL]: [linux.IPPROTO_TCP, linux.TCP_KEEPINTVL],
  [SocketOption.KEEPALIVE_COUNT]: [linux.IPPROTO_TCP, linux.TCP_KEEPCNT],
  [SocketOption.REUSEADDR]: [linux.SOL_SOCKET, linux.SO_REUSEADDR],
  // Read alone: it is set by name.
  [SocketOption.BIND_TO_DEVICE]: [linux.SOL_SOCKET, linux.SO_BINDTOIFINDEX],
  [SocketOption.RECEIVE_ERRORS]: [linux.IPPROTO_IP, linux.IP_RECVERR],
  [SocketOption.RECEIVE_PACKET_INFO]: [linux.IPPROTO_IP, linux.IP_PKTINFO],
  [SocketOption.RECEIVE_TTL]: [linux.IPPROTO_IP, linux.IP_RECVTTL],
  [SocketOption.RECEIVE_TOS]: [linux.IPPROTO_IP, linux.IP_RECVTOS],
  [SocketOption.MTU_DISCOVER]: [linux.IPPROTO_IP, linux.IP_MTU_DISCOVER],
  [SocketOption.PATH_MTU]: [linux.IPPROTO_IP, linux.IP_MTU],
  [SocketOption.UNICAST_INTERFACE]: [linux.IPPROTO_IP, linux.IP_UNICAST_IF],
}
/** What an IPv6 socket calls otherwise. */
const IPV6_OPTIONS: Record<number, [level: number, option: number]> = {
  ...INTEGER_OPTIONS,
  [SocketOption.TTL]: [linux.IPPROTO_IPV6, linux.IPV6_UNICAST_HOPS],
  [SocketOption.MULTICAST_TTL]: [linux.IPPROTO_IPV6, linux.IPV6_MULTICAST_HOPS],
  [SocketOption.MULTICAST_LOOP]: [linux.IPPROTO_IPV6, linux.IPV6_MULTICAST_LOOP],
  [SocketOption.TOS]: [linux.IPPROTO_IPV6, linux.IPV6_TCLASS],
  [SocketOption.RECEIVE_ERRORS]: [linux.IPPROTO_IPV6, linux.IPV6_RECVERR],
  [SocketOption.RECEIVE_PACKET_INFO]: [linux.IPPROTO_IPV6, linux.IPV6_RECVPKTINFO],
  [SocketOption.RECEIVE_TTL]: [linux.IPPROTO_IPV6, linux.IPV6_RECVHOPLIMIT],
  [SocketOption.RECEIVE_TOS]: [linux.IPPROTO_IPV6, linux.IPV6_RECVTCLASS],
  [SocketOption.MTU_DISCOVER]: [linux.IPPROTO_IPV6, linux.IPV6_MTU_DISCOVER],
  [SocketOption.PATH_MTU]: [linux.IPPROTO_IPV6, linux.IPV6_MTU],
  [SocketOption.UNICAST_INTERFACE]: [linux.IPPROTO_IPV6, linux.IPV6_UNICAST_IF],
}
const optionsOf = (family: 4 | 6) => (family === 4 ? INTEGER_OPTIONS : IPV6_OPTIONS)

/** Linux doubles a buffer size for its own bookkeeping; this interface speaks of the bytes given. */
const DOUBLED: readonly number[] = [SocketOption.RCVBUF, SocketOption.SNDBUF]

export function setSocketOption(fd: number, family: 4 | 6, option: number, value: number): number {
  if (option === SocketOption.KEEPALIVE) {
    const on = libc.setOption(fd, linux.SOL_SOCKET, linux.SO_KEEPALIVE, value > 0 ? 1 : 0)
    return on < 0 || value === 0 ? on : libc.setOption(fd, linux.IPPROTO_TCP, linux.TCP_KEEPIDLE, value)
  }
  if (option === SocketOption.LINGER) {
    if (value !== -1 && value !== 0) return -Errno.EINVAL
    return libc.setOption(fd, linux.SOL_SOCKET, linux.SO_LINGER, linger(value === 0))
  }
  if (option === SocketOption.PATH_MTU) return -Errno.ENOPROTOOPT
  const known = optionsOf(family)[option]
  if (!known) return -Errno.ENOPROTOOPT
  return libc.setOption(fd, known[0], known[1], option === SocketOption.UNICAST_INTERFACE ? bigEndian(value) : value)
}

export function getSocketOption(fd: number, family: 4 | 6, option: number): number {
  if (option === SocketOption.KEEPALIVE) {
    const on = libc.getOption(fd, linux.SOL_SOCKET, linux.SO_KEEPALIVE)
    return on ? (libc.getOption(fd, linux.IPPROTO_TCP, linux.TCP_KEEPIDLE) ?? -Errno.EINVAL) : 0
  }
  const known = optionsOf(family)[option]
  if (!known) return -Errno.ENOPROTOOPT
  const bytes = libc.getOptionBytes(fd, known[0], known[1], 4)
  if (typeof bytes === 'number') return bytes
  const value = new DataView(bytes.buffer).getInt32(0, true)
  if (option === SocketOption.UNICAST_INTERFACE) return bigEndian(value)
  return DOUBLED.includes(option) ? value / 2 : value
}

/** Numbers of interfaces are in network order there. */
function bigEndian(value: number): number {
  const view = new DataView(new ArrayBuffer(4))
  view.setInt32(0, value, true)
  return view.getInt32(0)
}

/** struct linger { int on; int seconds }: on with 0 seconds makes close() send a RST. */
export function linger(reset: boolean): Uint8Array {
  return new Uint8Array(Int32Array.of(reset ? 1 : 0, 0).buffer)
}
