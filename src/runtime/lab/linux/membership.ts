/** The network floor's options of groups, `group|interface|source`, as Linux's protocol-independent ones (RFC 3678). */
import { addressFamily, Errno, SocketOption } from '#network'
import { encodeAddress, libc, linux } from '#sockets/linux/index.ts'

const OPTIONS: Readonly<Record<number, number>> = {
  [SocketOption.ADD_MEMBERSHIP]: linux.MCAST_JOIN_GROUP,
  [SocketOption.DROP_MEMBERSHIP]: linux.MCAST_LEAVE_GROUP,
  [SocketOption.ADD_SOURCE_MEMBERSHIP]: linux.MCAST_JOIN_SOURCE_GROUP,
  [SocketOption.DROP_SOURCE_MEMBERSHIP]: linux.MCAST_LEAVE_SOURCE_GROUP,
  [SocketOption.BLOCK_SOURCE]: linux.MCAST_BLOCK_SOURCE,
  [SocketOption.UNBLOCK_SOURCE]: linux.MCAST_UNBLOCK_SOURCE,
}
/** sizeof(struct sockaddr_storage), and the offset of the first one after the interface's index. */
const ADDRESS_LENGTH = 128
const ADDRESS_START = 8

/** Returns 0 or -errno; undefined for other options. `indexOf`: index of an interface, by its name or address. */
export function setGroupOption(
  fd: number,
  option: number,
  text: string,
  indexOf: (iface: string) => number | undefined,
): number | undefined {
  if (option === SocketOption.MULTICAST_INTERFACE) return setInterface(fd, text, indexOf)
  const name = OPTIONS[option]
  if (name === undefined) return undefined
  const [group = '', iface = '', source] = text.split('|')
  const index = iface === '' ? 0 : indexOf(iface)
  if (index === undefined) return -Errno.ENODEV
  const addresses = [group, ...(source === undefined ? [] : [source])]
  const request = new Uint8Array(ADDRESS_START + ADDRESS_LENGTH * addresses.length)
  new DataView(request.buffer).setUint32(0, index, true)
  const family = addressFamily(group)
  for (const [i, address] of addresses.entries()) {
    const encoded = encodeAddress(family, address, 0)
    if (!encoded) return -Errno.EINVAL
    request.set(encoded, ADDRESS_START + i * ADDRESS_LENGTH)
  }
  return libc.setOption(fd, family === 4 ? linux.IPPROTO_IP : linux.IPPROTO_IPV6, name, request)
}

/** struct ip_mreqn with the interface's number alone; of IPv6 the number itself. */
function setInterface(fd: number, iface: string, indexOf: (iface: string) => number | undefined): number {
  const index = indexOf(iface)
  if (index === undefined) return -Errno.EADDRNOTAVAIL
  const isIpv4 = libc.setOption(
    fd,
    linux.IPPROTO_IP,
    linux.IP_MULTICAST_IF,
    new Uint8Array(Int32Array.of(0, 0, index).buffer),
  )
  const isIpv6 = libc.setOption(fd, linux.IPPROTO_IPV6, linux.IPV6_MULTICAST_IF, index)
  return Math.max(isIpv4, isIpv6)
}
