/** Kernel parameters by their Linux names, and the settings field of each. */
import { MILLISECOND, SECOND } from '../clock.ts'
import type { InterfaceSettings, IpSettings, NeighborSettings } from './ip/index.ts'
import type { TcpSettings } from './tcp/index.ts'

/** Parameter that accepts whole numbers from `least` to `most`. */
export interface Parameter<Settings> {
  readonly least: number
  readonly most: number
  set(settings: Settings, value: number): void
}

type KeyOf<Settings, Value> = {
  [Key in keyof Settings]: Settings[Key] extends Value ? Key : never
}[keyof Settings]

const MOST = 0x7fff_ffff

/** Returns constructors of parameters for these settings: a number (of `unit`s), a switch, or a custom one. */
function fieldsOf<Settings>() {
  return {
    whole: (key: KeyOf<Settings, number>, least: number, most = MOST, unit = 1): Parameter<Settings> => ({
      least,
      most,
      set: (settings, value) => Object.assign(settings as object, { [key]: value * unit }),
    }),
    flag: (key: KeyOf<Settings, boolean>): Parameter<Settings> => ({
      least: 0,
      most: 1,
      set: (settings, value) => Object.assign(settings as object, { [key]: value === 1 }),
    }),
    own: (least: number, most: number, set: (settings: Settings, value: number) => void): Parameter<Settings> => ({
      least,
      most,
      set,
    }),
  }
}

const ip = fieldsOf<IpSettings>()

export const IP_PARAMETERS: Record<string, Parameter<IpSettings>> = {
  'net.ipv4.ip_forward': ip.own(0, 1, (settings, value) => {
    settings.forwarding[4] = value === 1
    // A router relies on its routes (Linux's inet_forward_change).
    settings.all.acceptsRedirects[4] = value === 0
  }),
  'net.ipv4.ip_default_ttl': ip.whole('timeToLive', 1, 255),
  'net.ipv4.icmp_ratelimit': ip.own(0, MOST, (settings, value) => {
    settings.errorInterval[4] = value
  }),
  'net.ipv6.icmp.ratelimit': ip.own(0, MOST, (settings, value) => {
    settings.errorInterval[6] = value
  }),
  'net.ipv4.icmp_ratemask': ip.whole('errorMask', 0),
  'net.ipv4.icmp_msgs_per_sec': ip.whole('errorsPerSecond', 0),
  'net.ipv4.icmp_msgs_burst': ip.whole('errorBurst', 0),
  'net.ipv4.icmp_echo_ignore_all': ip.flag('ignoresEcho'),
  'net.ipv4.icmp_echo_ignore_broadcasts': ip.flag('ignoresBroadcastEcho'),
  'net.ipv6.conf.all.forwarding': ip.own(0, 1, (settings, value) => {
    settings.forwarding[6] = value === 1
  }),
}
for (const family of [4, 6] as const) {
  IP_PARAMETERS[`net.ipv${family}.fib_multipath_hash_policy`] = ip.own(0, 1, (settings, value) => {
    settings.multipathHashPolicy[family] = value === 1 ? 1 : 0
  })
  for (const number of [1, 2, 3] as const) {
    IP_PARAMETERS[`net.ipv${family}.neigh.default.gc_thresh${number}`] = ip.own(0, MOST, (settings, value) => {
      settings.neighborTables[family][`threshold${number}`] = value
    })
  }
}

const tcp = fieldsOf<TcpSettings>()

