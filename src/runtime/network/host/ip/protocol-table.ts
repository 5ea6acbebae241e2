import { addressFamily, type Family } from '../../address/index.ts'
import type { DeliveryError, IpPacket, TransportProtocol } from './ip-packet.ts'
import type { NetworkInterface } from './network-interface.ts'

const LEAST_QUOTED = 8

/** Handlers by protocol for whole packets for this host, and for errors about packets that it sent; raw sockets get a copy. */
export class ProtocolTable {
  readonly #protocols = { 4: new Map<number, TransportProtocol>(), 6: new Map<number, TransportProtocol>() }
  /** Passes copies to raw sockets; true when one took it. */
  rawTap: (packet: IpPacket, device: NetworkInterface, bytes: Uint8Array) => boolean = () => false
  /** Passes errors to the raw sockets whose packets they are about. */
  rawErrorTap: (error: DeliveryError, quoted: IpPacket) => void = () => {}

  /** Registers the handler of a protocol, for both families unless one is named. */
  register(protocol: number, handler: TransportProtocol, families: readonly Family[] = [4, 6]): void {
    for (const family of families) this.#protocols[family].set(protocol, handler)
  }

  /** Delivers a whole packet for this host. Returns false when no handler takes its protocol. */
  deliver(packet: IpPacket, device: NetworkInterface, bytes: Uint8Array): boolean {
    const taken = this.rawTap(packet, device, bytes)
    const protocol = this.#protocols[addressFamily(packet.destination)].get(packet.protocol)
    if (protocol === undefined) return taken
    protocol.receive(packet, device, bytes)
    return true
  }

  /** Delivers an ICMP error about a packet that this host sent. */
  deliverError(error: DeliveryError, quoted: IpPacket): void {
    // An error must quote eight bytes behind the IP header (RFC 1122 3.2.2, Linux's icmp_socket_deliver).
    if (quoted.payload.length < LEAST_QUOTED) return
    this.rawErrorTap(error, quoted)
    this.#protocols[addressFamily(quoted.destination)].get(quoted.protocol)?.receiveError(error, quoted)
  }
}
