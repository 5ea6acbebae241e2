/**
 * Neighbor discovery (RFC 4861), after Linux: the neighbor cache's requests and replies for IPv6. Router advertisements are
 * handled in `autoconfiguration/`.
 */
import {
  addressKind,
  type IpAddress,
  isMulticast,
  isUnspecified,
  type MacAddress,
  solicitedNodeGroup,
} from '../../../address/index.ts'
import {
  EtherType,
  type IcmpMessage,
  linkAddressOf,
  ND_HOP_LIMIT,
  type NdMessage,
  type NeighborAdvertisement,
  type NeighborSolicitation,
  ndMessage,
  ParseError,
  parseNd,
  type RouterSolicitation,
} from '../../../wire/index.ts'
import type { IpPacket } from '../ip-packet.ts'
import type { NeighborProtocol } from '../neighbor-detection.ts'
import type { NetworkInterface } from '../network-interface.ts'
import type { Ipv6Services } from './ipv6-services.ts'

const ALL_NODES = 'ff02::1'

export class NeighborDiscovery implements NeighborProtocol {
  readonly etherType = EtherType.IPV6
  readonly #ip: Ipv6Services

  constructor(ip: Ipv6Services) {
    this.#ip = ip
  }

  /** Asks from the source of the waiting packet if it is this interface's address, else from the link-local one (RFC 4861 §7.2.2). */
  ask(device: NetworkInterface, address: IpAddress, source: IpAddress, mac: MacAddress | null): void {
    const sender = has(device, source) ? source : linkLocalOf(device)
    if (sender === undefined) return
    this.#send(device, sender, mac === null ? solicitedNodeGroup(address) : address, {
      kind: 'neighbor solicitation',
      target: address,
      options: [{ kind: 'source link address', mac: device.mac }],
    })
  }

  /** Handles a message of type 133 to 137 whose checksum is right. */
  receive(packet: IpPacket, message: IcmpMessage, device: NetworkInterface): void {
    // It must come from this link: no router reduced the hop limit (RFC 4861 7.1).
    if (packet.ttl !== ND_HOP_LIMIT || message.code !== 0) return
    const nd = parseNd(message)
    if (nd instanceof ParseError || device.isLoopback) return
    if (nd.kind === 'neighbor solicitation') this.#takeSolicitation(packet, nd, device)
    else if (nd.kind === 'neighbor advertisement') this.#takeAdvertisement(packet, nd, device)
    else if (nd.kind === 'router advertisement') this.#ip.ipv6.routers.take(packet, nd, device)
    else if (nd.kind === 'redirect') this.#ip.ipv6.redirects.take(packet, nd, device)
    else this.#takeRouterSolicitation(packet, nd, device)
  }

  #takeRouterSolicitation(packet: IpPacket, nd: RouterSolicitation, device: NetworkInterface): void {
    const mac = linkAddressOf(nd, 'source link address')
    // A host without an address yet doesn't send its link address (RFC 4861 6.1.1).
    if (isUnspecified(packet.source) && mac !== null) return
    if (mac !== null) this.#ip.neighbors.hear(device, packet.source, mac)
    this.#ip.ipv6.advertisers.of(device)?.solicit()
  }

  #takeSolicitation(packet: IpPacket, { target, ...rest }: NeighborSolicitation, device: NetworkInterface): void {
    const mac = linkAddressOf({ target, ...rest }, 'source link address')
    const isProbe = isUnspecified(packet.source)
    const toGroup = isMulticast(packet.destination)
    // A host without an address yet asks in the group, and doesn't send its link address (RFC 4861 7.1.1).
    if (isMulticast(target) || (isProbe && (mac !== null || !toGroup))) return
    if (isProbe) this.#ip.ipv6.addresses.duplicates.hear(device, target)
    if (!has(device, target)) return
    const router = this.#ip.settings.forwarding[6]
    const answer = { kind: 'neighbor advertisement', router, target } as const
    const options = [{ kind: 'target link address', mac: device.mac } as const]
    if (isProbe) {
      // Another host probes our address: tell everybody that it is taken (RFC 4862 5.4.3, RFC 4861 7.2.4).
      this.#send(device, target, ALL_NODES, { ...answer, solicited: false, override: true, options })
      return
    }
    if (mac !== null) this.#ip.neighbors.hear(device, packet.source, mac)
    // If it asked by unicast, it knows our link address already (Linux's ndisc_recv_ns).
    const told = { solicited: true, override: toGroup, options: toGroup ? options : [] }
    this.#send(device, target, packet.source, { ...answer, ...told })
  }

  /** Updates the entry of a neighbor, if there is one (RFC 4861 §7.2.5). */
  #takeAdvertisement(packet: IpPacket, message: NeighborAdvertisement, device: NetworkInterface): void {
    const { neighbors } = this.#ip
    const { target, solicited, override } = message
    if (isMulticast(target) || (solicited && isMulticast(packet.destination))) return
    this.#ip.ipv6.addresses.duplicates.hear(device, target)
    const told = linkAddressOf(message, 'target link address')
    if (neighbors.isAskedFor(device, target)) {
      if (told !== null && solicited) neighbors.confirmAs(device, target, told)
      else if (told !== null) neighbors.hear(device, target, told)
      return
    }
    const known = neighbors.macOf(device, target)
    if (known === null) return
    if (told !== null && told !== known && !override) neighbors.doubt(device, target)
    else if (solicited) neighbors.confirmAs(device, target, told ?? known)
    else if (told !== null) neighbors.hear(device, target, told)
  }

  /** Asks whether another host has an address that we want to use (RFC 4862 5.4.2). */
  probe(device: NetworkInterface, target: IpAddress): void {
    this.#send(device, '::', solicitedNodeGroup(target), { kind: 'neighbor solicitation', target, options: [] })
  }

  /** Sends a message to all nodes or all routers of the link, from the link-local address. */
  announce(device: NetworkInterface, group: IpAddress, message: NdMessage): void {
    const source = linkLocalOf(device)
    if (source !== undefined) this.#send(device, source, group, message)
  }

  #send(device: NetworkInterface, source: IpAddress, destination: IpAddress, message: NdMessage): void {
    const path = { device, source, nextHop: destination, mtu: device.mtu, broadcast: false }
    this.#ip.ipv6.icmp.send(path, destination, ndMessage(message), { hopLimit: ND_HOP_LIMIT })
  }
}

function has(device: NetworkInterface, address: IpAddress): boolean {
  return device.ipv6Addresses.some((prefix) => prefix.address === address)
}

function linkLocalOf(device: NetworkInterface): IpAddress | undefined {
  return device.ipv6Addresses.find(({ address }) => addressKind(address) === 'link-local')?.address
}
