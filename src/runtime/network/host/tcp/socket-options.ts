/** Options of a TCP socket: kept for the next connection, inherited by accepted ones, and applied to the open one. */
import { MILLISECOND, type Nanoseconds, SECOND } from '../../clock.ts'
import { Errno } from '../../errno.ts'
import type { NetworkInterface } from '../ip/index.ts'
import { BufferSize, PathMtuDiscovery, SocketOption } from '../socket-constants.ts'
import { CONGESTION_CONTROLS, type CongestionControlName, createCongestionControl } from './congestion/index.ts'
import type { Connection } from './connection.ts'
import { fullSegmentSize, headersLength } from './segment-packet.ts'
import type { TcpSettings } from './settings.ts'
import { updateKeepAlive } from './timeouts.ts'

export interface TcpSocketOptions {
  noDelay: boolean
  cork: boolean
  userTimeout: Nanoseconds
  keepAlive: boolean
  keepAliveTime: Nanoseconds
  keepAliveInterval: Nanoseconds
  keepAliveProbes: number
  timeToLive: number
  typeOfService: number
  /** null: sized by the kernel. */
  receiveBuffer: number | null
  sendBuffer: number | null
  /** SO_LINGER with time 0. */
  resetOnClose: boolean
  urgentInline: boolean
  /** null: what the path allows. */
  maximumSegment: number | null
  synRetries: number
  finTimeout: Nanoseconds
  reuseAddress: boolean
  /** TCP_NOTSENT_LOWAT; null: none. */
  notSentLowWater: number | null
  congestionControl: CongestionControlName
  /** SO_BINDTODEVICE. */
  device: NetworkInterface | null
  /** IP_RECVERR: report every ICMP error at once. */
  reportsErrors: boolean
  /** A `PathMtuDiscovery`. */
  mtuDiscovery: number
}

export function defaultOptions(settings: TcpSettings): TcpSocketOptions {
  return {
    noDelay: false,
    cork: false,
    userTimeout: 0,
    keepAlive: false,
    keepAliveTime: settings.keepAliveTime,
    keepAliveInterval: settings.keepAliveInterval,
    keepAliveProbes: settings.keepAliveProbes,
    timeToLive: 64,
    typeOfService: 0,
    receiveBuffer: null,
    sendBuffer: null,
    resetOnClose: false,
    urgentInline: false,
    maximumSegment: null,
    synRetries: settings.synRetries,
    finTimeout: settings.finTimeout,
    reuseAddress: false,
    notSentLowWater: null,
    congestionControl: settings.congestionControl,
    device: null,
    reportsErrors: false,
    mtuDiscovery: PathMtuDiscovery.WANT,
  }
}

/** Returns 0 or -errno. */
export function setTcpOption(options: TcpSocketOptions, option: number, value: number, text = ''): number {
  switch (option) {
    case SocketOption.NODELAY:
      options.noDelay = value !== 0
      return 0
    case SocketOption.CORK:
      options.cork = value !== 0
      return 0
    case SocketOption.USER_TIMEOUT:
      if (value < 0) return -Errno.EINVAL
      options.userTimeout = value * MILLISECOND
      return 0
    case SocketOption.KEEPALIVE:
      options.keepAlive = value !== 0 // -1: on, with the time that it has
      if (value > 32_767) return -Errno.EINVAL
      if (value > 0) options.keepAliveTime = value * SECOND
      return 0
    case SocketOption.KEEPALIVE_INTERVAL:
      if (value < 1 || value > 32_767) return -Errno.EINVAL
      options.keepAliveInterval = value * SECOND
      return 0
    case SocketOption.KEEPALIVE_COUNT:
      if (value < 1 || value > 127) return -Errno.EINVAL
      options.keepAliveProbes = value
      return 0
    case SocketOption.TTL:
      if (value < 1 || value > 255) return -Errno.EINVAL
      options.timeToLive = value
      return 0
    case SocketOption.TOS:
      options.typeOfService = value & 0xfc
      return 0
    case SocketOption.RCVBUF:
      options.receiveBuffer = Math.min(Math.max(value, BufferSize.LEAST_RECEIVE), BufferSize.MOST)
      return 0
    case SocketOption.SNDBUF:
      options.sendBuffer = Math.min(Math.max(value, BufferSize.LEAST_SEND), BufferSize.MOST)
      return 0
    case SocketOption.LINGER:
      if (value < -1) return -Errno.EINVAL
      options.resetOnClose = value === 0
      return 0
    case SocketOption.OOB_INLINE:
      options.urgentInline = value !== 0
      return 0
    case SocketOption.MAXIMUM_SEGMENT:
      if (value !== 0 && (value < 88 || value > 32_767)) return -Errno.EINVAL
      options.maximumSegment = value === 0 ? null : value
      return 0
    case SocketOption.SYN_COUNT:
      if (value < 1 || value > 127) return -Errno.EINVAL
      options.synRetries = value
      return 0
    case SocketOption.FIN_TIMEOUT:
      options.finTimeout = value * SECOND
      return 0
    case SocketOption.QUICK_ACK:
      return 0
    case SocketOption.NOT_SENT_LOW_WATER:
      options.notSentLowWater = value >>> 0 === 0 ? null : value >>> 0
      return 0
    case SocketOption.RECEIVE_ERRORS:
      options.reportsErrors = value !== 0
      return 0
    case SocketOption.MTU_DISCOVER:
      if (value < PathMtuDiscovery.DONT || value > PathMtuDiscovery.OMIT) return -Errno.EINVAL
      options.mtuDiscovery = value
      return 0
    case SocketOption.REUSEADDR:
      options.reuseAddress = value !== 0
      return 0
    case SocketOption.CONGESTION: {
      const name = CONGESTION_CONTROLS.find((known) => known === text)
      if (name === undefined) return -Errno.ENOENT
      options.congestionControl = name
      return 0
    }
    default:
      return -Errno.ENOPROTOOPT
  }
}

