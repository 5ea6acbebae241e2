/** ICMP of a host: answers echo requests, sends errors, and delivers errors about its own packets to their protocols (RFC 1122 3.2.2). */
import { addressKind, type IpAddress, ipv4Number, LIMITED_BROADCAST } from '../../../address/index.ts'
import {
  ICMP_HEADER_LENGTH,
  IcmpCode,
  type IcmpMessage,
  IcmpType,
  IpProtocol,
  type Ipv4Packet,
  icmpChecksumOk,
  icmpError,
  icmpNextHopMtu,
  isIcmpError,
  ParseError,
  parseIcmp,
  parseQuotedIpv4,
  writeIcmp,
} from '../../../wire/index.ts'
import type { IpPacket, Path, TransportProtocol } from '../ip-packet.ts'
import type { NetworkInterface } from '../network-interface.ts'
import { icmpDeliveryError } from './icmp-errno.ts'
import type { Ipv4Services } from './ipv4-services.ts'
import { Redirects } from './redirects.ts'

/** Internetwork control: Linux's traffic class for ICMP errors (RFC 1812 4.3.2.5). */
const ERROR_PRECEDENCE = 0xc0

export class IcmpLayer implements TransportProtocol {
  readonly #ip: Ipv4Services
  readonly redirects: Redirects

  constructor(ip: Ipv4Services) {
    this.#ip = ip
    this.redirects = new Redirects(ip, (quoted, gateway, from) => this.#sendRedirect(quoted, gateway, from))
  }

  receive(packet: IpPacket, device: NetworkInterface): void {
    const message = parseIcmp(packet.payload)
    if (message instanceof ParseError || !icmpChecksumOk(packet.payload)) {
      this.#ip.counters.count('IcmpInErrors')
      return
    }
    this.#ip.counters.count('IcmpInMsgs')
    if (message.type === IcmpType.ECHO_REQUEST) this.#answerEcho(packet, message)
    else if (isIcmpError(message.type)) this.#takeError(message, packet, device)
  }

  /** Ignores an ICMP error about our own ICMP message: raw sockets have their copy already. */
  receiveError(): void {}

  /** Answers unless the request was a broadcast, as Linux: everybody would answer (RFC 1122 3.2.2.6 leaves it open). */
  #answerEcho(packet: IpPacket, request: IcmpMessage): void {
    const { ignoresEcho, ignoresBroadcastEcho } = this.#ip.settings
    const isToMany = !this.#ip.owns(packet.destination)
    if (ignoresEcho || (isToMany && ignoresBroadcastEcho)) return
    const reply = { ...request, type: IcmpType.ECHO_REPLY }
    const typeOfService = (packet.dscp << 2) | packet.ecn
    const path = this.#ip.path(packet.source, isToMany ? null : packet.destination)
    if (typeof path === 'number') return
    this.#send(path.source, packet.source, typeOfService, reply)
  }

