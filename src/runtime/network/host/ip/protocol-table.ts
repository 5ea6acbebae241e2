import { addressFamily, type Family } from '../../address/index.ts'
import type { DeliveryError, IpPacket, TransportProtocol } from './ip-packet.ts'
import type { NetworkInterface } from './network-interface.ts'

const LEAST_QUOTED = 8

/** Who takes whole packets for this host, and errors about packets that it sent, by protocol; raw sockets get a copy. */
export class ProtocolTable {
  readonly #protocols = { 4: new Map<number, TransportProtocol>(), 6: new Map<number, TransportProtocol>() }
  /** Copies for raw sockets; true when one took it. */
  rawTap: (packet: IpPacket, device: NetworkInterface, bytes: Uint8Array) => boolean = () => false
  /** Errors, for the raw sockets whose packets they are about. */
  rawErrorTap: (error: DeliveryError, quoted: IpPacket) => void = () => {}

  /** Who takes packets of a protocol, over both families unless only one is named. */
  register(protocol: number, handler: TransportProtocol, families: readonly Family[] = [4, 6]): void {
    for (const family of families) this.#protocols[family].set(protocol, handler)
  }

  /** A whole packet for this host. False when nobody takes its protocol. */
  deliver(packet: IpPacket, device: NetworkInterface, bytes: Uint8Array): boolean {
    const taken = this.rawTap(packet, device, bytes)
    const protocol = this.#protocols[addressFamily(packet.destination)].get(packet.protocol)
    if (protocol === undefined) return taken
    protocol.receive(packet, device, bytes)
    return true
  }

  /** An ICMP error reached us about a packet that we sent. */
  deliverError(error: DeliveryError, quoted: IpPacket): void {
    // Linux's icmp_socket_deliver: an error must quote eight bytes behind the IP header (RFC 1122 3.2.2).
    if (quoted.payload.length < LEAST_QUOTED) return
    this.rawErrorTap(error, quoted)
    this.#protocols[addressFamily(quoted.destination)].get(quoted.protocol)?.receiveError(error, quoted)
  }
}
