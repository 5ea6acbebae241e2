import { addressFamily, addressKind, type IpAddress } from '../../address/index.ts'
import { MILLISECOND, type Nanoseconds } from '../../clock.ts'
import { Errno } from '../../errno.ts'
import { ANY_FLOW, type IpLayer, type NetworkInterface, type Path } from '../ip/index.ts'
import type { PortHolder, PortTable } from '../port-table.ts'
import type { Endpoint } from '../socket.ts'
import { isAny } from '../socket-address.ts'
import { BindFlag } from '../socket-constants.ts'
import type { Connection } from './connection.ts'
import type { ConnectionTable } from './connection-table.ts'
import type { Listener } from './listener.ts'
import type { TcpSettings } from './settings.ts'
import type { TcpSocketOptions } from './socket-options.ts'

const TIMESTAMP_TICK = MILLISECOND

/** The ports of one host and their users. */
export interface TcpPorts {
  readonly ip: IpLayer
  readonly settings: TcpSettings
  readonly ports: PortTable<PortClaim>
  readonly connections: ConnectionTable
  /** Registers a claim, used by a socket. */
  claim(claim: PortClaim): PortClaim
}

/** A listening socket, as arriving segments see it. */
export interface ListeningSocket {
  readonly options: TcpSocketOptions
  readonly queue: Listener | null
  /** Gives a connection opened by a peer this listener's options and a hold on its port. */
  lend(connection: Connection): void
  /** Copies this socket's options to it. */
  configure(connection: Connection): void
}

/**
 * A local address and port in use: by a bound socket, by connections, or by both. It lasts until the last of them is gone, so a
 * connection in TIME-WAIT keeps its port after the program closed the socket.
 */
export class PortClaim implements PortHolder {
  readonly port: number
  readonly address: IpAddress
  readonly onlyIpv6: boolean
  readonly reuseAddress: boolean
  readonly reusePort: boolean
  device: NetworkInterface | null
  /** The listener here, if any. */
  listener: ListeningSocket | null = null
  users = 0
  /** Chosen by connect: other connections may use the same port to other destinations. */
  connectOnly = false

  constructor(port: number, holder: Omit<PortHolder, 'listening'>) {
    this.port = port
    this.address = holder.address
    this.onlyIpv6 = holder.onlyIpv6
    this.reuseAddress = holder.reuseAddress
    this.reusePort = holder.reusePort
    this.device = holder.device
  }

  get listening(): boolean {
    return this.listener !== null
  }
}

/** Claims the port for bind, or a free one for port 0. Returns -EADDRINUSE when it is taken. `flags`: `BindFlag` bits. */
export function claimForBind(
  layer: TcpPorts,
  options: TcpSocketOptions,
  address: IpAddress,
  port: number,
  flags: number,
): PortClaim | number {
  const holder = {
    address,
    onlyIpv6: (flags & BindFlag.V6ONLY) !== 0,
    reuseAddress: options.reuseAddress,
    reusePort: (flags & BindFlag.REUSEPORT) !== 0,
    listening: false,
    device: options.device,
  }
  const chosen = port === 0 ? layer.ports.chooseForBind(holder) : port
  if (chosen === null || !layer.ports.isFree(chosen, holder)) return -Errno.EADDRINUSE
  return layer.claim(new PortClaim(chosen, holder))
}

/**
 * Returns the claim to connect from, existing or new, and the connection in TIME-WAIT whose address pair is reused, if any.
 * Returns -EADDRNOTAVAIL when no port is free or this pair is in use.
 */
export function claimForConnect(
  layer: TcpPorts,
  bound: PortClaim | null,
  options: TcpSocketOptions,
  source: IpAddress,
  remote: Endpoint,
): { claim: PortClaim; replaced: Connection | null } | number {
  const { connections } = layer
  const there = (port: number) => connections.find(source, port, remote.address, remote.port) ?? null
  if (bound !== null) {
    const replaced = there(bound.port)
    const isFree = replaced === null || isReusable(replaced, layer.settings.timeWaitReuseDelay)
    return isFree ? { claim: bound, replaced } : -Errno.EADDRNOTAVAIL
  }
  const claim = claimAnyPort(layer, options, source, remote, there)
  return typeof claim === 'number' ? claim : { claim, replaced: there(claim.port) }
}

function claimAnyPort(
  layer: TcpPorts,
  options: TcpSocketOptions,
  source: IpAddress,
  remote: Endpoint,
  there: (port: number) => Connection | null,
): PortClaim | number {
  const { ports } = layer
  const holder = {
    address: source,
    onlyIpv6: false,
    reuseAddress: options.reuseAddress,
    reusePort: false,
    device: options.device,
  }
  const free = (port: number) => {
    const connection = there(port)
    if (connection !== null && !isReusable(connection, TIMESTAMP_TICK)) return false
    return ports.holders(port).every((claim) => claim.connectOnly)
  }
  const port = ports.chooseForConnect(`${source} ${remote.address} ${remote.port}`, free)
  if (port === null) return -Errno.EADDRNOTAVAIL
  const claim = layer.claim(new PortClaim(port, holder))
  claim.connectOnly = true
  return claim
}

/**
 * Returns whether a new connection may follow one in TIME-WAIT because timestamps tell the two apart (RFC 6191, Linux's
 * tcp_twsk_unique). For a port that the program did not choose, one tick of their clock is enough, where Linux waits the whole
 * delay: in virtual time a program can use up all of its ports in less than that.
 */
function isReusable(connection: Connection, delay: Nanoseconds): boolean {
  const { timeWaitReuse } = connection.services.settings
  if (connection.state !== 'TIME_WAIT' || !connection.timestamps.on || timeWaitReuse === 0) return false
  if (timeWaitReuse === 2 && addressKind(connection.remote.address) !== 'loopback') return false
  return connection.now - connection.timestamps.recentAt > delay
}

/** Starts from the bound address, if any. An IPv6 address cannot reach IPv4, nor can an IPv6-only socket. */
export function pathFrom(
  layer: TcpPorts,
  claim: PortClaim | null,
  destination: IpAddress,
  device: NetworkInterface | null,
): Path | number {
  const isIpv4 = addressFamily(destination) === 4
  if (isIpv4 && claim?.onlyIpv6) return -Errno.ENETUNREACH
  const source = claim === null || isAny(claim.address) ? null : claim.address
  if (source !== null && (addressFamily(source) === 4) !== isIpv4) return -Errno.ENETUNREACH
  return layer.ip.path(destination, source, device === null ? ANY_FLOW : { ...ANY_FLOW, device })
}
