import type { IpAddress, MacAddress, Prefix } from '../../address/index.ts'
import type { PacketCause } from '../../capture/index.ts'
import type { Nanoseconds } from '../../clock.ts'
import type { FramePort } from '../../link/index.ts'

/** Router advertisement settings for one link. Lifetimes in seconds; 0xffffffff means forever. */
export interface Advertisement {
  readonly prefixes: readonly AdvertisedPrefix[]
  /** Lifetime as a default router; 0: not a default router. Default 1800 (AdvDefaultLifetime). */
  readonly lifetime?: number
  readonly mtu?: number
  readonly nameServers?: readonly IpAddress[]
  /** Longest interval between two, default 600 s (MaxRtrAdvInterval). */
  readonly interval?: Nanoseconds
}

export interface AdvertisedPrefix {
  readonly prefix: Prefix
  /** Default 30 days and 7 days (AdvValidLifetime, AdvPreferredLifetime). */
  readonly validLifetime?: number
  readonly preferredLifetime?: number
}

/** Cause of the packets being sent now, for recordings. Null: unknown. */
export interface Attribution {
  cause: PacketCause | null
}

export interface HostInterface {
  readonly name: string
  readonly mac: MacAddress
  /** Each with the length of its network's prefix. */
  readonly addresses: readonly Prefix[]
  readonly mtu: number
  /** On a router: its advertisements on that link (RFC 4861 6.2). */
  readonly advertise?: Advertisement
  /** The cable's end at this interface. */
  readonly port: FramePort
}
