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
  /** Errors per second to all destinations together, and how many at once (icmp_msgs_per_sec, icmp_msgs_burst). */
  errorsPerSecond: number
  errorBurst: number
  /** icmp_echo_ignore_all, icmp_echo_ignore_broadcasts. */
  ignoresEcho: boolean
  ignoresBroadcastEcho: boolean
  readonly neighborTables: Readonly<Record<Family, NeighborTableSettings>>
  /** net.ipv4.conf.all: applies besides the interface's own. */
  readonly all: InterfaceSettings
}

/** Limits on remembered neighbors (net.ipv4.neigh.default, net.ipv6.neigh.default); permanent ones don't count. */
export interface NeighborTableSettings {
  /** Below this number none is forgotten (gc_thresh1). */
  threshold1: number
  /** Above this number a new one replaces those that changed long ago (gc_thresh2). */
  threshold2: number
  /** Maximum (gc_thresh3). */
  threshold3: number
}

/** Parameters of neighbor discovery on an interface's link (net.ipv4.neigh.NAME, net.ipv6.neigh.NAME). */
export interface NeighborSettings {
  /** An answer is trusted for 0.5 to 1.5 times this (base_reachable_time_ms). */
  reachableTime: Nanoseconds
  /** Time between two requests (retrans_time_ms). */
  retransmissionTime: Nanoseconds
  /** Time after the first use of a stale entry in which an upper layer may confirm it (delay_first_probe_time). */
  firstProbeDelay: Nanoseconds
  /** Requests to the neighbor itself (ucast_solicit), and to all (mcast_solicit). */
  unicastProbes: number
  multicastProbes: number
  /** An entry that was unused for this long may be forgotten (gc_stale_time). */
  staleTime: Nanoseconds
}

/** Parameters of one interface (net.ipv4.conf.NAME, net.ipv6.conf.NAME). */
export interface InterfaceSettings {
  /** Whether a packet's source must be reachable through the interface that it came in by (1), through any (2), or need not (0) (RFC 3704). */
  reversePathFilter: 0 | 1 | 2
  /** Accepts packets from outside with a source address of this host. */
  acceptsLocal: boolean
  sendsRedirects: boolean
  readonly acceptsRedirects: Record<Family, boolean>
  /** Keeps IPv6 addresses when the interface goes down. */
  keepsAddresses: boolean
  /** Checks IPv6 addresses for duplicates before use (accept_dad): on by default in Linux, off here. */
  detectsDuplicates: boolean
  /** Number of checks (dad_transmits). */
  duplicateProbes: number
  /** Uses addresses while they are being checked (optimistic_dad, RFC 4429). */
  isOptimistic: boolean
  /** Accepts router advertisements (accept_ra): 0 never, 1 unless forwarding, 2 always. Linux's default is 1, ours 0. */
  acceptsRouters: 0 | 1 | 2
  /** Makes addresses from advertised prefixes (autoconf). */
  configuresItself: boolean
  /** Number of router solicitations (router_solicitations). */
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
