import type { IpAddress, MacAddress, Prefix } from '../../address/index.ts'
import type { PacketCause } from '../../capture/index.ts'
import type { Nanoseconds } from '../../clock.ts'
import type { FramePort } from '../../link/index.ts'

/** What a router tells hosts on one link. Lifetimes in seconds; 0xffffffff is for ever. */
export interface Advertisement {
  readonly prefixes: readonly AdvertisedPrefix[]
  /** As a default router; 0: it is none. 1800 unless given (AdvDefaultLifetime). */
  readonly lifetime?: number
  readonly mtu?: number
  readonly nameServers?: readonly IpAddress[]
  /** Longest time between two, 600 s unless given (MaxRtrAdvInterval). */
  readonly interval?: Nanoseconds
}

export interface AdvertisedPrefix {
  readonly prefix: Prefix
  /** 30 days and 7 days unless given (AdvValidLifetime, AdvPreferredLifetime). */
  readonly validLifetime?: number
  readonly preferredLifetime?: number
}

/** What the packets sent now come from; whoever records packets reads it. Null: it isn't known. */
export interface Attribution {
  cause: PacketCause | null
}

export interface HostInterface {
  readonly name: string
  readonly mac: MacAddress
  /** Each with the length of its network's prefix. */
  readonly addresses: readonly Prefix[]
  readonly mtu: number
  /** Of a router: what it tells hosts on that link (RFC 4861 6.2). */
  readonly advertise?: Advertisement
  /** The cable's end. */
  readonly port: FramePort
}
