/** Packets as the layers above see them, the same for both families. */
import type { IpAddress } from '../../address/index.ts'
import type { NetworkInterface } from './network-interface.ts'
import type { FlowPorts } from './routing/index.ts'

/** A packet that arrived whole, or the part that an error quoted. An `Ipv4Packet` is one as it is. */
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
  /** It never left the host, and its checksums are the host's own: no need to verify. */
  readonly isIntact?: boolean
}

/** Exit of packets for a destination. */
export interface Path {
  device: NetworkInterface
  /** Source address of packets that have none yet. */
  source: IpAddress
  /** Neighbor that gets the packet. */
  nextHop: IpAddress
  mtu: number
  /** To everybody on the link, or a group, rather than one neighbor: IPv4 broadcast and multicast. */
  broadcast: boolean
  /** To a group: this host gets a copy if it is a member. */
  loop?: boolean
}

/** Routing criteria besides the two addresses. */
export interface FlowSelector {
  /** Required outgoing interface (SO_BINDTODEVICE). */
  readonly device: NetworkInterface | null
  /** Incoming interface of a forwarded packet; null: it is this host's own. */
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
   * DF bit: on all packets (TCP, which segments by itself), on those that need no fragmentation (UDP, raw sockets), or on none
   * (ICMP). Only the first refuses packets larger than the path MTU. IPv6 has no such bit, and fragments at the source only.
   */
  dontFragment: 'always' | 'when whole' | 'never'
  /** The peer just sent something: the next hop is reachable (Linux's dst_confirm). */
  confirmsPath?: boolean
  /** Other routing criteria, when no path is given. */
  flow?: FlowSelector
  /**
   * The payload's checksum is right as far as this host can ensure: nobody verifies it unless the packet leaves the host
   * (Linux's CHECKSUM_PARTIAL).
   */
  isChecksummed?: boolean
}

/** ICMP message behind an error, as in Linux's sock_extended_err. */
export interface IcmpReport {
  readonly origin: 'icmp' | 'icmp6'
  readonly type: number
  readonly code: number
  /** The message's value: the path's MTU, or the position of the bad byte. */
  readonly info: number
  /** Sender of the message. */
  readonly offender: IpAddress
}

/** An ICMP error about a packet that this host sent. */
export interface DeliveryError {
  /** Errno for the socket concerned. */
  readonly errno: number
  /** Permanent: a connected datagram socket is notified. */
  readonly hard: boolean
  /** The packet was too large: the path's MTU. */
  readonly mtu: number | null
  readonly report: IcmpReport
}

/** Meaning of a kind of ICMP error for the packet's sender. */
export type ErrorMeaning = Omit<DeliveryError, 'report'>

/** Protocol above IP. */
export interface TransportProtocol {
  /** Handles a whole packet for this host; its payload is a view. `bytes` are all of it, for an error to quote. */
  receive(packet: IpPacket, device: NetworkInterface, bytes: Uint8Array): void
  /** Handles an ICMP error about a packet that this host sent, as far as it was quoted. */
  receiveError(error: DeliveryError, quoted: IpPacket): void
}
