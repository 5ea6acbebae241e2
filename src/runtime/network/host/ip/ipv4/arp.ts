/** ARP (RFC 826, RFC 1122 2.3.2), after Linux: the neighbor cache's requests and replies for IPv4. */
import { BROADCAST_MAC, type IpAddress, isLoopback, type MacAddress, ZERO_MAC } from '../../../address/index.ts'
import {
  ArpOperation,
  type ArpPacket,
  EtherType,
  emitArp,
  emitEthernet,
  ParseError,
  parseArp,
} from '../../../wire/index.ts'
import type { NeighborProtocol } from '../neighbor-detection.ts'
import type { NetworkInterface } from '../network-interface.ts'
import type { Ipv4Services } from './ipv4-services.ts'

export class Arp implements NeighborProtocol {
  readonly etherType = EtherType.IPV4
  readonly #ip: Ipv4Services

  constructor(ip: Ipv4Services) {
    this.#ip = ip
  }

  ask(device: NetworkInterface, address: IpAddress, source: IpAddress, mac: MacAddress | null): void {
    const senderIp = this.#answersFor(source) ? source : (device.ipv4Address ?? '0.0.0.0')
    this.#send(device, mac ?? BROADCAST_MAC, {
      operation: ArpOperation.REQUEST,
      senderMac: device.mac,
      senderIp,
      targetMac: ZERO_MAC,
      targetIp: address,
    })
  }

  /** Handles a frame of type ARP. */
  receive(device: NetworkInterface, bytes: Uint8Array): void {
    const packet = parseArp(bytes)
    if (packet instanceof ParseError || packet.senderMac === device.mac) return
    const { neighbors } = this.#ip
    const { senderIp, senderMac } = packet
    const forUs = this.#answersFor(packet.targetIp)
    if (packet.operation === ArpOperation.REQUEST && forUs) {
      // A probe (sender 0.0.0.0, RFC 5227) is answered, not learned.
      if (senderIp !== '0.0.0.0') neighbors.hear(device, senderIp, senderMac)
      this.#reply(device, packet)
      return
    }
    if (!neighbors.knows(device, senderIp)) return
    if (packet.operation === ArpOperation.REPLY && forUs) neighbors.confirmAs(device, senderIp, senderMac)
    else neighbors.hear(device, senderIp, senderMac)
  }

  #answersFor(address: IpAddress): boolean {
    return this.#ip.ownerOf(address) !== undefined && !isLoopback(address)
  }

  #reply(device: NetworkInterface, request: ArpPacket): void {
    this.#send(device, request.senderMac, {
      operation: ArpOperation.REPLY,
      senderMac: device.mac,
      senderIp: request.targetIp,
      targetMac: request.senderMac,
      targetIp: request.senderIp,
    })
  }

  #send(device: NetworkInterface, destination: MacAddress, packet: ArpPacket): void {
    const source = device.mac
    device.transmit(emitEthernet({ destination, source, type: EtherType.ARP, payload: emitArp(packet) }))
  }
}
