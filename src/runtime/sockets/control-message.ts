/** Control messages of recvmsg(2): the structs of ip(7), ipv6(7) and linux/errqueue.h, read. */
import type { Control } from 'ackademy:sockets'
import { formatIpAddress } from '#network'
import {
  IP_PKTINFO,
  IP_RECVERR,
  IP_TOS,
  IP_TTL,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPV6_HOPLIMIT,
  IPV6_PKTINFO,
  IPV6_RECVERR,
  IPV6_TCLASS,
  PACKET_AUXDATA,
  SO_TIMESTAMPNS,
  SOL_PACKET,
  SOL_SOCKET,
} from './linux-constants.ts'

import { decodeAddress } from './sockaddr.ts'

export type { Control }

/** A control message of recvmsg(2), unread. */
export interface RawControl {
  level: number
  type: number
  data: Uint8Array
}

/** By level and type: the struct's minimum length, and its reader. */
const KINDS: Readonly<Record<string, [least: number, read: (view: DataView, data: Uint8Array) => Partial<Control>]>> = {
  [`${IPPROTO_IP} ${IP_TTL}`]: [4, (view) => ({ value: view.getInt32(0, true) })],
  [`${IPPROTO_IP} ${IP_TOS}`]: [1, (view) => ({ value: view.getUint8(0) })],
  [`${IPPROTO_IP} ${IP_PKTINFO}`]: [12, (view, data) => ({ packetInfo: packetInfo(view, data) })],
  [`${IPPROTO_IP} ${IP_RECVERR}`]: [16, (view, data) => ({ error: extendedError(view, data) })],
  [`${IPPROTO_IPV6} ${IPV6_HOPLIMIT}`]: [4, (view) => ({ value: view.getInt32(0, true) })],
  [`${IPPROTO_IPV6} ${IPV6_TCLASS}`]: [4, (view) => ({ value: view.getInt32(0, true) })],
  [`${IPPROTO_IPV6} ${IPV6_PKTINFO}`]: [20, (view, data) => ({ packetInfo: packetInfo6(view, data) })],
  [`${IPPROTO_IPV6} ${IPV6_RECVERR}`]: [16, (view, data) => ({ error: extendedError(view, data) })],
  [`${SOL_SOCKET} ${SO_TIMESTAMPNS}`]: [16, (view) => ({ timestamp: timespec(view) })],
  [`${SOL_PACKET} ${PACKET_AUXDATA}`]: [20, (view) => ({ packet: auxiliaryData(view) })],
}

/** Returns the message with its decoded data, if its kind is known. */
export function readControl(raw: RawControl): Control {
  const { level, type, data } = raw
  const known = KINDS[`${level} ${type}`]
  if (known === undefined || data.length < known[0]) return { ...raw }
  return { ...raw, ...known[1](new DataView(data.buffer, data.byteOffset, data.length), data) }
}

/** struct in_pktinfo: the interface, the address to answer from, where the packet was for. */
function packetInfo(view: DataView, data: Uint8Array) {
  return {
    interfaceIndex: view.getInt32(0, true),
    destination: formatIpAddress(data.slice(8, 12)),
    localAddress: formatIpAddress(data.slice(4, 8)),
  }
}

/** struct in6_pktinfo. */
function packetInfo6(view: DataView, data: Uint8Array) {
  const destination = formatIpAddress(data.slice(0, 16))
  return { interfaceIndex: view.getInt32(16, true), destination, localAddress: destination }
}

/** struct timespec. */
function timespec(view: DataView) {
  return { seconds: Number(view.getBigInt64(0, true)), nanoseconds: Number(view.getBigInt64(8, true)) }
}

/** TP_STATUS_VLAN_VALID */
const HAS_VLAN = 1 << 4
/** The low 12 bits of a tag; above them are priority and drop eligibility (IEEE 802.1Q). */
const VLAN_ID = 0xfff

/** struct tpacket_auxdata. */
function auxiliaryData(view: DataView) {
  const hasTag = (view.getUint32(0, true) & HAS_VLAN) !== 0
  return { length: view.getUint32(4, true), vlan: hasTag ? view.getUint16(16, true) & VLAN_ID : null }
}

const OFFENDER_AT = 16

/** struct sock_extended_err, and behind it the sockaddr of who sent the ICMP message. */
function extendedError(view: DataView, data: Uint8Array) {
  return {
    errno: view.getUint32(0, true),
    origin: view.getUint8(4),
    type: view.getUint8(5),
    code: view.getUint8(6),
    info: view.getUint32(8, true),
    offender: decodeAddress(data.subarray(OFFENDER_AT))?.address ?? null,
  }
}
