/** ICMPv6 of a host (RFC 4443): answers echo requests, sends errors, and delivers errors about its own packets to their protocols. */
import { addressKind, type IpAddress, isMulticast } from '../../../address/index.ts'
import {
  ICMP_HEADER_LENGTH,
  type IcmpMessage,
  Icmpv6Code,
  Icmpv6Type,
  IpProtocol,
  type Ipv6Packet,
  icmpv6ChecksumOk,
  icmpv6Error,
  isIcmpv6Error,
  isMldType,
  ndOptionsStart,
  ParseError,
  parseExtensions,
  parseIcmpv6,
  parseQuotedIpv6,
  writeIcmpv6,
} from '../../../wire/index.ts'
import type { IpPacket, Path, TransportProtocol } from '../ip-packet.ts'
import type { NetworkInterface } from '../network-interface.ts'
import { icmpv6DeliveryError } from './icmpv6-errno.ts'
import type { Ipv6Services } from './ipv6-services.ts'

const HOP_LIMIT = 64

export class Icmpv6Layer implements TransportProtocol {
  readonly #ip: Ipv6Services

  constructor(ip: Ipv6Services) {
    this.#ip = ip
  }

  receive(packet: IpPacket, device: NetworkInterface): void {
    const { counters, ipv6 } = this.#ip
    const message = parseIcmpv6(packet.payload)
    counters.count('Icmp6InMsgs')
    if (message instanceof ParseError || !icmpv6ChecksumOk(packet.payload, packet.source, packet.destination)) {
      counters.count('Icmp6InErrors')
      return
    }
    if (message.type === Icmpv6Type.ECHO_REQUEST) this.#answerEcho(packet, message, device)
    else if (isIcmpv6Error(message.type)) this.#takeError(message, packet.source)
    else if (ndOptionsStart(message.type) !== null) ipv6.discovery.receive(packet, message, device)
    else if (isMldType(message.type)) this.#ip.multicast.mld.receive(packet, message, device)
  }

  /** Ignores an ICMPv6 error about our own ICMPv6 message: raw sockets have their copy already. */
  receiveError(): void {}

