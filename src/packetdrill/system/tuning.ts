/** A script's shell commands, understood rather than run: kernel parameters become settings of the stack, the rest is known to make no difference here, or is refused. */
import { MILLISECOND, SECOND, type TcpSettings } from '#network'
import { NeedsError } from '../language/index.ts'

/** Settings that commands ask for. */
export interface Tuning {
  readonly tcp: Partial<TcpSettings>
  /** null: not said. */
  readonly mtu: number | null
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] }
type Setter = (settings: Writable<Partial<TcpSettings>>, value: string) => void

const flag =
  (
    name:
      | 'windowScaling'
      | 'timestamps'
      | 'sack'
      | 'duplicateSack'
      | 'slowStartAfterIdle'
      | 'growsReceiveBuffer'
      | 'synCookies',
  ): Setter =>
  (settings, value) => {
    settings[name] = Number(value) !== 0
  }
const number =
  (
    name:
      | 'synRetries'
      | 'synAckRetries'
      | 'synLinearTimeouts'
      | 'retries2'
      | 'orphanRetries'
      | 'keepAliveProbes'
      | 'initialWindow'
      | 'maximumBacklog'
      | 'receiveBuffer'
      | 'receiveBufferMaximum'
      | 'reorderingDegree'
      | 'sendBuffer'
      | 'sendBufferMaximum',
  ): Setter =>
  (settings, value) => {
    settings[name] = Number(value)
  }
const duration =
  (
    name:
      | 'finTimeout'
      | 'keepAliveTime'
      | 'keepAliveInterval'
      | 'invalidSegmentInterval'
      | 'timeoutMaximum'
      | 'timeoutMinimum'
      | 'timeWait'
      | 'timeWaitReuseDelay',
    unit: number,
  ): Setter =>
  (settings, value) => {
    settings[name] = Number(value) * unit
  }

/** FreeBSD's parameters below net.inet.tcp and kern.ipc that have a setting (tcp(4)); times are in milliseconds. */
const FREEBSD_PARAMETERS: Readonly<Record<string, Setter>> = {
  'net.inet.tcp.rfc1323': (settings, value) => {
    // 1: both; 2: window scaling alone; 3: timestamps alone.
    settings.windowScaling = value === '1' || value === '2'
    settings.timestamps = value === '1' || value === '3'
  },
  'net.inet.tcp.sack.enable': flag('sack'),
  'net.inet.tcp.ecn.enable': (settings, value) => {
    if (Number(value) > 2) throw new NeedsError('Accurate ECN (RFC 9768)')
    settings.ecn = Number(value) as 0 | 1 | 2
  },
  'net.inet.tcp.syncookies': flag('synCookies'),
  'net.inet.tcp.syncookies_only': (settings, value) => {
    if (Number(value) !== 0) settings.synCookies = 'always'
  },
  'net.inet.tcp.cc.algorithm': (settings, value) => {
    if (value !== 'newreno' && value !== 'cubic') throw new NeedsError(`the congestion control ${value}`)
    settings.congestionControl = value === 'cubic' ? 'cubic' : 'reno'
  },
  'net.inet.tcp.initcwnd_segments': number('initialWindow'),
  'net.inet.tcp.keepidle': duration('keepAliveTime', MILLISECOND),
  'net.inet.tcp.keepintvl': duration('keepAliveInterval', MILLISECOND),
  'net.inet.tcp.keepcnt': number('keepAliveProbes'),
  'net.inet.tcp.finwait2_timeout': duration('finTimeout', MILLISECOND),
  'net.inet.tcp.rexmit_min': duration('timeoutMinimum', MILLISECOND),
  'net.inet.tcp.msl': (settings, value) => {
    settings.timeWait = 2 * Number(value) * MILLISECOND
  },
  'net.inet.tcp.recvspace': number('receiveBuffer'),
  'net.inet.tcp.recvbuf_max': number('receiveBufferMaximum'),
  'net.inet.tcp.recvbuf_auto': flag('growsReceiveBuffer'),
  'net.inet.tcp.sendspace': number('sendBuffer'),
  'net.inet.tcp.sendbuf_max': number('sendBufferMaximum'),
  'kern.ipc.soacceptqueue': number('maximumBacklog'),
  'kern.ipc.somaxconn': number('maximumBacklog'),
}

