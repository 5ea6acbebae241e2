import type { Script } from './script.ts'
import { ScriptError } from './script-error.ts'

export type IpVersion = 'ipv4' | 'ipv6' | 'ipv4-mapped-ipv6'
/** Kernel whose defaults and habits apply: see `system/personalities.ts`. */
export type Personality = 'linux' | 'freebsd'
/** `semantic`: a packet counts by what it says, see `run/matching.ts`. `strict`: to the letter. */
export type Matching = 'semantic' | 'strict'

/** How a script is run: its own `--name=value` lines over the defaults, which are packetdrill's. */
export interface RunSettings {
  ipVersion: IpVersion
  localAddress: string
  remoteAddress: string
  /** null: 1500, or 1520 with IPv6, so that the MSS is 1460 in both. */
  mtu: number | null
  /** The port that servers bind to and clients connect to. */
  port: number
  /** ns that an event may be early or late. */
  tolerance: number
  /** ns of one tick of TCP's timestamps; 0: their values are not looked at. */
  timestampTick: number
  matching: Matching
  /** Data must come in the segments that the script has, also where matching is semantic. */
  strictSegments: boolean
  personality: Personality
}

const DEFAULT_TOLERANCE = 4_000_000

const ADDRESSES: Readonly<Record<IpVersion, readonly [local: string, remote: string]>> = {
  ipv4: ['192.168.0.1', '192.0.2.1'],
  'ipv4-mapped-ipv6': ['192.168.0.1', '192.0.2.1'],
  ipv6: ['fd3d:a0b:17d6::1', 'fd3d:fa7b:d17d::1'],
}

/** Lines that change nothing here: what they set up is the wire itself, or buffers that we have none of. */
const WITHOUT_EFFECT = new Set([
  'send_omit_free',
  'gateway_ip',
  'netmask_ip',
  'init_scripts',
  'non_fatal',
  'wire_client_dev',
  'dry_run',
])

/** Throws ScriptError for a line that says nothing known, or a value that cannot be. */
export function readSettings(script: Script, wishes: Partial<RunSettings> = {}): RunSettings {
  const settings: RunSettings = {
    ipVersion: 'ipv4',
    localAddress: '',
    remoteAddress: '',
    mtu: null,
    port: 8080,
    tolerance: DEFAULT_TOLERANCE,
    timestampTick: 0,
    matching: 'semantic',
    strictSegments: false,
    personality: 'linux',
    ...wishes,
  }
  for (const { line, name, value } of script.options) {
    const problem = readOption(settings, name, value)
    if (problem !== null) throw new ScriptError(script.file, line, 1, `--${name}=${value}: ${problem}`)
  }
  // The person who runs a script knows how slow the machine is; its author does not.
  settings.tolerance = wishes.tolerance ?? settings.tolerance
  const [local, remote] = ADDRESSES[settings.ipVersion]
  settings.localAddress ||= local
  settings.remoteAddress ||= remote
  return settings
}

function readOption(settings: RunSettings, name: string, value: string): string | null {
  switch (name) {
    case 'ip_version':
      return choose(value, ['ipv4', 'ipv6', 'ipv4-mapped-ipv6'], (chosen) => {
        settings.ipVersion = chosen
      })
    case 'matching':
      return choose(value, ['semantic', 'strict'], (chosen) => {
        settings.matching = chosen
      })
    case 'strict_segments':
      settings.strictSegments = true
      return value === '' ? null : 'it has no value'
    case 'mss':
      return isWhole(value)
    case 'personality':
      return choose(value, ['linux', 'freebsd'], (chosen) => {
        settings.personality = chosen
      })
    case 'local_ip':
      settings.localAddress = value
      return null
    case 'remote_ip':
      settings.remoteAddress = value
      return null
    case 'mtu':
      settings.mtu = Number(value)
      return isWhole(value)
    case 'bind_port':
    case 'connect_port':
      settings.port = Number(value)
      return isWhole(value)
    case 'tolerance_usecs':
      settings.tolerance = Number(value) * 1000
      return isWhole(value)
    case 'tcp_ts_tick_usecs':
      settings.timestampTick = Number(value) * 1000
      return isWhole(value)
    default:
      return WITHOUT_EFFECT.has(name) ? null : 'there is no such option'
  }
}

function choose<Word extends string>(value: string, words: readonly Word[], set: (word: Word) => void): string | null {
  const word = words.find((known) => known === value)
  if (word === undefined) return `expected ${words.join(' or ')}`
  set(word)
  return null
}

function isWhole(value: string): string | null {
  return /^\d+$/.test(value) ? null : 'expected a whole number'
}
