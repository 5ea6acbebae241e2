/**
 * Services that the parts of a host's IP need from the whole and from each other. `IpLayer` implements them; parts import this
 * interface rather than the file that assembles them. Services within one family are in `ipv4/` and `ipv6/`.
 */
import type { IpAddress, MacAddress } from '../../address/index.ts'
import type { Scheduler } from '../../clock.ts'
import type { IcmpMessage } from '../../wire/index.ts'
import type { TableWatch } from '../table-watch.ts'
import type { Counters } from './counters.ts'
import type { ErrorRate } from './error-rate.ts'
import type { Attribution } from './host-interface.ts'
import type { FlowSelector, IpPacket, PacketHeader, Path } from './ip-packet.ts'
import type { NeighborCache } from './neighbor-cache.ts'
import type { Netfilter } from './netfilter/index.ts'
import type { NetworkInterface } from './network-interface.ts'
import type { ProtocolTable } from './protocol-table.ts'
import type { NextHop, Route, Routing } from './routing/index.ts'
import type { IpSettings } from './settings.ts'

export interface IpOptions {
  /** The host's name: the label of its random streams. */
  name: string
  seed: number
  scheduler: Scheduler
  /** A router: forwards packets for others. */
  forwarding: boolean
  /** Sends no ICMP errors. */
  silent: boolean
  attribution: Attribution
}

/** Writes a payload into a packet, from `at`. */
export type PayloadWriter = (target: Uint8Array, at: number) => void

export interface IpServices {
  readonly options: IpOptions
  readonly scheduler: Scheduler
  readonly counters: Counters
  readonly settings: IpSettings
  readonly routes: Routing
  readonly neighbors: NeighborCache
  /** Limit of ICMP errors, both families together. */
  readonly errorRate: ErrorRate
  readonly protocols: ProtocolTable
  readonly loopback: NetworkInterface
  readonly interfaces: readonly NetworkInterface[]
  /** NAT or firewall of this host, if it has one. */
  readonly netfilter: Netfilter | null
  readonly watch: TableWatch | null
  readonly multicast: MulticastServices
  readonly multicastRoutes: MulticastRouteServices
  readonly ipv6: {
    path(destination: IpAddress, source: IpAddress | null, flow?: FlowSelector): Path | number
  } & Sending

  /** Adds an address to this host's own. */
  own(address: IpAddress, device: NetworkInterface): void
  disown(address: IpAddress): void
  ownerOf(address: IpAddress): NetworkInterface | undefined
  owns(address: IpAddress): boolean
  path(destination: IpAddress, source?: IpAddress | null, flow?: FlowSelector): Path | number
  hopOf(route: Route, destination: IpAddress, source: IpAddress | null, flow: FlowSelector): NextHop
  send(header: PacketHeader, length: number, write: PayloadWriter): number
  transmit(path: Path, source: IpAddress, frame: Uint8Array, isIntact?: boolean): void
}

interface Sending {
  send(path: Path, header: PacketHeader, length: number, write: PayloadWriter): number
}

interface MulticastServices {
  readonly mld: { receive(packet: IpPacket, message: IcmpMessage, device: NetworkInterface): void }
  changed(device: NetworkInterface): void
  isIn(device: NetworkInterface, group: IpAddress): boolean
  isMember(device: NetworkInterface, group: IpAddress, source: IpAddress): boolean
  hears(device: NetworkInterface, mac: MacAddress): boolean
  path(group: IpAddress, source: IpAddress | null, chosen: NetworkInterface | null): Path | number
}

interface MulticastRouteServices {
  outgoing(from: NetworkInterface, group: IpAddress, source: IpAddress): readonly NetworkInterface[]
  hears(device: NetworkInterface, mac: MacAddress): boolean
}