  /** Answers an echo request; as on Linux also one to a group, then from an address of ours (RFC 4443 §4.2). */
  #answerEcho(packet: IpPacket, request: IcmpMessage, device: NetworkInterface): void {
    const source = isMulticast(packet.destination) ? null : packet.destination
    const path = this.#ip.ipv6.pathBack(packet, source, device)
    if (typeof path === 'number') return
    const typeOfService = (packet.dscp << 2) | packet.ecn
    this.send(path, packet.source, { ...request, type: Icmpv6Type.ECHO_REPLY }, { typeOfService })
  }

  #takeError(message: IcmpMessage, offender: IpAddress): void {
    const quoted = parseQuotedIpv6(message.payload)
    if (quoted instanceof ParseError) {
      this.#ip.counters.count('Icmp6InErrors')
      return
    }
    const { protocol, start } = parseExtensions(quoted.nextHeader, quoted.payload)
    const { type, code, rest: info } = message
    const error = icmpv6DeliveryError(type, code, info)
    const { source, destination, dscp, ecn, hopLimit: ttl } = quoted
    if (error.mtu !== null && this.#ip.owns(source)) this.#ip.ipv6.pathMtus.learn(destination, error.mtu)
    const payload = quoted.payload.subarray(start)
    const report = { origin: 'icmp6', type, code, info, offender } as const
    this.#ip.protocols.deliverError({ ...error, report }, { source, destination, protocol, ttl, dscp, ecn, payload })
  }

  // --- errors; `device`: where the packet arrived

  sendPortUnreachable(device: NetworkInterface, bytes: Uint8Array): void {
    this.sendUnreachable(device, bytes, Icmpv6Code.PORT_UNREACHABLE)
  }

  sendUnreachable(device: NetworkInterface, bytes: Uint8Array, code: number): void {
    this.#sendError(device, bytes, Icmpv6Type.DESTINATION_UNREACHABLE, code)
  }

  /** Reports that the next hop doesn't answer. For our own packet the error comes back to us over `lo`, as on Linux. */
  sendAddressUnreachable(bytes: Uint8Array): void {
    this.#sendError(null, bytes, Icmpv6Type.DESTINATION_UNREACHABLE, Icmpv6Code.ADDRESS_UNREACHABLE)
  }

  sendTimeExceeded(device: NetworkInterface, bytes: Uint8Array): void {
    this.#sendError(device, bytes, Icmpv6Type.TIME_EXCEEDED, Icmpv6Code.HOP_LIMIT_EXCEEDED)
  }

  /** Reports that fragments of a packet for us never arrived (RFC 8200 §4.5). */
  sendReassemblyTimeExceeded(device: NetworkInterface, first: Uint8Array): void {
    this.#sendError(device, first, Icmpv6Type.TIME_EXCEEDED, Icmpv6Code.REASSEMBLY_TIME_EXCEEDED)
  }

  sendPacketTooBig(device: NetworkInterface, bytes: Uint8Array, mtu: number): void {
    this.#sendError(device, bytes, Icmpv6Type.PACKET_TOO_BIG, 0, mtu)
  }

  /** Reports a malformed packet. `pointer`: offset of the bad byte. */
  sendParameterProblem(device: NetworkInterface, bytes: Uint8Array, code: number, pointer: number): void {
    this.#sendError(device, bytes, Icmpv6Type.PARAMETER_PROBLEM, code, pointer)
  }

  #sendError(device: NetworkInterface | null, bytes: Uint8Array, type: number, code: number, rest = 0): void {
    const { ipv6, options } = this.#ip
    const about = parseQuotedIpv6(bytes)
    if (about instanceof ParseError || !mayReport(about, type, code)) return
    if (options.silent && !this.#ip.owns(about.source)) return
    // From the address that the packet was for, if it is ours (RFC 4443 2.2).
    const source = isMulticast(about.destination) || !this.#ip.owns(about.destination) ? null : about.destination
    const path = device === null ? this.#ip.path(about.source, source) : ipv6.pathBack(about, source, device)
    if (typeof path === 'number' || !this.#isWithinRate(path, about.source, type)) return
    this.send(path, about.source, icmpv6Error(type, code, bytes, rest))
  }

  /** Returns whether the limit allows an error. Linux exempts "packet too big", and packets that stay on the host. */
  #isWithinRate(path: Path, destination: IpAddress, type: number): boolean {
    if (type === Icmpv6Type.PACKET_TOO_BIG || path.device.isLoopback) return true
    const length = this.#ip.routes.lookup(destination)?.to.length ?? 128
    return this.#ip.errorRate.allows(6, destination, (128 - length) >> 5)
  }

  /** Sends a message from the path's source. */
  send(
    path: Path,
    destination: IpAddress,
    message: IcmpMessage,
    { typeOfService = 0, hopLimit = HOP_LIMIT }: { typeOfService?: number; hopLimit?: number } = {},
  ): void {
    const { source } = path
    this.#ip.counters.count('Icmp6OutMsgs')
    this.#ip.ipv6.send(
      path,
      {
        source,
        destination,
        protocol: IpProtocol.ICMPV6,
        timeToLive: hopLimit,
        typeOfService,
        dontFragment: 'never',
      },
      ICMP_HEADER_LENGTH + message.payload.length,
      (target, at) => writeIcmpv6(target, at, message, source, destination),
    )
  }
}

/**
 * Returns whether an error is allowed: none about errors, about packets to groups with two exceptions, or to a source that
 * isn't one host (RFC 4443 §2.4 e).
 */
function mayReport(packet: Ipv6Packet, type: number, code: number): boolean {
  const { protocol, start } = parseExtensions(packet.nextHeader, packet.payload)
  const inner = packet.payload[start]
  const isError = protocol === IpProtocol.ICMPV6 && inner !== undefined && isIcmpv6Error(inner)
  if (isError || (protocol === IpProtocol.ICMPV6 && inner === Icmpv6Type.REDIRECT)) return false
  const isAboutOption = type === Icmpv6Type.PARAMETER_PROBLEM && code === Icmpv6Code.UNKNOWN_OPTION
  if (isMulticast(packet.destination) && type !== Icmpv6Type.PACKET_TOO_BIG && !isAboutOption) return false
  const from = addressKind(packet.source)
  return from === 'unicast' || from === 'link-local' || from === 'loopback'
}
