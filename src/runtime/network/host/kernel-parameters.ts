/** Kernel parameters by their Linux names (sysctl(8)), as far as this stack has what they set. */
import { MILLISECOND, SECOND } from '../clock.ts'
import type { InterfaceSettings, IpLayer, IpSettings, NeighbourSettings } from './ip/index.ts'
import type { TcpSettings } from './tcp/index.ts'

type Writable<T> = { -readonly [Key in keyof T]: T[Key] }

/** What parameters set. */
export interface Tunables {
  readonly ip: IpLayer
  readonly tcp: Writable<TcpSettings>
}

interface Parameter {
  readonly least: number
  readonly most: number
  set(tunables: Tunables, value: number): void
}

const MOST = 0x7fff_ffff

/** Of all interfaces, or of the one that the name holds. */
const FOR_INTERFACES = /^net\.ipv([46])\.(conf|neigh)\.([^.]+)\.(\w+)$/

function ip(least: number, most: number, set: (settings: IpSettings, value: number) => void): Parameter {
  return { least, most, set: (tunables, value) => set(tunables.ip.settings, value) }
}

function tcp(least: number, most: number, set: (settings: Writable<TcpSettings>, value: number) => void): Parameter {
  return { least, most, set: (tunables, value) => set(tunables.tcp, value) }
}

const PARAMETERS: Record<string, Parameter> = {
  'net.ipv4.ip_forward': ip(0, 1, (settings, value) => {
    settings.forwarding[4] = value === 1
    // A router goes by its routes (Linux's inet_forward_change).
    settings.all.acceptsRedirects[4] = value === 0
  }),
  'net.ipv4.ip_default_ttl': ip(1, 255, (settings, value) => {
    settings.timeToLive = value
  }),
  'net.ipv4.fib_multipath_hash_policy': ip(0, 1, (settings, value) => {
    settings.multipathHashPolicy[4] = value === 1 ? 1 : 0
  }),
  'net.ipv6.fib_multipath_hash_policy': ip(0, 1, (settings, value) => {
    settings.multipathHashPolicy[6] = value === 1 ? 1 : 0
  }),
  'net.ipv4.icmp_ratelimit': ip(0, MOST, (settings, value) => {
    settings.errorInterval[4] = value
  }),
  'net.ipv6.icmp.ratelimit': ip(0, MOST, (settings, value) => {
    settings.errorInterval[6] = value
  }),
  'net.ipv4.icmp_ratemask': ip(0, MOST, (settings, value) => {
    settings.errorMask = value
  }),
  'net.ipv4.icmp_msgs_per_sec': ip(0, MOST, (settings, value) => {
    settings.errorsPerSecond = value
  }),
  'net.ipv4.icmp_msgs_burst': ip(0, MOST, (settings, value) => {
    settings.errorBurst = value
  }),
  'net.ipv4.icmp_echo_ignore_all': ip(0, 1, (settings, value) => {
    settings.ignoresEcho = value === 1
  }),
  'net.ipv4.icmp_echo_ignore_broadcasts': ip(0, 1, (settings, value) => {
    settings.ignoresBroadcastEcho = value === 1
  }),
  'net.core.somaxconn': tcp(0, MOST, (settings, value) => {
    settings.maximumBacklog = value
  }),
  'net.ipv4.tcp_window_scaling': tcp(0, 1, (settings, value) => {
    settings.windowScaling = value === 1
  }),
  'net.ipv4.tcp_timestamps': tcp(0, 2, (settings, value) => {
    settings.timestamps = value !== 0
  }),
  'net.ipv4.tcp_sack': tcp(0, 1, (settings, value) => {
    settings.sack = value === 1
  }),
  'net.ipv4.tcp_ecn': tcp(0, 2, (settings, value) => {
    settings.ecn = value as 0 | 1 | 2
  }),
  'net.ipv4.tcp_syncookies': tcp(0, 2, (settings, value) => {
    settings.synCookies = value === 2 ? 'always' : value === 1
  }),
  'net.ipv4.tcp_syn_retries': tcp(1, 127, (settings, value) => {
    settings.synRetries = value
  }),
  'net.ipv4.tcp_synack_retries': tcp(0, 255, (settings, value) => {
    settings.synAckRetries = value
  }),
  'net.ipv4.tcp_retries2': tcp(0, 255, (settings, value) => {
    settings.retries2 = value
  }),
  'net.ipv4.tcp_orphan_retries': tcp(0, 255, (settings, value) => {
    settings.orphanRetries = value
  }),
  'net.ipv4.tcp_fin_timeout': tcp(1, MOST, (settings, value) => {
    settings.finTimeout = value * SECOND
  }),
  'net.ipv4.tcp_keepalive_time': tcp(1, MOST, (settings, value) => {
    settings.keepAliveTime = value * SECOND
  }),
  'net.ipv4.tcp_keepalive_intvl': tcp(1, MOST, (settings, value) => {
    settings.keepAliveInterval = value * SECOND
  }),
  'net.ipv4.tcp_keepalive_probes': tcp(0, 255, (settings, value) => {
    settings.keepAliveProbes = value
  }),
  'net.ipv4.tcp_slow_start_after_idle': tcp(0, 1, (settings, value) => {
    settings.slowStartAfterIdle = value === 1
  }),
  'net.ipv4.tcp_invalid_ratelimit': tcp(0, MOST, (settings, value) => {
    settings.invalidSegmentInterval = value * MILLISECOND
  }),
}

