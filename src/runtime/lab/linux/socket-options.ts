/** The data-only socket options of the network floor, as Linux's level, option and value. */
import { Errno, SocketOption } from '#network'
import { isDoubled, isInNetworkOrder, placeOf, swapped } from '#sockets'
import { libc, linux } from '#sockets/linux/index.ts'

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
  const known = placeOf(family, option)
  if (!known) return -Errno.ENOPROTOOPT
  return libc.setOption(fd, known[0], known[1], isInNetworkOrder(option) ? swapped(value) : value)
}

export function getSocketOption(fd: number, family: 4 | 6, option: number): number {
  if (option === SocketOption.KEEPALIVE) {
    const on = libc.getOption(fd, linux.SOL_SOCKET, linux.SO_KEEPALIVE)
    return on ? (libc.getOption(fd, linux.IPPROTO_TCP, linux.TCP_KEEPIDLE) ?? -Errno.EINVAL) : 0
  }
  const known = placeOf(family, option)
  if (!known) return -Errno.ENOPROTOOPT
  const bytes = libc.getOptionBytes(fd, known[0], known[1], 4)
  if (typeof bytes === 'number') return bytes
  const value = new DataView(bytes.buffer).getInt32(0, true)
  if (isInNetworkOrder(option)) return swapped(value)
  return isDoubled(option) ? value / 2 : value
}

/** struct linger { int on; int seconds }: on with 0 seconds makes close() send a RST. */
export function linger(reset: boolean): Uint8Array {
  return new Uint8Array(Int32Array.of(reset ? 1 : 0, 0).buffer)
}
