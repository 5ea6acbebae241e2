/** Metadata of a datagram, as the control messages of Linux's kernel (ip(7), ipv6(7), packet(7)). */
import { type Ancillary, parseIpAddress } from '#network'
import type { RawControl } from '../control-message.ts'
import * as linux from '../linux-constants.ts'
import { encodeAddress } from '../sockaddr.ts'

/** In the kernel's order: messages of every socket, then those of the family. */
export function controlsOf(ancillary: Ancillary, family: 4 | 6, epochMs: number): RawControl[] {
  const { arrived, packetInfo, timeToLive, typeOfService, error, frame } = ancillary
  const level = family === 4 ? linux.IPPROTO_IP : linux.IPPROTO_IPV6
  const of = (type4: number, type6: number, data: Uint8Array) => ({ level, type: family === 4 ? type4 : type6, data })
  return [
    ...(arrived === undefined
      ? []
      : [{ level: linux.SOL_SOCKET, type: linux.SO_TIMESTAMPNS, data: timespec(epochMs, arrived) }]),
    ...(packetInfo ? [of(linux.IP_PKTINFO, linux.IPV6_PKTINFO, infoBytes(packetInfo, family))] : []),
    ...(timeToLive === undefined ? [] : [of(linux.IP_TTL, linux.IPV6_HOPLIMIT, int(timeToLive))]),
    ...(typeOfService === undefined
      ? []
      : [of(linux.IP_TOS, linux.IPV6_TCLASS, family === 4 ? Uint8Array.of(typeOfService) : int(typeOfService))]),
    ...(error ? [of(linux.IP_RECVERR, linux.IPV6_RECVERR, errorBytes(error, family))] : []),
    ...(frame ? [{ level: linux.SOL_PACKET, type: linux.PACKET_AUXDATA, data: auxiliaryBytes(frame) }] : []),
  ]
}

const int = (value: number) => new Uint8Array(Int32Array.of(value).buffer)

function timespec(epochMs: number, arrived: number): Uint8Array {
  const nanoseconds = BigInt(Math.round(epochMs)) * 1_000_000n + BigInt(arrived)
  return new Uint8Array(BigInt64Array.of(nanoseconds / 1_000_000_000n, nanoseconds % 1_000_000_000n).buffer)
}

/** struct in_pktinfo, in6_pktinfo. */
function infoBytes(
  { interfaceIndex, destination, localAddress }: NonNullable<Ancillary['packetInfo']>,
  family: 4 | 6,
): Uint8Array {
  const [to, local] = [parseIpAddress(destination)!, parseIpAddress(localAddress)!]
  return family === 4
    ? Uint8Array.from([...int(interfaceIndex), ...local, ...to])
    : Uint8Array.from([...to, ...int(interfaceIndex)])
}

const ORIGINS = {
  local: linux.SO_EE_ORIGIN_LOCAL,
  icmp: linux.SO_EE_ORIGIN_ICMP,
  icmp6: linux.SO_EE_ORIGIN_ICMP6,
} as const

/** struct sock_extended_err, and behind it the sockaddr of who sent the ICMP message. */
function errorBytes(
  { errno, origin, type, code, info, offender }: NonNullable<Ancillary['error']>,
  family: 4 | 6,
): Uint8Array {
  const head = new DataView(new ArrayBuffer(16))
  head.setUint32(0, errno, true)
  for (const [index, byte] of [ORIGINS[origin], type, code].entries()) head.setUint8(4 + index, byte)
  head.setUint32(8, info, true)
  const nobody = new Uint8Array(family === 4 ? 16 : 28)
  const address = offender === null ? nobody : (encodeAddress(family, offender, 0) ?? nobody)
  return Uint8Array.from([...new Uint8Array(head.buffer), ...address])
}

/** TP_STATUS_USER, and for a tag TP_STATUS_VLAN_VALID and TP_STATUS_VLAN_TPID_VALID (linux/if_packet.h). */
const [USER, WITH_TAG] = [1, (1 << 4) | (1 << 6)]
const ETHERNET_HEADER_LENGTH = 14
const TAG_TYPE = 0x8100

/** struct tpacket_auxdata. */
function auxiliaryBytes({ length, tag }: NonNullable<Ancillary['frame']>): Uint8Array {
  const data = new DataView(new ArrayBuffer(20))
  data.setUint32(0, tag === null ? USER : USER | WITH_TAG, true)
  data.setUint32(4, length, true)
  data.setUint32(8, length, true)
  data.setUint16(14, ETHERNET_HEADER_LENGTH, true)
  data.setUint16(16, tag ?? 0, true)
  data.setUint16(18, tag === null ? 0 : TAG_TYPE, true)
  return new Uint8Array(data.buffer)
}