interface InterfaceParameter {
  readonly most: number
  set(settings: InterfaceSettings, value: number): void
}

const OF_INTERFACES: Readonly<Record<string, InterfaceParameter>> = {
  'ipv4 rp_filter': {
    most: 2,
    set: (settings, value) => {
      settings.reversePathFilter = value as 0 | 1 | 2
    },
  },
  'ipv4 accept_local': {
    most: 1,
    set: (settings, value) => {
      settings.acceptsLocal = value === 1
    },
  },
  'ipv4 send_redirects': {
    most: 1,
    set: (settings, value) => {
      settings.sendsRedirects = value === 1
    },
  },
  'ipv4 accept_redirects': {
    most: 1,
    set: (settings, value) => {
      settings.acceptsRedirects[4] = value === 1
    },
  },
  'ipv6 accept_redirects': {
    most: 1,
    set: (settings, value) => {
      settings.acceptsRedirects[6] = value === 1
    },
  },
  'ipv6 accept_dad': {
    most: 1,
    set: (settings, value) => {
      settings.detectsDuplicates = value === 1
    },
  },
  'ipv6 dad_transmits': {
    most: 255,
    set: (settings, value) => {
      settings.duplicateProbes = value
    },
  },
  'ipv6 optimistic_dad': {
    most: 1,
    set: (settings, value) => {
      settings.isOptimistic = value === 1
    },
  },
  'ipv6 accept_ra': {
    most: 2,
    set: (settings, value) => {
      settings.acceptsRouters = value as 0 | 1 | 2
    },
  },
  'ipv6 autoconf': {
    most: 1,
    set: (settings, value) => {
      settings.configuresItself = value === 1
    },
  },
  'ipv6 router_solicitations': {
    most: 255,
    set: (settings, value) => {
      settings.routerSolicitations = value
    },
  },
  'ipv6 keep_addr_on_down': {
    most: 1,
    set: (settings, value) => {
      settings.keepsAddresses = value === 1
    },
  },
}

for (const family of [4, 6] as const) {
  for (const number of [1, 2, 3] as const) {
    PARAMETERS[`net.ipv${family}.neigh.default.gc_thresh${number}`] = ip(0, MOST, (settings, value) => {
      settings.neighbourTables[family][`threshold${number}`] = value
    })
  }
}

interface NeighbourParameter {
  readonly least: number
  set(settings: NeighbourSettings, value: number): void
}