/** Linux's parameters below net.ipv4 and net.core that have a setting. */
const PARAMETERS: Readonly<Record<string, Setter>> = {
  tcp_window_scaling: flag('windowScaling'),
  tcp_timestamps: flag('timestamps'),
  tcp_sack: flag('sack'),
  tcp_dsack: flag('duplicateSack'),
  tcp_moderate_rcvbuf: flag('growsReceiveBuffer'),
  tcp_slow_start_after_idle: flag('slowStartAfterIdle'),
  tcp_syn_retries: number('synRetries'),
  tcp_syn_linear_timeouts: number('synLinearTimeouts'),
  tcp_synack_retries: number('synAckRetries'),
  tcp_retries2: number('retries2'),
  tcp_orphan_retries: number('orphanRetries'),
  tcp_keepalive_probes: number('keepAliveProbes'),
  tcp_reordering: number('reorderingDegree'),
  somaxconn: number('maximumBacklog'),
  tcp_fin_timeout: duration('finTimeout', SECOND),
  tcp_keepalive_time: duration('keepAliveTime', SECOND),
  tcp_keepalive_intvl: duration('keepAliveInterval', SECOND),
  tcp_invalid_ratelimit: duration('invalidSegmentInterval', MILLISECOND),
  tcp_rto_max_ms: duration('timeoutMaximum', MILLISECOND),
  tcp_rto_min_us: duration('timeoutMinimum', MILLISECOND / 1000),
  tcp_frto: (settings, value) => {
    settings.forwardRecovery = Number(value) !== 0
  },
  tcp_early_retrans: (settings, value) => {
    settings.lossProbe = Number(value) >= 3
  },
  tcp_ecn: (settings, value) => {
    if (Number(value) > 2) throw new NeedsError('Accurate ECN (RFC 9768)')
    settings.ecn = Number(value) as 0 | 1 | 2
  },
  tcp_syncookies: (settings, value) => {
    settings.synCookies = Number(value) === 2 ? 'always' : Number(value) !== 0
  },
  tcp_congestion_control: (settings, value) => {
    if (value !== 'reno' && value !== 'cubic') throw new NeedsError(`the congestion control ${value}`)
    settings.congestionControl = value
  },
  tcp_rmem: (settings, value) => {
    ;[settings.receiveBuffer, settings.receiveBufferMaximum] = threeNumbers(value)
  },
  tcp_wmem: (settings, value) => {
    ;[settings.sendBuffer, settings.sendBufferMaximum] = threeNumbers(value)
  },
  tcp_recovery: (_settings, value) => {
    if ((Number(value) & 1) === 0) throw new NeedsError('loss recovery without RACK (tcp_recovery 0)')
  },
  tcp_shrink_window: (_settings, value) => {
    if (Number(value) !== 0) throw new NeedsError('windows that shrink (tcp_shrink_window)')
  },
  tcp_mtu_probing: (_settings, value) => {
    if (Number(value) !== 0) throw new NeedsError('path MTU discovery without ICMP (RFC 4821, tcp_mtu_probing)')
  },
  tcp_tw_reuse: (settings, value) => {
    settings.timeWaitReuse = Number(value) as 0 | 1 | 2
  },
  tcp_tw_reuse_delay: duration('timeWaitReuseDelay', MILLISECOND),
  ...FREEBSD_PARAMETERS,
}