/** Returns the value, or -errno. */
export function getTcpOption(
  options: TcpSocketOptions,
  connection: Connection | null,
  settings: TcpSettings,
  option: number,
): number {
  switch (option) {
    case SocketOption.NODELAY:
      return options.noDelay ? 1 : 0
    case SocketOption.CORK:
      return options.cork ? 1 : 0
    case SocketOption.USER_TIMEOUT:
      return options.userTimeout / MILLISECOND
    case SocketOption.KEEPALIVE:
      return options.keepAlive ? options.keepAliveTime / SECOND : 0
    case SocketOption.KEEPALIVE_INTERVAL:
      return options.keepAliveInterval / SECOND
    case SocketOption.KEEPALIVE_COUNT:
      return options.keepAliveProbes
    case SocketOption.TTL:
      return options.timeToLive
    case SocketOption.TOS:
      return options.typeOfService
    case SocketOption.RCVBUF:
      return options.receiveBuffer ?? (connection?.rcv.memory ?? settings.receiveBuffer) >> 1
    case SocketOption.SNDBUF:
      return options.sendBuffer ?? (connection?.snd.bufferLimit ?? settings.sendBuffer) >> 1
    case SocketOption.OOB_INLINE:
      return options.urgentInline ? 1 : 0
    case SocketOption.MAXIMUM_SEGMENT:
      return connection === null ? (options.maximumSegment ?? 536) : fullSegmentSize(connection)
    case SocketOption.SYN_COUNT:
      return options.synRetries
    case SocketOption.FIN_TIMEOUT:
      return options.finTimeout / SECOND
    case SocketOption.QUICK_ACK:
      return connection?.ack.pingpong === false ? 1 : 0
    case SocketOption.NOT_SENT_LOW_WATER:
      return options.notSentLowWater ?? 0
    case SocketOption.REUSEADDR:
      return options.reuseAddress ? 1 : 0
    case SocketOption.RECEIVE_ERRORS:
      return options.reportsErrors ? 1 : 0
    case SocketOption.MTU_DISCOVER:
      return options.mtuDiscovery
    case SocketOption.PATH_MTU:
      return connection === null ? -Errno.ENOTCONN : connection.snd.pathMss + headersLength(connection.remote.address)
    case SocketOption.CONGESTION:
      return CONGESTION_CONTROLS.indexOf(options.congestionControl)
    default:
      return -Errno.ENOPROTOOPT
  }
}

/** Applies the options to a connection. */
export function applyOptions(options: TcpSocketOptions, connection: Connection): void {
  connection.noDelay = options.noDelay
  connection.corked = options.cork
  connection.userTimeout = options.userTimeout
  connection.timeToLive = options.timeToLive
  connection.typeOfService = options.typeOfService
  connection.keepalive.time = options.keepAliveTime
  connection.keepalive.interval = options.keepAliveInterval
  connection.keepalive.probes = options.keepAliveProbes
  connection.keepalive.on = options.keepAlive
  if (connection.congestionControl.name !== options.congestionControl) {
    connection.congestionControl = createCongestionControl(options.congestionControl)
  }
  if (options.sendBuffer !== null) {
    connection.snd.bufferLimit = options.sendBuffer
    connection.snd.bufferLocked = true
  }
  if (options.receiveBuffer !== null) {
    connection.rcv.space = options.receiveBuffer
    connection.rcv.memory = 2 * options.receiveBuffer
    connection.rcv.spaceLocked = true
  }
  connection.snd.notSentLowWater = options.notSentLowWater ?? Number.POSITIVE_INFINITY
  connection.rcv.urgentInline = options.urgentInline
  connection.synRetries = options.synRetries
  connection.finTimeout = options.finTimeout
  connection.reportsErrors = options.reportsErrors
  connection.discoversMtu = options.mtuDiscovery !== PathMtuDiscovery.DONT
  if (options.maximumSegment !== null && connection.state === 'CLOSED') {
    connection.rcv.advmss = Math.min(connection.rcv.advmss, options.maximumSegment)
    connection.snd.pathMss = Math.min(connection.snd.pathMss, options.maximumSegment)
  }
  updateKeepAlive(connection)
}
