/** Linux's socket options, by level and number, on a simulated socket. */
import { BindFlag, Errno, type Socket, SocketOption } from '#network'
import { NeedsError } from '../../language/index.ts'
import { LINUX_NUMBERS } from '../linux-numbers.ts'

/** Options that are separate on Linux, but combined in the simulated socket. */
export interface OptionsBefore {
  /** `BindFlag` bits for the next bind. */
  bindFlags: number
  keepAlive: boolean
  /** null: the system's. */
  keepAliveSeconds: number | null
  /** How long a close waits (SO_LINGER). */
  lingerSeconds: number
}

const DEFAULT_KEEPALIVE_SECONDS = 7200
const number = (name: string) => LINUX_NUMBERS[name]!
const key = (level: number, option: number) => level * 1000 + option
const named = (level: string, option: string) => key(number(level), number(option))

/** Options whose value goes over as it is. */
const PLAIN = new Map<number, number>([
  [named('SOL_SOCKET', 'SO_SNDBUF'), SocketOption.SNDBUF],
  [named('SOL_SOCKET', 'SO_RCVBUF'), SocketOption.RCVBUF],
  [named('SOL_SOCKET', 'SO_OOBINLINE'), SocketOption.OOB_INLINE],
  [named('SOL_TCP', 'TCP_NODELAY'), SocketOption.NODELAY],
  [named('SOL_TCP', 'TCP_CORK'), SocketOption.CORK],
  [named('SOL_TCP', 'TCP_KEEPINTVL'), SocketOption.KEEPALIVE_INTERVAL],
  [named('SOL_TCP', 'TCP_KEEPCNT'), SocketOption.KEEPALIVE_COUNT],
  [named('SOL_TCP', 'TCP_USER_TIMEOUT'), SocketOption.USER_TIMEOUT],
  [named('SOL_TCP', 'TCP_MAXSEG'), SocketOption.MAXIMUM_SEGMENT],
  [named('SOL_TCP', 'TCP_SYNCNT'), SocketOption.SYN_COUNT],
  [named('SOL_TCP', 'TCP_LINGER2'), SocketOption.FIN_TIMEOUT],
  [named('SOL_TCP', 'TCP_QUICKACK'), SocketOption.QUICK_ACK],
  [named('SOL_TCP', 'TCP_NOTSENT_LOWAT'), SocketOption.NOT_SENT_LOW_WATER],
  [named('SOL_IP', 'IP_TOS'), SocketOption.TOS],
  [named('SOL_IP', 'IP_TTL'), SocketOption.TTL],
  [named('SOL_IPV6', 'IPV6_TCLASS'), SocketOption.TOS],
  [named('SOL_IPV6', 'IPV6_UNICAST_HOPS'), SocketOption.TTL],
])
/** Linux tells twice what was set, half of it for its bookkeeping (socket(7)). */
const DOUBLED = new Set([named('SOL_SOCKET', 'SO_SNDBUF'), named('SOL_SOCKET', 'SO_RCVBUF')])
const BIND_FLAGS = new Map<number, number>([
  [named('SOL_SOCKET', 'SO_REUSEADDR'), BindFlag.REUSEADDR],
  [named('SOL_SOCKET', 'SO_REUSEPORT'), BindFlag.REUSEPORT],
  [named('SOL_IPV6', 'IPV6_V6ONLY'), BindFlag.V6ONLY],
])
/** Of what a script can see, TCP's segments do not depend on these. */
const WITHOUT_EFFECT = new Set([named('SOL_IP', 'IP_MTU_DISCOVER'), named('SOL_IP', 'IP_FREEBIND')])
const KEEPALIVE = named('SOL_SOCKET', 'SO_KEEPALIVE')
const KEEPALIVE_TIME = named('SOL_TCP', 'TCP_KEEPIDLE')
const LINGER = named('SOL_SOCKET', 'SO_LINGER')
const CONGESTION = named('SOL_TCP', 'TCP_CONGESTION')

function needs(level: number, option: number): NeedsError {
  return new NeedsError(`socket option ${option} of level ${level}`)
}

/** 0 or -errno. Throws NeedsError for an option that there is not. */
export function setLinuxOption(
  socket: Socket,
  before: OptionsBefore,
  level: number,
  option: number,
  bytes: Uint8Array,
): number {
  const which = key(level, option)
  const plain = PLAIN.get(which)
  if (which === CONGESTION) return socket.setOption(SocketOption.CONGESTION, 0, new TextDecoder().decode(bytes))
  const value = readInteger(bytes, 0)
  if (plain !== undefined) return socket.setOption(plain, value)
  const flag = BIND_FLAGS.get(which)
  if (flag !== undefined) {
    before.bindFlags = value === 0 ? before.bindFlags & ~flag : before.bindFlags | flag
    return flag === BindFlag.REUSEADDR ? socket.setOption(SocketOption.REUSEADDR, value) : 0
  }
  if (which === KEEPALIVE || which === KEEPALIVE_TIME) return setKeepAlive(socket, before, which, value)
  if (which === LINGER) {
    before.lingerSeconds = value === 0 ? 0 : readInteger(bytes, 4)
    return socket.setOption(SocketOption.LINGER, value === 0 ? -1 : before.lingerSeconds)
  }
  if (WITHOUT_EFFECT.has(which)) return 0
  throw needs(level, option)
}

function setKeepAlive(socket: Socket, before: OptionsBefore, which: number, value: number): number {
  if (which === KEEPALIVE) before.keepAlive = value !== 0
  else {
    if (value < 1 || value > 32_767) return -Errno.EINVAL
    before.keepAliveSeconds = value
  }
  const seconds = before.keepAliveSeconds ?? DEFAULT_KEEPALIVE_SECONDS
  return socket.setOption(SocketOption.KEEPALIVE, before.keepAlive ? seconds : 0)
}

/** The option's bytes, or -errno. */
export function getLinuxOption(
  socket: Socket,
  before: OptionsBefore,
  level: number,
  option: number,
): Uint8Array | number {
  const which = key(level, option)
  const plain = PLAIN.get(which)
  if (which === named('SOL_SOCKET', 'SO_ERROR')) return integer(socket.takeError())
  if (which === CONGESTION) {
    return new TextEncoder().encode(socket.getOption(SocketOption.CONGESTION) === 0 ? 'reno' : 'cubic')
  }
  if (plain !== undefined) {
    const value = socket.getOption(plain)
    return integer(DOUBLED.has(which) ? 2 * value : value)
  }
  const flag = BIND_FLAGS.get(which)
  if (flag !== undefined) return integer(before.bindFlags & flag ? 1 : 0)
  if (which === KEEPALIVE) return integer(before.keepAlive ? 1 : 0)
  if (which === KEEPALIVE_TIME) return integer(before.keepAliveSeconds ?? DEFAULT_KEEPALIVE_SECONDS)
  throw needs(level, option)
}

function readInteger(bytes: Uint8Array, at: number): number {
  if (bytes.length < at + 4) return bytes[at] ?? 0
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getInt32(at, true)
}

function integer(value: number): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setInt32(0, value, true)
  return bytes
}