/** Parameters of what this stack has not (segments larger than the MSS, pacing, Fast Open), and which therefore change nothing. */
const WITHOUT_EFFECT = new Set([
  'tcp_fack',
  'tcp_tso_win_divisor',
  'tcp_min_tso_segs',
  'tcp_pacing_ss_ratio',
  'tcp_pacing_ca_ratio',
  'tcp_notsent_lowat',
  'tcp_fastopen',
  'tcp_fastopen_key',
  'tcp_no_metrics_save',
  // Of Accurate ECN, which `tcp_ecn` turns on.
  'tcp_ecn_option',
  'tcp_ecn_option_beacon',
  'net.inet.tcp.hostcache.purge',
  'net.inet.tcp.hostcache.purgenow',
  'net.inet.tcp.hostcache.enable',
  'net.inet.tcp.reass.queueguard',
  'net.inet.tcp.log_in_vain',
])

/** Reads commands one a line. `readFile` gives the text of a shell script beside the packetdrill script. */
export function readCommands(text: string, readFile: (path: string) => string): Tuning {
  const tuning: Writable<Tuning> & { tcp: Writable<Partial<TcpSettings>> } = { tcp: {}, mtu: null }
  for (const line of text.replaceAll('\\\n', ' ').split(/\n|;/)) {
    const words = splitWords(line)
    if (words.length === 0) continue
    const [command = '', ...rest] = words
    if (command.endsWith('.sh') && !command.includes('sysctl_restore')) {
      const inner = readCommands(readFile(command), readFile)
      Object.assign(tuning.tcp, inner.tcp)
      tuning.mtu = inner.mtu ?? tuning.mtu
    } else readCommand(command, rest, tuning)
  }
  return tuning
}

function readCommand(command: string, words: string[], tuning: Writable<Tuning>): void {
  const line = [command, ...words].join(' ')
  if (command === 'sysctl' || command.endsWith('set_sysctls.py')) {
    for (const assignment of words.filter((word) => word.includes('='))) setParameter(tuning.tcp, assignment)
    return
  }
  const mtu = /^ip link set (?:dev )?\S+ mtu (\d+)$/.exec(line)
  if (mtu !== null) tuning.mtu = Number(mtu[1])
  else if (/^tc qdisc \S+ dev \S+ root fq/.test(line)) throw new NeedsError('pacing (the fq queue)')
  else if (/limit 0/.test(line)) throw new NeedsError('a local queue that refuses packets')
  else if (!/^(ip tcp_metrics|tc qdisc|ethtool -K|kldload|true$|:$)|sysctl_restore|^sleep /.test(line)) {
    throw new NeedsError(`a shell to run "${line}"`)
  }
}

function setParameter(settings: Partial<TcpSettings>, assignment: string): void {
  const [path = '', value = ''] = splitOnce(assignment, '=')
  const words = path.replace(/^\/proc\/sys\//, '').split(/[./]/)
  const name = words[0] === 'net' && words[1] !== 'inet' ? words.at(-1)! : words.join('.')
  const set = PARAMETERS[name]
  if (set !== undefined) set(settings, value.trim())
  else if (!WITHOUT_EFFECT.has(name)) throw new NeedsError(`the kernel parameter ${path}`)
}

function splitOnce(text: string, at: string): string[] {
  const index = text.indexOf(at)
  return [text.slice(0, index), text.slice(index + at.length)]
}

function threeNumbers(value: string): [number, number] {
  const [, middle = '', most = ''] = value.split(/\s+/)
  return [Number(middle), Number(most)]
}

/** A shell's words: quotes join, redirections and comments go, `$((15*1024))` is a number. */
function splitWords(line: string): string[] {
  const plain = line
    .replace(/(^|\s)#.*/, '')
    .replace(/\d?>(&\d|>?\s*\S+)/g, '')
    .replace(/\$\(\(([\d*]+)\)\)/g, (_, product: string) =>
      String(product.split('*').reduce((result, factor) => result * Number(factor), 1)),
    )
  const words = plain.match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g) ?? []
  return words.map((word) => word.replaceAll(/["']/g, ''))
}
