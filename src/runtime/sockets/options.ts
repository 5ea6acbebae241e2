/** Maps Linux's socket options (level and number) to the network floor's data-only ones. */
import { SocketOption } from '#network'
import * as linux from './linux-constants.ts'

type Place = readonly [level: number, option: number]

/** Options whose value is a number, by the network floor's. */
const NUMBERS: Readonly<Record<number, Place>> = {
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
  [SocketOption.TIMESTAMP]: [linux.SOL_SOCKET, linux.SO_TIMESTAMPNS],
  [SocketOption.PACKET_AUXILIARY]: [linux.SOL_PACKET, linux.PACKET_AUXDATA],
  [SocketOption.PACKET_IGNORE_OUTGOING]: [linux.SOL_PACKET, linux.PACKET_IGNORE_OUTGOING],
}
/** Options with another level or number on an IPv6 socket. */
const NUMBERS_OF_IPV6: Readonly<Record<number, Place>> = {
  ...NUMBERS,
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

/** Linux's level and number of an option; undefined where its value is no number. */
export function placeOf(family: 4 | 6, option: number): Place | undefined {
  return (family === 4 ? NUMBERS : NUMBERS_OF_IPV6)[option]
}

const byPlace = (places: Readonly<Record<number, Place>>) =>
  new Map(Object.entries(places).map(([option, place]) => [place.join(' '), Number(option)]))
const BY_PLACE = { 4: byPlace(NUMBERS), 6: byPlace(NUMBERS_OF_IPV6) }

/** The inverse. */
export function optionAt(family: 4 | 6, level: number, option: number): number | undefined {
  return BY_PLACE[family].get(`${level} ${option}`)
}

/** Linux doubles a buffer size for its own bookkeeping; the network floor speaks of the bytes given. */
export const isDoubled = (option: number): boolean => option === SocketOption.RCVBUF || option === SocketOption.SNDBUF

/** Of options that name an interface by its number, Linux has that in network order. */
export const isInNetworkOrder = (option: number): boolean => option === SocketOption.UNICAST_INTERFACE

/** The number with its four bytes in the other order. */
export function swapped(value: number): number {
  const view = new DataView(new ArrayBuffer(4))
  view.setInt32(0, value, true)
  return view.getInt32(0)
}
