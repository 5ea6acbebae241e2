/** What the layers above see of packets, the same for both families. */
import type { IpAddress } from '../../address/index.ts'
import type { NetworkInterface } from './network-interface.ts'
import type { FlowPorts } from './routing/index.ts'

/** A packet that arrived whole, or what an error quoted of one. An `Ipv4Packet` is one as it is. */
export interface IpPacket {
  readonly source: IpAddress
  readonly destination: IpAddress
  /** Behind all extension headers. */
  readonly protocol: number
  /** Time to live, or hop limit. */
  readonly ttl: number
  readonly dscp: number
  readonly ecn: number
  readonly payload: Uint8Array
  /** It never left the host, and its checksums are the host's own: there is nothing to verify. */
  readonly isIntact?: boolean
}

/** Where a packet for some destination leaves. */
export interface Path {
  device: NetworkInterface
  /** Source address that the packet gets unless it has one. */
  source: IpAddress
  /** The neighbor it is handed to. */
  nextHop: IpAddress
  mtu: number
  /** Not to one neighbor but to everybody on the link, or to a group of them: IPv4 broadcast and multicast. */
  broadcast: boolean
  /** To a group: a copy is for this host, if it is a member. */
  loop?: boolean
}

/** What besides the two addresses a packet's way may depend on. */
export interface FlowSelector {
  /** The only interface to leave by (SO_BINDTODEVICE). */
  readonly device: NetworkInterface | null
  /** The interface that a packet for others came in by; null: it is this host's own. */
  readonly arrivedOn: NetworkInterface | null
  readonly ports: FlowPorts | null
}

export const ANY_FLOW: FlowSelector = { device: null, arrivedOn: null, ports: null }

export interface PacketHeader {
  source: IpAddress
  destination: IpAddress
  protocol: number
  /** Hop limit of IPv6. */
  timeToLive: number
  /** Traffic class of IPv6. */
  typeOfService: number
  /**
   * The DF bit: on all packets (TCP, which cuts by itself), on those that need not be cut (UDP, raw sockets), or on none (ICMP). Only
   * with the first is a packet refused that the path does not take whole. IPv6 has no such bit, and cuts at the source alone.
   */
  dontFragment: 'always' | 'when whole' | 'never'
  /** The peer was just heard from: the next hop is there (Linux's dst_confirm). */
  confirmsPath?: boolean
  /** What else its way depends on, when no path is given. */
  flow?: FlowSelector
  /** Its payload's checksum is right as far as this host can make it so: where the packet does not leave the host, nobody verifies it (Linux's CHECKSUM_PARTIAL). */
  isChecksummed?: boolean
}

/** The ICMP message behind an error, as Linux's sock_extended_err tells of it. */
export interface IcmpReport {
  readonly origin: 'icmp' | 'icmp6'
  readonly type: number
  readonly code: number
  /** What the message adds: the MTU that the path takes, or the byte that is the problem. */
  readonly info: number
  /** Who sent it. */
  readonly offender: IpAddress
}

/** What an ICMP error says about a packet that this host sent. */
export interface DeliveryError {
  /** For the socket concerned. */
  readonly errno: number
  /** It will not pass: a connected datagram socket is told. */
  readonly hard: boolean
  /** The packet was too large: what the path takes. */
  readonly mtu: number | null
  readonly report: IcmpReport
}

/** What a kind of ICMP error means to whoever sent the packet. */
export type ErrorMeaning = Omit<DeliveryError, 'report'>

/** A protocol above IP. */
export interface TransportProtocol {
  /** A packet for this host, whole; its payload is a view. `bytes` are all of it, for an error to quote. */
  receive(packet: IpPacket, device: NetworkInterface, bytes: Uint8Array): void
  /** An ICMP error about a packet that this host sent, as far as it was quoted. */
  receiveError(error: DeliveryError, quoted: IpPacket): void
}