  #takeError(message: IcmpMessage, { source }: IpPacket, device: NetworkInterface): void {
    const quoted = parseQuotedIpv4(message.payload)
    if (quoted instanceof ParseError) {
      this.#ip.counters.count('IcmpInErrors')
      return
    }
    if (message.type === IcmpType.REDIRECT) {
      this.redirects.take(message, source, quoted, device)
      return
    }
    const { type, code } = message
    const error = icmpDeliveryError(type, code, icmpNextHopMtu(message))
    if (error === null) return
    if (error.mtu !== null && this.#ip.owns(quoted.source)) this.#ip.ipv4.pathMtus.learn(quoted.destination, error.mtu)
    const info = type === IcmpType.PARAMETER_PROBLEM ? message.rest >>> 24 : (error.mtu ?? 0)
    this.#ip.protocols.deliverError(
      { ...error, report: { origin: 'icmp', type, code, info, offender: source } },
      quoted,
    )
  }

  sendPortUnreachable(packet: IpPacket, quoted: Uint8Array): void {
    this.#sendError(quoted, packet.destination, IcmpType.DESTINATION_UNREACHABLE, IcmpCode.PORT_UNREACHABLE)
  }

  sendProtocolUnreachable(bytes: Uint8Array): void {
    this.#sendError(bytes, null, IcmpType.DESTINATION_UNREACHABLE, IcmpCode.PROTOCOL_UNREACHABLE)
  }

  sendTimeExceeded(bytes: Uint8Array): void {
    this.#sendError(bytes, null, IcmpType.TIME_EXCEEDED, IcmpCode.TTL_EXCEEDED)
  }

  /** Reports that fragments of a packet for us never arrived (RFC 1122 3.3.2). */
  sendReassemblyTimeExceeded(first: Uint8Array): void {
    this.#sendError(first, null, IcmpType.TIME_EXCEEDED, IcmpCode.REASSEMBLY_TIME_EXCEEDED)
  }

  sendUnreachable(bytes: Uint8Array, code: number): void {
    this.#sendError(bytes, null, IcmpType.DESTINATION_UNREACHABLE, code)
  }

  sendFragmentationNeeded(bytes: Uint8Array, mtu: number): void {
    this.#sendError(bytes, null, IcmpType.DESTINATION_UNREACHABLE, IcmpCode.FRAGMENTATION_NEEDED, mtu)
  }

  /** Handles ARP giving up on the next hop. For our own packet the error comes back to us over `lo`, as on Linux. */
  reportUnresolved(bytes: Uint8Array): void {
    this.#sendError(bytes, null, IcmpType.DESTINATION_UNREACHABLE, IcmpCode.HOST_UNREACHABLE)
  }

  /**
   * Without a source, the error comes from the address of the interface that leads back (RFC 1812 4.3.2.4), as on Linux with
   * icmp_errors_use_inbound_ifaddr off. Where the way back is another one, that isn't the interface on which the packet arrived.
   */
  #sendError(bytes: Uint8Array, source: IpAddress | null, type: number, code: number, nextHopMtu = 0): void {
    const about = parseQuotedIpv4(bytes)
    if (about instanceof ParseError || !mayReport(about)) return
    if (this.#ip.options.silent && !this.#ip.owns(about.source)) return
    const path = this.#ip.path(about.source)
    if (typeof path === 'number') return
    if (!this.#isWithinRate(type, code, path, about.source)) return
    const from = source !== null && this.#ip.owns(source) ? source : path.source
    this.#send(from, about.source, ERROR_PRECEDENCE, icmpError(type, code, bytes, nextHopMtu))
  }

  /** Returns whether the limit allows it. Linux exempts "fragmentation needed", types outside the mask, and packets that stay on the host. */
  #isWithinRate(type: number, code: number, path: Path, destination: IpAddress): boolean {
    const isFree = type === IcmpType.DESTINATION_UNREACHABLE && code === IcmpCode.FRAGMENTATION_NEEDED
    if (isFree || ((1 << type) & this.#ip.settings.errorMask) === 0 || path.device.isLoopback) return true
    return this.#ip.errorRate.allows(4, destination)
  }

  /** Sends a redirect for this host only (RFC 1812 4.3.3.2 leaves networks out), from the address that the sender knows the router by. */
  #sendRedirect(quoted: Uint8Array, gateway: IpAddress, from: NetworkInterface): void {
    const about = parseQuotedIpv4(quoted)
    if (about instanceof ParseError || !mayReport(about) || this.#ip.options.silent) return
    const { type, code, payload } = icmpError(IcmpType.REDIRECT, IcmpCode.HOST_REDIRECT, quoted)
    const source = from.ipv4AddressToward(about.source)
    if (source === null) return
    this.#send(source, about.source, ERROR_PRECEDENCE, { type, code, rest: ipv4Number(gateway), payload })
  }

  #send(source: IpAddress, destination: IpAddress, typeOfService: number, message: IcmpMessage): void {
    this.#ip.counters.count('IcmpOutMsgs')
    this.#ip.send(
      {
        source,
        destination,
        protocol: IpProtocol.ICMP,
        timeToLive: this.#ip.settings.timeToLive,
        typeOfService,
        dontFragment: 'never',
      },
      ICMP_HEADER_LENGTH + message.payload.length,
      (target, at) => writeIcmp(target, at, message),
    )
  }
}

/** Returns whether an error is allowed: none about errors, later fragments, or packets to or from anything but one host (RFC 1122 3.2.2). */
function mayReport(packet: Ipv4Packet): boolean {
  if (packet.fragmentOffset > 0) return false
  if (packet.protocol === IpProtocol.ICMP && isIcmpError(packet.payload[0] ?? 0)) return false
  const kind = addressKind(packet.destination)
  if (kind === 'multicast' || packet.destination === LIMITED_BROADCAST) return false
  const from = addressKind(packet.source)
  return from === 'unicast' || from === 'link-local' || from === 'loopback'
}