/** net.ipv4.neigh.NAME and net.ipv6.neigh.NAME. */
const OF_NEIGHBOURS: Readonly<Record<string, NeighbourParameter>> = {
  base_reachable_time_ms: {
    least: 1,
    set: (settings, value) => {
      settings.reachableTime = value * MILLISECOND
    },
  },
  retrans_time_ms: {
    least: 1,
    set: (settings, value) => {
      settings.retransmissionTime = value * MILLISECOND
    },
  },
  delay_first_probe_time: {
    least: 0,
    set: (settings, value) => {
      settings.firstProbeDelay = value * SECOND
    },
  },
  ucast_solicit: {
    least: 0,
    set: (settings, value) => {
      settings.unicastProbes = value
    },
  },
  mcast_solicit: {
    least: 0,
    set: (settings, value) => {
      settings.multicastProbes = value
    },
  },
  gc_stale_time: {
    least: 0,
    set: (settings, value) => {
      settings.staleTime = value * SECOND
    },
  },
}

/** Names that there are; NAME stands for an interface, or for `all`. */
export function knownParameters(): string[] {
  const ofInterfaces = Object.keys(OF_INTERFACES).map((key) => `net.${key.replace(' ', '.conf.NAME.')}`)
  const ofNeighbours = Object.keys(OF_NEIGHBOURS).flatMap((key) => [4, 6].map((n) => `net.ipv${n}.neigh.NAME.${key}`))
  return [
    ...Object.keys(PARAMETERS),
    'net.ipv4.tcp_congestion_control',
    'net.ipv6.conf.all.forwarding',
    ...ofInterfaces,
    ...ofNeighbours,
  ]
}

/** Sets one. Throws RangeError when there is none of that name, or it cannot have the value. */
export function setKernelParameter(tunables: Tunables, name: string, value: string | number): void {
  if (name === 'net.ipv4.tcp_congestion_control') {
    if (value !== 'reno' && value !== 'cubic') throw new RangeError(`${name} is ${value}, expected reno or cubic`)
    tunables.tcp.congestionControl = value
  } else if (name === 'net.ipv6.conf.all.forwarding') {
    tunables.ip.settings.forwarding[6] = inRange(name, value, 0, 1) === 1
  } else if (Object.hasOwn(PARAMETERS, name)) {
    const parameter = PARAMETERS[name]!
    parameter.set(tunables, inRange(name, value, parameter.least, parameter.most))
  } else if (FOR_INTERFACES.test(name)) setOfInterface(tunables.ip, name, value)
  else throw unknown(name)
}

function setOfInterface(ip: IpLayer, name: string, value: string | number): void {
  const [, family, kind, deviceName = '', key = ''] = FOR_INTERFACES.exec(name)!
  if (kind === 'neigh') {
    const parameter = OF_NEIGHBOURS[key]
    if (parameter === undefined) throw unknown(name)
    const { neighbours } = settingsNamed(ip, name, deviceName, false)
    parameter.set(neighbours[family === '4' ? 4 : 6], inRange(name, value, parameter.least, MOST))
    return
  }
  const parameter = OF_INTERFACES[`ipv${family} ${key}`]
  if (parameter === undefined) throw unknown(name)
  parameter.set(settingsNamed(ip, name, deviceName, true), inRange(name, value, 0, parameter.most))
}

/** Of neighbours there is no `all`. */
function settingsNamed(ip: IpLayer, name: string, deviceName: string, hasAll: boolean): InterfaceSettings {
  const { settings, interfaces } = ip
  if (hasAll && deviceName === 'all') return settings.all
  const device = interfaces.find((one) => one.name === deviceName)
  if (device !== undefined) return device.settings
  const names = interfaces.map((one) => one.name).join(', ')
  throw new RangeError(
    `${name}: there is no interface ${deviceName}, expected ${hasAll ? 'all or ' : ''}one of ${names}`,
  )
}

function inRange(name: string, value: string | number, least: number, most: number): number {
  const number = Number(value)
  if (Number.isInteger(number) && number >= least && number <= most) return number
  throw new RangeError(`${name} is ${value}, expected a whole number from ${least} to ${most}`)
}

function unknown(name: string): RangeError {
  return new RangeError(`There is no parameter ${name} here, only ${knownParameters().join(', ')}`)
}
