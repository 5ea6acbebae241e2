/**
 * IPv6 of one host (RFC 8200): sending, receiving, and choosing a path. Unless parameters say otherwise, router
 * advertisements are ignored (as on Linux with `accept_ra` 0).
 */
import { addressKind, type IpAddress, isLoopback, isMulticast } from '../../../address/index.ts'
import { Errno } from '../../../errno.ts'
import { RandomStream } from '../../../random.ts'
import {
  ETHERNET_HEADER_LENGTH,
  IPV6_HEADER_LENGTH,
  IPV6_MAX_PAYLOAD,
  IPV6_MINIMUM_MTU,
  type Ipv6Packet,
  newFrame,
  newLocalFrame,
  ParseError,
  parseIpv6,
  writeIpv6Header,
} from '../../../wire/index.ts'
import { ANY_FLOW, type FlowSelector, type PacketHeader, type Path } from '../ip-packet.ts'
import type { PayloadWriter } from '../ip-services.ts'
import type { NetworkInterface } from '../network-interface.ts'
import { PathMtuCache } from '../path-mtu-cache.ts'
import { RouterAdvertisers, RouterDiscovery } from './autoconfiguration/index.ts'
import { deliver } from './delivery.ts'
import { forward } from './forwarding.ts'
import { fragment } from './fragmentation.ts'
import { Icmpv6Layer } from './icmpv6-layer.ts'
import { InterfaceAddresses } from './interface-addresses.ts'
import type { Ipv6Services } from './ipv6-services.ts'
import { NeighborDiscovery } from './neighbor-discovery.ts'
import { Reassembly } from './reassembly.ts'
import { Redirects } from './redirects.ts'
import { selectSource } from './source-address.ts'

export class Ipv6 {
  readonly #ip: Ipv6Services
  readonly discovery: NeighborDiscovery
  readonly addresses: InterfaceAddresses
  /** Autoconfiguration from router advertisements. */
  readonly routers: RouterDiscovery
  /** Advertisements that this host, a router, sends on its interfaces. */
  readonly advertisers: RouterAdvertisers
  readonly icmp: Icmpv6Layer
  readonly redirects: Redirects
  readonly pathMtus: PathMtuCache
  readonly reassembly: Reassembly
  readonly #identifications: RandomStream

  constructor(ip: Ipv6Services) {
    this.#ip = ip
    const { name, seed, scheduler } = ip.options
    this.#identifications = new RandomStream(seed, `${name} ipv6 fragment identification`)
    this.discovery = new NeighborDiscovery(ip)
    this.addresses = new InterfaceAddresses(ip)
    this.routers = new RouterDiscovery(ip)
    this.advertisers = new RouterAdvertisers(ip)
    this.icmp = new Icmpv6Layer(ip)
    this.redirects = new Redirects(ip)
    this.pathMtus = new PathMtuCache(scheduler, IPV6_MINIMUM_MTU)
    this.reassembly = new Reassembly({
      scheduler,
      onFailure: () => ip.counters.count('Ip6ReasmFails'),
      onTimeout: (first, device) => {
        ip.counters.count('Ip6ReasmTimeout')
        if (first !== null) this.icmp.sendReassemblyTimeExceeded(device, first)
      },
    })
  }

  /**
   * Returns where packets for another host leave, or -errno. A link-local or group address doesn't name the link: `source`
   * or `flow.device` must, unless there is only one (else EINVAL, as for an address without a zone on Linux).
   */
  path(destination: IpAddress, source: IpAddress | null, flow: FlowSelector = ANY_FLOW): Path | number {
    const kind = addressKind(destination)
    if (kind === 'multicast' || kind === 'link-local') return this.#pathOnLink(destination, source, flow.device)
    if (kind === 'unspecified') return -Errno.ENETUNREACH
    const route = this.#ip.routes.find({ destination, source, device: flow.device, arrivedOn: flow.arrivedOn })
    if (typeof route === 'number') return route
    const { device, gateway } = this.#ip.hopOf(route, destination, source, flow)
    const nextHop = gateway === null ? destination : this.redirects.nextHop(destination, gateway)
    return this.#pathThrough(device, nextHop, destination, source ?? route.source)
  }

  #pathOnLink(destination: IpAddress, source: IpAddress | null, given: NetworkInterface | null): Path | number {
    const candidates = this.#ip.interfaces.filter(({ up, hasIpv6, isLoopback }) => up && hasIpv6 && !isLoopback)
    const hinted = given ?? (source === null ? undefined : this.#ip.ownerOf(source))
    const device = hinted ?? candidates[0]
    if (device === undefined || !device.up) return -Errno.ENETUNREACH
    if (hinted === undefined && candidates.length > 1) return -Errno.EINVAL
    return this.#pathThrough(device, destination, destination, source)
  }

