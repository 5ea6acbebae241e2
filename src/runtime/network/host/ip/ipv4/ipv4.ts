/** IPv4 of one host: sending, receiving, and choosing a path. */

import { type IpAddress, isLoopback, isMulticast, LIMITED_BROADCAST, type Prefix } from '../../../address/index.ts'
import { read16 } from '../../../bytes.ts'
import { Errno } from '../../../errno.ts'
import { RandomStream } from '../../../random.ts'
import {
  ETHERNET_HEADER_LENGTH,
  IPV4_HEADER_LENGTH,
  IPV4_MAX_LENGTH,
  IpProtocol,
  type Ipv4Packet,
  ipv4ChecksumOk,
  NO_BYTES,
  newFrame,
  newLocalFrame,
  ParseError,
  parseIpv4,
  writeIpv4Header,
} from '../../../wire/index.ts'
import type { Counter } from '../counters.ts'
import type { FlowSelector, IpPacket, PacketHeader, Path } from '../ip-packet.ts'
import type { PayloadWriter } from '../ip-services.ts'
import type { NetworkInterface } from '../network-interface.ts'
import { PathMtuCache } from '../path-mtu-cache.ts'
import { Arp } from './arp.ts'
import { forward, forwardToGroup } from './forwarding.ts'
import { fragment } from './fragmentation.ts'
import { IcmpLayer } from './icmp-layer.ts'
import type { Ipv4Services } from './ipv4-services.ts'
import { Reassembly } from './reassembly.ts'
import { isBelievable } from './source-validation.ts'

/** ip_rt_min_pmtu */
const SMALLEST_PATH_MTU = 552

type ArrivedPacket = Ipv4Packet & Pick<IpPacket, 'isIntact'>

export class Ipv4 {
  readonly #ip: Ipv4Services
  readonly arp: Arp
  readonly icmp: IcmpLayer
  readonly pathMtus: PathMtuCache
  readonly #reassembly: Reassembly
  readonly #received: Counter
  readonly #delivered: Counter
  readonly #requested: Counter
  #identification: number