export const TCP_PARAMETERS: Readonly<Record<string, Parameter<TcpSettings>>> = {
  'net.core.somaxconn': tcp.whole('maximumBacklog', 0),
  'net.ipv4.tcp_window_scaling': tcp.flag('windowScaling'),
  'net.ipv4.tcp_timestamps': tcp.own(0, 2, (settings, value) => {
    settings.timestamps = value !== 0
  }),
  'net.ipv4.tcp_sack': tcp.flag('sack'),
  'net.ipv4.tcp_ecn': tcp.whole('ecn', 0, 2),
  'net.ipv4.tcp_syncookies': tcp.own(0, 2, (settings, value) => {
    settings.synCookies = value === 2 ? 'always' : value === 1
  }),
  'net.ipv4.tcp_syn_retries': tcp.whole('synRetries', 1, 127),
  'net.ipv4.tcp_synack_retries': tcp.whole('synAckRetries', 0, 255),
  'net.ipv4.tcp_retries2': tcp.whole('retries2', 0, 255),
  'net.ipv4.tcp_orphan_retries': tcp.whole('orphanRetries', 0, 255),
  'net.ipv4.tcp_tw_reuse': tcp.whole('timeWaitReuse', 0, 2),
  'net.ipv4.tcp_tw_reuse_delay': tcp.whole('timeWaitReuseDelay', 1, 60_000, MILLISECOND),
  'net.ipv4.tcp_fin_timeout': tcp.whole('finTimeout', 1, MOST, SECOND),
  'net.ipv4.tcp_keepalive_time': tcp.whole('keepAliveTime', 1, MOST, SECOND),
  'net.ipv4.tcp_keepalive_intvl': tcp.whole('keepAliveInterval', 1, MOST, SECOND),
  'net.ipv4.tcp_keepalive_probes': tcp.whole('keepAliveProbes', 0, 255),
  'net.ipv4.tcp_moderate_rcvbuf': tcp.flag('growsReceiveBuffer'),
  'net.ipv4.tcp_slow_start_after_idle': tcp.flag('slowStartAfterIdle'),
  'net.ipv4.tcp_invalid_ratelimit': tcp.whole('invalidSegmentInterval', 0, MOST, MILLISECOND),
}

const interfaces = fieldsOf<InterfaceSettings>()

/** net.ipv4.conf.NAME and net.ipv6.conf.NAME. */
export const INTERFACE_PARAMETERS: Readonly<Record<string, Parameter<InterfaceSettings>>> = {
  'ipv4 rp_filter': interfaces.whole('reversePathFilter', 0, 2),
  'ipv4 accept_local': interfaces.flag('acceptsLocal'),
  'ipv4 send_redirects': interfaces.flag('sendsRedirects'),
  'ipv4 accept_redirects': interfaces.own(0, 1, (settings, value) => {
    settings.acceptsRedirects[4] = value === 1
  }),
  'ipv6 accept_redirects': interfaces.own(0, 1, (settings, value) => {
    settings.acceptsRedirects[6] = value === 1
  }),
  'ipv6 accept_dad': interfaces.flag('detectsDuplicates'),
  'ipv6 dad_transmits': interfaces.whole('duplicateProbes', 0, 255),
  'ipv6 optimistic_dad': interfaces.flag('isOptimistic'),
  'ipv6 accept_ra': interfaces.whole('acceptsRouters', 0, 2),
  'ipv6 autoconf': interfaces.flag('configuresItself'),
  'ipv6 router_solicitations': interfaces.whole('routerSolicitations', 0, 255),
  'ipv6 keep_addr_on_down': interfaces.flag('keepsAddresses'),
}

const neighbors = fieldsOf<NeighborSettings>()

/** net.ipv4.neigh.NAME and net.ipv6.neigh.NAME. */
export const NEIGHBOR_PARAMETERS: Readonly<Record<string, Parameter<NeighborSettings>>> = {
  base_reachable_time_ms: neighbors.whole('reachableTime', 1, MOST, MILLISECOND),
  retrans_time_ms: neighbors.whole('retransmissionTime', 1, MOST, MILLISECOND),
  delay_first_probe_time: neighbors.whole('firstProbeDelay', 0, MOST, SECOND),
  ucast_solicit: neighbors.whole('unicastProbes', 0),
  mcast_solicit: neighbors.whole('multicastProbes', 0),
  gc_stale_time: neighbors.whole('staleTime', 0, MOST, SECOND),
}
