/** IPv4 of one host: where packets go, out and in. Transport protocols stand on it, interfaces hang below it. */
import {
  addressFamily,
  BROADCAST_MAC,
  type IpAddress,
  isGroupMac,
  isLoopback,
  isMulticast,
  LIMITED_BROADCAST,
  type Prefix,
} from '../../address/index.ts'
import { MICROSECOND, type Scheduler } from '../../clock.ts'
import { Errno } from '../../errno.ts'
import { RandomStream } from '../../random.ts'
import {
  ETHERNET_HEADER_LENGTH,
  EtherType,
  IcmpCode,
  IcmpType,
  IPV4_HEADER_LENGTH,
  IPV4_MAX_LENGTH,
  type Ipv4Packet,
  ipv4ChecksumOk,
  NO_BYTES,
  ParseError,
  parseEthernet,
  parseIpv4,
  writeEthernetHeader,
  writeIpv4Header,
} from '../../wire/index.ts'
import type { Attribution, HostInterface } from '../host-options.ts'
import { Counters } from './counters.ts'
import { forward } from './forwarding.ts'
import { fragment } from './fragmentation.ts'
import type { IcmpLayer } from './icmp-layer.ts'
import { NeighbourCache } from './neighbour-cache.ts'
import { NetworkInterface } from './network-interface.ts'
import { PathMtuCache } from './path-mtu-cache.ts'
import { Reassembly } from './reassembly.ts'
import { type Route, RoutingTable } from './routing-table.ts'

/** Time from a packet's sending to `lo` to its arrival: no link, but not nothing. */
const LOOPBACK_DELAY = 5 * MICROSECOND

export interface IpOptions {
  /** The host's name: the label of its random streams. */
  name: string
  seed: number
  scheduler: Scheduler
  /** A router: packets for others are passed on. */
  forwarding: boolean
  /** Sends no ICMP errors. */
  silent: boolean
  attribution: Attribution
}

/** Where a packet for some destination leaves. */
export interface Path {
  device: NetworkInterface
  /** Source address that the packet gets unless it has one. */
  source: IpAddress
  /** The neighbour it is handed to. */
  nextHop: IpAddress
  mtu: number
  /** To everybody on the link. */
  broadcast: boolean
}

export interface PacketHeader {
  source: IpAddress
  destination: IpAddress
  protocol: number
  timeToLive: number
  typeOfService: number
  /**
   * The DF bit: on all packets (TCP, which cuts by itself), on those that need not be cut (UDP, raw sockets), or on none (ICMP). Only
   * with the first is a packet refused that the path does not take whole.
   */
  dontFragment: 'always' | 'when whole' | 'never'
  /** The peer was just heard from: the next hop is there (Linux's dst_confirm). */
  confirmsPath?: boolean
}

/** A protocol above IP. */
export interface TransportProtocol {
  /** A packet for this host, whole; its payload is a view. */
  receive(packet: Ipv4Packet, device: NetworkInterface): void
  /** An ICMP error about a packet that this host sent, as far as it was quoted. */
  receiveError(type: number, code: number, nextHopMtu: number, quoted: Ipv4Packet): void
}

export class IpLayer {
  readonly options: IpOptions
  readonly counters = new Counters()
  readonly routes = new RoutingTable()
  readonly neighbours: NeighbourCache
  readonly loopback = NetworkInterface.loopback()
  readonly #interfaces: NetworkInterface[] = [this.loopback]
  readonly #own = new Map<IpAddress, NetworkInterface>()
  readonly #protocols = new Map<number, TransportProtocol>()
  readonly #reassembly: Reassembly
  readonly pathMtus: PathMtuCache
  #identification: number
  /** Set by the host when it is put together. */
  icmp!: IcmpLayer
  /** Copies for raw sockets; true when one took it. */
  rawTap: (packet: Ipv4Packet, bytes: Uint8Array) => boolean = () => false