  #pathThrough(
    device: NetworkInterface,
    nextHop: IpAddress,
    destination: IpAddress,
    given: IpAddress | null,
  ): Path | number {
    const source = given ?? selectSource(this.#ip.interfaces, device, destination)
    if (source === null) return -Errno.EADDRNOTAVAIL
    const mtu = Math.min(device.ipv6Mtu, this.pathMtus.lookup(destination))
    return { device, source, nextHop, mtu, broadcast: false }
  }

  /** Counts the failure and returns the error. */
  refuse(error: number): number {
    this.#ip.counters.count('Ip6OutNoRoutes')
    return error
  }

  send(path: Path, header: PacketHeader, length: number, write: PayloadWriter): number {
    const { counters, neighbors } = this.#ip
    const whole = IPV6_HEADER_LENGTH + length <= path.mtu
    if (length > IPV6_MAX_PAYLOAD || (!whole && header.dontFragment === 'always')) {
      counters.count('Ip6FragFails')
      return -Errno.EMSGSIZE
    }
    const frameLength = ETHERNET_HEADER_LENGTH + IPV6_HEADER_LENGTH + length
    const frame = path.device.isLoopback ? newLocalFrame(frameLength) : newFrame(frameLength)
    const fields = {
      dscp: header.typeOfService >> 2,
      ecn: header.typeOfService & 3,
      // No flow label (RFC 6437 3): no router here reads it.
      flowLabel: 0,
      nextHeader: header.protocol,
      hopLimit: header.timeToLive,
      source: header.source,
      destination: header.destination,
    }
    write(frame, writeIpv6Header(frame, ETHERNET_HEADER_LENGTH, fields, length))
    counters.count('Ip6OutRequests')
    if (header.confirmsPath) neighbors.confirm(path.device, path.nextHop)
    if (whole) this.#ip.transmit(path, header.source, frame, header.isChecksummed)
    else this.#transmitFragments(path, header.source, frame.subarray(ETHERNET_HEADER_LENGTH))
    return 0
  }

  /** Fragments our own packet to the path's MTU; routers never do (RFC 8200 §4.5). */
  #transmitFragments(path: Path, source: IpAddress, bytes: Uint8Array): void {
    const { counters } = this.#ip
    const packet = parseIpv6(bytes)
    const frames = packet instanceof ParseError ? [] : fragment(packet, path.mtu, this.#identifications.uint32())
    counters.count('Ip6FragOKs')
    counters.count('Ip6FragCreates', frames.length)
    for (const frame of frames) this.#ip.transmit(path, source, frame)
  }

  /**
   * Handles an arriving packet (RFC 8200 §3). `toGroup`: in a frame for a group, so almost no error answers it. `isIntact`:
   * it never left the host, and its checksums are right.
   */
  receivePacket(device: NetworkInterface, bytes: Uint8Array, toGroup: boolean, isIntact = false): void {
    const { counters, settings } = this.#ip
    counters.count('Ip6InReceives')
    const packet = parseIpv6(bytes)
    if (packet instanceof ParseError || isMulticast(packet.source)) {
      counters.count('Ip6InHdrErrors')
      return
    }
    // No packet on a link has a loopback address (RFC 4291 2.5.3).
    if (!device.isLoopback && (isLoopback(packet.source) || isLoopback(packet.destination))) {
      counters.count('Ip6InAddrErrors')
      return
    }
    const whole = bytes.subarray(0, IPV6_HEADER_LENGTH + packet.payload.length)
    if (this.#isForUs(packet, device)) deliver(this.#ip, device, packet, whole, isIntact)
    else if (isMulticast(packet.destination)) counters.count('Ip6InDiscards')
    else if (toGroup || !settings.forwarding[6]) counters.count('Ip6InAddrErrors')
    else forward(this.#ip, device, packet, whole)
  }

  /** Returns whether the destination is one of our addresses (a link-local one on its own link only) or groups. */
  #isForUs({ source, destination }: Ipv6Packet, device: NetworkInterface): boolean {
    if (isMulticast(destination)) return this.#ip.multicast.isMember(device, destination, source)
    const owner = this.#ip.ownerOf(destination)
    if (owner === undefined || owner === device || device.isLoopback) return owner !== undefined
    return addressKind(destination) !== 'link-local'
  }

  /** Handles neighbor discovery giving up on the next hop of this packet. */
  reportUnresolved(bytes: Uint8Array): void {
    this.icmp.sendAddressUnreachable(bytes)
  }

  #isOnLink(address: IpAddress): boolean {
    const kind = addressKind(address)
    return kind === 'link-local' || kind === 'multicast'
  }

  /** Returns the path to the sender of a packet that came in through `device`, from the given source address or our best. */
  pathBack(packet: Pick<Ipv6Packet, 'source'>, source: IpAddress | null, device: NetworkInterface): Path | number {
    const { source: peer } = packet
    return this.#ip.owns(peer)
      ? this.#ip.path(peer, source)
      : this.path(peer, source, this.#isOnLink(peer) && !device.isLoopback ? { ...ANY_FLOW, device } : ANY_FLOW)
  }
}
