import type { DnsMessage } from './dns.ts'
import type { Data, Time } from './values.ts'

export interface Packet {
  readonly number: number
  readonly at: Time
  readonly on: string
  readonly from: string
  readonly to: string
  /** Delivered, or why not: `loss`, `queue`, `rule`, `cut`, `mtu`, `filter`. */
  readonly fate: 'delivered' | 'under way' | 'loss' | 'queue' | 'rule' | 'cut' | 'mtu' | 'filter'
  readonly summary: string
  readonly bytes: Uint8Array
  readonly eth?: { src: string; dst: string; type: number }
  /** IP header of either family, in IPv4's terms: `ttl` is IPv6's hop limit, `id`, `mf` and `offset` are in its fragment header. */
  readonly ip?: {
    version: 4 | 6
    src: string
    dst: string
    ttl: number
    id: number
    df: boolean
    mf: boolean
    offset: number
    protocol: number
    routerAlert: boolean
    checksumOk: boolean
  }
  readonly tcp?: {
    src: number
    dst: number
    /** `SYN ACK`, `PSH ACK`. */
    flags: string
    /** As on the wire, to forge segments by; `field('tcp.seq')` is the relative number. */
    seq: number
    ack: number
    window: number
    length: number
    retransmission: boolean
    checksumOk: boolean
  }
  readonly udp?: { src: number; dst: number; length: number; checksum: number; checksumOk: boolean }
  /** ICMP, or ICMPv6, whose types have other numbers (`ip.version` says which). */
  readonly icmp?: {
    type: number
    code: number
    id?: number
    seq?: number
    mtu?: number
    about?: Packet
    checksumOk: boolean
  }
  readonly igmp?: {
    type: 'query' | 'v1-report' | 'v2-report' | 'v3-report' | 'leave'
    group: string
    maxResponseMs: number
    records: { type: number; group: string; sources: string[] }[]
  }
  readonly arp?: { op: 'request' | 'reply'; sender: string; target: string }
  readonly dns?: DnsMessage
  readonly payload: Uint8Array
  readonly text: string
  /** Any field by its Wireshark name. */
  field(name: string): string | number | undefined
}

/** A packet to send, as data. Each layer given is emitted; `payload` last. */
export interface PacketSpec {
  eth?: { src?: string; dst?: string; type?: number }
  /** The family is that of `dst`; to an IPv6 address, `icmp` is ICMPv6, and `id`, `mf` or `offset` make a fragment header. */
  ip?: {
    src?: string
    dst: string
    ttl?: number
    df?: boolean
    id?: number
    mf?: boolean
    offset?: number
    protocol?: number
    /** IPv4 alone. */
    options?: Uint8Array
  }
  udp?: { src: number; dst: number; checksum?: number }
  tcp?: { src: number; dst: number; flags: string; seq?: number; ack?: number; window?: number; options?: Uint8Array }
  icmp?: {
    type: number
    code?: number
    id?: number
    seq?: number
    mtu?: number
    /** The packet an error quotes. */
    about?: Packet | PacketSpec
  }
  payload?: Data
  /** Instead of all layers above ethernet or IP. */
  bytes?: Uint8Array
}