  constructor(ip: Ipv4Services) {
    this.#ip = ip
    this.#received = ip.counters.named('IpInReceives')
    this.#delivered = ip.counters.named('IpInDelivers')
    this.#requested = ip.counters.named('IpOutRequests')
    const { name, seed, scheduler } = ip.options
    this.#identification = new RandomStream(seed, `${name} ip id`).below(0x10000)
    this.arp = new Arp(ip)
    this.icmp = new IcmpLayer(ip)
    this.pathMtus = new PathMtuCache(scheduler, SMALLEST_PATH_MTU)
    this.#reassembly = new Reassembly({
      scheduler,
      onFailure: () => ip.counters.count('IpReasmFails'),
      onTimeout: (first) => {
        ip.counters.count('IpReasmTimeout')
        if (first !== null) this.icmp.sendReassemblyTimeExceeded(first)
      },
    })
  }

  addAddress(device: NetworkInterface, prefix: Prefix): void {
    device.addAddress(prefix)
    this.#ip.own(prefix.address, device)
    if (device.up) this.#connect(device, prefix)
  }

  /** Adds the route to the network that an address is on. */
  #connect(device: NetworkInterface, to: Prefix): void {
    if (to.length === 32) return
    const hops = [{ gateway: null, device, weight: 1 }]
    this.#ip.routes.add({ to, kind: 'unicast', hops, source: to.address, metric: 0, isConnected: true })
  }

  interfaceUp(device: NetworkInterface): void {
    for (const prefix of device.ipv4Addresses) this.#connect(device, prefix)
  }

  /** Returns where packets for another host leave, or -errno. */
  path(destination: IpAddress, source: IpAddress | null, flow: FlowSelector): Path | number {
    if (destination === LIMITED_BROADCAST) return this.#broadcastPath(source, flow.device)
    if (isMulticast(destination)) return this.#ip.multicast.path(destination, source, flow.device)
    const route = this.#ip.routes.find({ destination, source, device: flow.device, arrivedOn: flow.arrivedOn })
    if (typeof route === 'number') return this.#pathWithoutRoute(route, destination, source, flow)
    const { gateway, device } = this.#ip.hopOf(route, destination, source, flow)
    const preferred = source ?? route.source ?? device.ipv4AddressToward(gateway) ?? this.#anyAddress()
    const broadcast = gateway === null && device.isBroadcast(destination)
    const mtu = Math.min(device.mtu, this.pathMtus.lookup(destination))
    const nextHop = gateway === null ? destination : this.icmp.redirects.nextHop(destination, gateway)
    return { device, source: preferred, nextHop, mtu, broadcast }
  }

  /** Returns the path for a socket bound to an interface: without a route, every destination is on its link (Linux's ip_route_output_key). */
  #pathWithoutRoute(
    error: number,
    destination: IpAddress,
    source: IpAddress | null,
    { device, arrivedOn }: FlowSelector,
  ): Path | number {
    if (device === null || !device.up || arrivedOn !== null) return error
    const { mtu } = device
    return { device, source: source ?? device.ipv4Address ?? '0.0.0.0', nextHop: destination, mtu, broadcast: false }
  }

  /** Borrows the address of another interface for one without an address (Linux's inet_select_addr). */
  #anyAddress(): IpAddress {
    const others = this.#ip.interfaces.filter(({ isLoopback }) => !isLoopback)
    return others.find(({ ipv4Address }) => ipv4Address !== null)?.ipv4Address ?? '0.0.0.0'
  }

  #broadcastPath(source: IpAddress | null, bound: NetworkInterface | null): Path | number {
    // Without a source address, only a default route tells which link is meant.
    const device = bound ?? (source === null ? this.#defaultDevice() : this.#ip.ownerOf(source))
    if (device === undefined || !device.up) return -Errno.ENETUNREACH
    const address = source ?? device.ipv4Address ?? '0.0.0.0'
    return { device, source: address, nextHop: LIMITED_BROADCAST, mtu: device.mtu, broadcast: true }
  }

  #defaultDevice(): NetworkInterface | undefined {
    return this.#ip.routes.lookup(LIMITED_BROADCAST)?.hops[0]?.device
  }

  /** Counts the failure and returns the error. */
  refuse(error: number): number {
    this.#ip.counters.count('IpOutNoRoutes')
    return error
  }

  send(path: Path, header: PacketHeader, length: number, write: PayloadWriter): number {
    const { counters, neighbors } = this.#ip
    const total = IPV4_HEADER_LENGTH + length
    const whole = total <= path.mtu
    if (total > IPV4_MAX_LENGTH || (!whole && header.dontFragment === 'always')) {
      counters.count('IpFragFails')
      return -Errno.EMSGSIZE
    }
    const frameLength = ETHERNET_HEADER_LENGTH + total
    const frame = path.device.isLoopback ? newLocalFrame(frameLength) : newFrame(frameLength)
    const dontFragment = whole && header.dontFragment !== 'never'
    write(frame, this.#writeHeader(frame, header, dontFragment, length))
    this.#requested.value++
    if (header.confirmsPath) neighbors.confirm(path.device, path.nextHop)
    if (!this.#mayLeave(path, frame)) return -Errno.EPERM
    if (whole) this.#ip.transmit(path, header.source, frame, header.isChecksummed)
    else this.transmitFragments(path, frame.subarray(ETHERNET_HEADER_LENGTH))
    return 0
  }

  /** Returns whether a NAT or firewall lets a packet of this host out; packets for many hosts aren't tracked. */
  #mayLeave({ device, broadcast }: Path, frame: Uint8Array): boolean {
    const { netfilter } = this.#ip
    if (netfilter === null || device.isLoopback || broadcast) return true
    return netfilter.sending(frame.subarray(ETHERNET_HEADER_LENGTH), device.name)
  }

  /** Fragments a packet to the path's MTU, if allowed. */
  transmitFragments(path: Path, bytes: Uint8Array): void {
    const { counters } = this.#ip
    const packet = parseIpv4(bytes)
    const frames = packet instanceof ParseError ? [] : fragment(packet, path.mtu)
    counters.count(frames.length > 0 ? 'IpFragOKs' : 'IpFragFails')
    counters.count('IpFragCreates', frames.length)
    for (const frame of frames) this.#ip.transmit(path, path.source, frame)
  }

  #writeHeader(frame: Uint8Array, header: PacketHeader, dontFragment: boolean, length: number): number {
    this.#identification = (this.#identification + 1) & 0xffff
    const fields = {
      dscp: header.typeOfService >> 2,
      ecn: header.typeOfService & 3,
      identification: this.#identification,
      reservedFlag: false,
      dontFragment,
      moreFragments: false,
      fragmentOffset: 0,
      ttl: header.timeToLive,
      protocol: header.protocol,
      source: header.source,
      destination: header.destination,
      options: NO_BYTES,
    }
    return writeIpv4Header(frame, ETHERNET_HEADER_LENGTH, fields, length)
  }

  /**
   * Handles an arriving packet (RFC 1122 3.2.1). `toGroup`: in a frame for everybody, so no error answers it. `isIntact`: it
   * never left the host, and its checksums are right. `isCopy`: a copy of what this host sent to a group that it has joined
   * itself.
   */
  receivePacket(device: NetworkInterface, bytes: Uint8Array, toGroup: boolean, isIntact = false, isCopy = false): void {
    const { counters, settings } = this.#ip
    this.#received.value++
    const packet = parseIpv4(bytes)
    if (packet instanceof ParseError || !(isIntact || ipv4ChecksumOk(bytes))) {
      counters.count('IpInHdrErrors')
      return
    }
    if (!device.isLoopback && isLoopback(packet.destination)) {
      counters.count('IpInAddrErrors')
      return
    }
    if (!device.isLoopback && !isCopy && !isBelievable(this.#ip, device, packet)) return
    const isForwarded = !isCopy && isMulticast(packet.destination) && forwardToGroup(this.#ip, device, packet, bytes)
    if (this.#ip.netfilter !== null && !device.isLoopback && !toGroup) this.#receiveTracked(device, packet, bytes)
    else if (this.#isForUs(packet, device))
      this.#deliver(device, isIntact ? { ...packet, isIntact } : packet, bytes, toGroup)
    else if (isForwarded) return
    else if (isMulticast(packet.destination) || toGroup || !settings.forwarding[4]) counters.count('IpInAddrErrors')
    else forward(this.#ip, device, packet, bytes)
  }

  /** Reassembles before a NAT or firewall looks at a packet, since only first fragments have ports (nf_defrag_ipv4). */
  #receiveTracked(device: NetworkInterface, packet: Ipv4Packet, bytes: Uint8Array): void {
    if (packet.moreFragments || packet.fragmentOffset > 0) {
      this.#ip.counters.count('IpReasmReqds')
      const whole = this.#reassembly.add(packet, bytes)
      if (whole === null) return
      this.#ip.counters.count('IpReasmOKs')
      this.#receiveTracked(device, parseIpv4(whole) as Ipv4Packet, whole)
      return
    }
    const netfilter = this.#ip.netfilter!
    const length = read16(bytes, 2)
    const arrived = netfilter.arrivedIpv4(packet, bytes.subarray(0, length), device.name)
    const { passage } = arrived
    if (!this.#isForUs(arrived.packet, device)) forward(this.#ip, device, arrived.packet, arrived.bytes, passage)
    else if (netfilter.mayReceive(passage, arrived.packet, device.name) && netfilter.remember(passage))
      this.#deliver(device, arrived.packet, arrived.bytes, false)
  }

  #isForUs({ source, destination, protocol }: Ipv4Packet, device: NetworkInterface): boolean {
    if (this.#ip.owns(destination) || destination === LIMITED_BROADCAST || device.isBroadcast(destination)) return true
    if (!isMulticast(destination)) return false
    // IGMP messages to a group reach its members whatever their source: source filters don't apply (Linux's ip_check_mc_rcu).
    const { multicast } = this.#ip
    return protocol === IpProtocol.IGMP
      ? multicast.isIn(device, destination)
      : multicast.isMember(device, destination, source)
  }

  #deliver(device: NetworkInterface, packet: ArrivedPacket, bytes: Uint8Array, toGroup: boolean): void {
    const { counters } = this.#ip
    if (packet.moreFragments || packet.fragmentOffset > 0) {
      counters.count('IpReasmReqds')
      const whole = this.#reassembly.add(packet, bytes)
      if (whole === null) return
      counters.count('IpReasmOKs')
      this.#deliver(device, parseIpv4(whole) as Ipv4Packet, whole, toGroup)
      return
    }
    if (this.#ip.protocols.deliver(packet, device, bytes)) this.#delivered.value++
    else {
      counters.count('IpInUnknownProtos')
      if (!toGroup) this.icmp.sendProtocolUnreachable(bytes)
    }
  }

  /** Handles ARP giving up on the next hop of this packet. */
  reportUnresolved(bytes: Uint8Array): void {
    this.icmp.reportUnresolved(bytes)
  }
}