  constructor(options: IpOptions) {
    this.options = options
    this.#identification = new RandomStream(options.seed, `${options.name} ip id`).below(0x10000)
    this.#own.set('127.0.0.1', this.loopback)
    this.pathMtus = new PathMtuCache(options.scheduler)
    this.#reassembly = new Reassembly({
      scheduler: options.scheduler,
      onFailure: () => this.counters.count('IpReasmFails'),
      onTimeout: (first) => {
        this.counters.count('IpReasmTimeout')
        if (first !== null) this.icmp.sendReassemblyTimeExceeded(first)
      },
    })
    this.neighbours = new NeighbourCache({
      scheduler: options.scheduler,
      random: new RandomStream(options.seed, `${options.name} arp`),
      attribution: options.attribution,
      owns: (address) => this.#own.has(address) && !isLoopback(address),
      onUnreachable: (frames) => {
        for (const frame of frames) this.icmp.reportUnresolved(frame.subarray(ETHERNET_HEADER_LENGTH))
      },
    })
  }

  get scheduler(): Scheduler {
    return this.options.scheduler
  }

  get interfaces(): readonly NetworkInterface[] {
    return this.#interfaces
  }

  addInterface(options: HostInterface): NetworkInterface {
    const device = new NetworkInterface({ ...options, addresses: [] })
    this.#interfaces.push(device)
    options.port.onReceive = (frame) => this.#receiveFrame(device, frame)
    for (const prefix of options.addresses) this.addAddress(device, prefix)
    return device
  }

  /** Adds an address, and the route to its network. */
  addAddress(device: NetworkInterface, prefix: Prefix): void {
    device.addAddress(prefix)
    // IPv6 is not there yet: its addresses are shown, and nothing can be sent or received at them.
    if (addressFamily(prefix.address) === 6) return
    this.#own.set(prefix.address, device)
    if (prefix.length < 32) this.routes.add({ to: prefix, gateway: null, device, source: prefix.address, metric: 0 })
  }

  setUp(device: NetworkInterface, up: boolean): void {
    device.up = up
    if (!up) this.neighbours.forget(device)
    this.routes.refresh()
  }

  register(protocol: number, handler: TransportProtocol): void {
    this.#protocols.set(protocol, handler)
  }

  /** Whether the address is one of this host's; all of 127.0.0.0/8 is. */
  owns(address: IpAddress): boolean {
    return this.#own.has(address) || (addressFamily(address) === 4 && isLoopback(address))
  }

  /** Where packets for `destination` leave, or -errno. `source`: an address that the sender insists on. */
  path(destination: IpAddress, source: IpAddress | null = null): Path | number {
    if (destination.includes(':')) return -Errno.ENETUNREACH
    if (this.owns(destination)) return this.#localPath(destination, source)
    if (destination === LIMITED_BROADCAST) return this.#broadcastPath(source)
    const route = this.routes.lookup(destination)
    if (route === null) return -Errno.ENETUNREACH
    if (route.device === null) return -Errno.EHOSTUNREACH
    return this.#routedPath(route, route.device, destination, source)
  }

  #localPath(destination: IpAddress, source: IpAddress | null): Path {
    const { loopback } = this
    return {
      device: loopback,
      source: source ?? destination,
      nextHop: destination,
      mtu: loopback.mtu,
      broadcast: false,
    }
  }

  #broadcastPath(source: IpAddress | null): Path | number {
    // Without a source address only a default route says which link is meant.
    const device = source === null ? this.routes.lookup(LIMITED_BROADCAST)?.device : this.#own.get(source)
    if (device === undefined || device === null || !device.up) return -Errno.ENETUNREACH
    const address = source ?? device.addresses[0]?.address ?? '0.0.0.0'
    return { device, source: address, nextHop: LIMITED_BROADCAST, mtu: device.mtu, broadcast: true }
  }

  #routedPath(route: Route, device: NetworkInterface, destination: IpAddress, source: IpAddress | null): Path {
    const preferred = source ?? route.source ?? device.addresses[0]?.address ?? '0.0.0.0'
    const broadcast = route.gateway === null && device.isBroadcast(destination)
    const mtu = Math.min(device.mtu, this.pathMtus.lookup(destination))
    return { device, source: preferred, nextHop: route.gateway ?? destination, mtu, broadcast }
  }

  /** Sends a packet whose payload `write` puts behind the header; in fragments if need be. 0 or -errno. */
  send(header: PacketHeader, length: number, write: (target: Uint8Array, at: number) => void): number {
    const path = this.path(header.destination, header.source)
    if (typeof path === 'number') {
      this.counters.count('IpOutNoRoutes')
      return path
    }
    const total = IPV4_HEADER_LENGTH + length
    const whole = total <= path.mtu
    if (total > IPV4_MAX_LENGTH || (!whole && header.dontFragment === 'always')) {
      this.counters.count('IpFragFails')
      return -Errno.EMSGSIZE
    }
    const frame = new Uint8Array(ETHERNET_HEADER_LENGTH + total)
    const dontFragment = whole && header.dontFragment !== 'never'
    write(frame, this.#writeHeader(frame, header, dontFragment, length))
    this.counters.count('IpOutRequests')
    if (header.confirmsPath) this.neighbours.confirm(path.device, path.nextHop)
    if (whole) this.transmit(path, header.source, frame)
    else this.transmitFragments(path, frame.subarray(ETHERNET_HEADER_LENGTH))
    return 0
  }

  /** Cuts a packet that may be cut to the path's MTU. */
  transmitFragments(path: Path, bytes: Uint8Array): void {
    const packet = parseIpv4(bytes)
    const frames = packet instanceof ParseError ? [] : fragment(packet, path.mtu)
    this.counters.count(frames.length > 0 ? 'IpFragOKs' : 'IpFragFails')
    this.counters.count('IpFragCreates', frames.length)
    for (const frame of frames) this.transmit(path, path.source, frame)
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

  /** Hands a frame with 14 free bytes, then a complete packet, to the link, or back to ourselves. */
  transmit(path: Path, source: IpAddress, frame: Uint8Array): void {
    const { device } = path
    if (device.isLoopback) {
      device.sent++
      this.scheduler.after(LOOPBACK_DELAY, () => {
        device.received++
        this.receivePacket(device, frame.subarray(ETHERNET_HEADER_LENGTH), false)
      })
    } else if (path.broadcast) {
      writeEthernetHeader(frame, 0, BROADCAST_MAC, device.mac, EtherType.IPV4)
      device.transmit(frame)
    } else this.neighbours.send(device, path.nextHop, source, frame)
  }

  #receiveFrame(device: NetworkInterface, bytes: Uint8Array): void {
    if (!device.up) return
    const frame = parseEthernet(bytes)
    if (frame instanceof ParseError) return
    const toGroup = isGroupMac(frame.destination)
    if (frame.destination !== device.mac && !toGroup) return
    device.received++
    if (frame.type === EtherType.ARP) this.neighbours.receive(device, frame.payload)
    else if (frame.type === EtherType.IPV4) this.receivePacket(device, frame.payload, toGroup)
  }

  /** A packet arrived (RFC 1122 3.2.1). `toGroup`: in a frame for everybody, so nobody answers it with an error. */
  receivePacket(device: NetworkInterface, bytes: Uint8Array, toGroup: boolean): void {
    this.counters.count('IpInReceives')
    const packet = parseIpv4(bytes)
    if (packet instanceof ParseError || !ipv4ChecksumOk(bytes)) {
      this.counters.count('IpInHdrErrors')
      return
    }
    if (isLoopback(packet.destination) && !device.isLoopback) {
      this.counters.count('IpInAddrErrors')
      return
    }
    if (this.#isForUs(packet.destination, device)) this.#deliver(device, packet, bytes, toGroup)
    else if (isMulticast(packet.destination) || toGroup || !this.options.forwarding)
      this.counters.count('IpInAddrErrors')
    else forward(this, device, packet, bytes)
  }

  #isForUs(destination: IpAddress, device: NetworkInterface): boolean {
    return this.owns(destination) || destination === LIMITED_BROADCAST || device.isBroadcast(destination)
  }

  #deliver(device: NetworkInterface, packet: Ipv4Packet, bytes: Uint8Array, toGroup: boolean): void {
    if (packet.moreFragments || packet.fragmentOffset > 0) {
      this.counters.count('IpReasmReqds')
      const whole = this.#reassembly.add(packet, bytes)
      if (whole === null) return
      this.counters.count('IpReasmOKs')
      this.#deliver(device, parseIpv4(whole) as Ipv4Packet, whole, toGroup)
      return
    }
    const taken = this.rawTap(packet, bytes)
    const protocol = this.#protocols.get(packet.protocol)
    if (protocol !== undefined) {
      this.counters.count('IpInDelivers')
      protocol.receive(packet, device)
    } else if (!taken) {
      this.counters.count('IpInUnknownProtos')
      if (!toGroup) this.icmp.sendProtocolUnreachable(bytes)
    }
  }

  /** An ICMP error reached us about a packet that we sent. */
  deliverError(type: number, code: number, nextHopMtu: number, quoted: Ipv4Packet): void {
    const tooLarge = type === IcmpType.DESTINATION_UNREACHABLE && code === IcmpCode.FRAGMENTATION_NEEDED
    if (tooLarge && this.owns(quoted.source)) this.pathMtus.learn(quoted.destination, nextHopMtu)
    this.#protocols.get(quoted.protocol)?.receiveError(type, code, nextHopMtu, quoted)
  }
}
