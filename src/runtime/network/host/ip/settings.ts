import type { Family } from '../../address/index.ts'
import { type Nanoseconds, SECOND } from '../../clock.ts'

/** Parameters of IP, named after Linux's sysctls, with Linux's defaults. Those of one interface are in `InterfaceSettings`. */
export interface IpSettings {
  /** net.ipv4.ip_forward, net.ipv6.conf.all.forwarding: a router. */
  readonly forwarding: Record<Family, boolean>
  /** net.ipv4.ip_default_ttl. */
  timeToLive: number
  /** fib_multipath_hash_policy of each family: 0 by addresses, 1 by ports too. */
  readonly multipathHashPolicy: Record<Family, 0 | 1>
  /** Least milliseconds between two errors to one destination in the long run (icmp_ratelimit, net.ipv6.icmp.ratelimit); 0: no limit. */
  readonly errorInterval: Record<Family, number>
  /** Bits of the ICMP types that the limit is for (icmp_ratemask). */
  errorMask: number
  /** Errors a second to everybody together, and how many at once (icmp_msgs_per_sec, icmp_msgs_burst). */
  errorsPerSecond: number
  errorBurst: number
  /** icmp_echo_ignore_all, icmp_echo_ignore_broadcasts. */
  ignoresEcho: boolean
  ignoresBroadcastEcho: boolean
  readonly neighborTables: Readonly<Record<Family, NeighborTableSettings>>
  /** net.ipv4.conf.all: what counts beside the interface's own. */
  readonly all: InterfaceSettings
}

/** How many neighbors a host remembers (net.ipv4.neigh.default, net.ipv6.neigh.default), permanent ones not counted. */
export interface NeighborTableSettings {
  /** With fewer, nothing is forgotten (gc_thresh1). */
  threshold1: number
  /** With more, those that changed long ago go for a new one (gc_thresh2). */
  threshold2: number
  /** There are never more (gc_thresh3). */
  threshold3: number
}

/** How neighbors on an interface's link are asked for (net.ipv4.neigh.NAME, net.ipv6.neigh.NAME). */
export interface NeighborSettings {
  /** An answer is trusted between a half and one and a half of this (base_reachable_time_ms). */
  reachableTime: Nanoseconds
  /** Between two questions (retrans_time_ms). */
  retransmissionTime: Nanoseconds
  /** After the first use of what is no longer trusted, for somebody above to confirm it (delay_first_probe_time). */
  firstProbeDelay: Nanoseconds
  /** Questions to the neighbor itself (ucast_solicit), and to everybody (mcast_solicit). */
  unicastProbes: number
  multicastProbes: number
  /** Not used for so long, an entry may be forgotten (gc_stale_time). */
  staleTime: Nanoseconds
}

/** Parameters of one interface (net.ipv4.conf.NAME, net.ipv6.conf.NAME). */
export interface InterfaceSettings {
  /** Whether a packet's source must be reachable through the interface that it came in by (1), through any (2), or need not (0) (RFC 3704). */
  reversePathFilter: 0 | 1 | 2
  /** Packets that come from outside with a source address of this host. */
  acceptsLocal: boolean
  sendsRedirects: boolean
  readonly acceptsRedirects: Record<Family, boolean>
  /** Addresses of IPv6 stay when the interface goes down. */
  keepsAddresses: boolean
  /** Addresses of IPv6 are asked for before they are used (accept_dad): Linux's default is to do it, ours not to. */
  detectsDuplicates: boolean
  /** How often (dad_transmits). */
  duplicateProbes: number
  /** They are used meanwhile all the same (optimistic_dad, RFC 4429). */
  isOptimistic: boolean
  /** Routers are asked and believed (accept_ra): never, unless forwarding, always. Linux's default is 1, ours 0. */
  acceptsRouters: 0 | 1 | 2
  /** Addresses are made of prefixes that routers tell (autoconf). */
  configuresItself: boolean
  /** How often a router is asked for (router_solicitations). */
  routerSolicitations: number
  readonly neighbors: Readonly<Record<Family, NeighborSettings>>
}

function linuxNeighborSettings(): NeighborSettings {
  return {
    reachableTime: 30 * SECOND,
    retransmissionTime: SECOND,
    firstProbeDelay: 5 * SECOND,
    unicastProbes: 3,
    multicastProbes: 3,
    staleTime: 60 * SECOND,
  }
}

function linuxNeighborTableSettings(): NeighborTableSettings {
  return { threshold1: 128, threshold2: 512, threshold3: 1024 }
}

export function linuxInterfaceSettings(): InterfaceSettings {
  return {
    reversePathFilter: 0,
    acceptsLocal: false,
    sendsRedirects: true,
    acceptsRedirects: { 4: true, 6: true },
    keepsAddresses: false,
    detectsDuplicates: false,
    duplicateProbes: 1,
    isOptimistic: false,
    acceptsRouters: 0,
    configuresItself: true,
    routerSolicitations: 3,
    neighbors: { 4: linuxNeighborSettings(), 6: linuxNeighborSettings() },
  }
}

export function linuxIpSettings(forwarding: boolean): IpSettings {
  return {
    forwarding: { 4: forwarding, 6: forwarding },
    timeToLive: 64,
    multipathHashPolicy: { 4: 0, 6: 0 },
    errorInterval: { 4: 1000, 6: 1000 },
    // Destination unreachable, source quench, time exceeded, parameter problem.
    errorMask: 0x1818,
    errorsPerSecond: 1000,
    errorBurst: 50,
    ignoresEcho: false,
    ignoresBroadcastEcho: true,
    neighborTables: { 4: linuxNeighborTableSettings(), 6: linuxNeighborTableSettings() },
    all: { ...linuxInterfaceSettings(), acceptsRedirects: { 4: !forwarding, 6: !forwarding } },
  }
}
