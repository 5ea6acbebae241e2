/** Segment sizes, and packets from segments: those of connections, and resets for segments that belong to none. */

import { addressFamily, type IpAddress } from '../../address/index.ts'
import { IpProtocol, NO_BYTES, TcpFlag, type TcpSegment, tcpLength, writeTcp } from '../../wire/index.ts'
import type { FlowSelector, IpLayer, PacketHeader } from '../ip/index.ts'
import type { Endpoint } from '../socket.ts'
import type { Connection } from './connection.ts'
import { heldRanges } from './held-ranges.ts'
import { type Segment, segmentLength, writeOptions } from './segment.ts'
import { sequenceAdd } from './sequence.ts'

export function transmitSegment(ip: IpLayer, connection: Connection, segment: Segment): void {
  const { local, remote, timeToLive, typeOfService, flow, snd } = connection
  const { pathConfirmed } = snd
  snd.pathConfirmed = false
  const header: PacketHeader = {
    source: local.address,
    destination: remote.address,
    protocol: IpProtocol.TCP,
    timeToLive,
    typeOfService: typeOfService | segment.ecn,
    dontFragment: connection.discoversMtu ? 'always' : 'never',
    confirmsPath: pathConfirmed,
    flow,
    isChecksummed: true,
  }
  send(ip, header, {
    sourcePort: local.port,
    destinationPort: remote.port,
    sequenceNumber: segment.sequenceNumber,
    acknowledgmentNumber: segment.acknowledgmentNumber,
    reserved: 0,
    flags: segment.flags,
    window: segment.window,
    urgentPointer: segment.urgentPointer ?? 0,
    options: writeOptions(segment.options),
    payload: segment.payload,
  })
}

/** Sends a RST for a segment of no connection (RFC 9293 3.10.7.1), unless it is a RST itself. */
export function transmitRefusal(
  ip: IpLayer,
  local: Endpoint,
  remote: Endpoint,
  segment: Segment,
  flow: FlowSelector,
): void {
  if (segment.flags & TcpFlag.RST) return
  ip.counters.count('TcpOutRsts')
  const acknowledges = (segment.flags & TcpFlag.ACK) !== 0
  const header: PacketHeader = {
    source: local.address,
    destination: remote.address,
    protocol: IpProtocol.TCP,
    timeToLive: ip.settings.timeToLive,
    typeOfService: 0,
    flow,
    dontFragment: 'always',
    confirmsPath: false,
    isChecksummed: true,
  }
  send(ip, header, {
    sourcePort: local.port,
    destinationPort: remote.port,
    sequenceNumber: acknowledges ? segment.acknowledgmentNumber : 0,
    acknowledgmentNumber: acknowledges ? 0 : sequenceAdd(segment.sequenceNumber, segmentLength(segment)),
    reserved: 0,
    flags: acknowledges ? TcpFlag.RST : TcpFlag.RST | TcpFlag.ACK,
    window: 0,
    urgentPointer: 0,
    options: NO_BYTES,
    payload: NO_BYTES,
  })
}

function send(ip: IpLayer, header: PacketHeader, segment: TcpSegment): void {
  const { source, destination } = header
  ip.send(header, tcpLength(segment), (target, at) => writeTcp(target, at, segment, source, destination))
}

const TIMESTAMPS_LENGTH = 12

const OPTIONS_MAXIMUM = 40

/** Header bytes of IP and TCP without options, by address family: what the MSS excludes (RFC 9293 3.7.1). */
export function headersLength(address: IpAddress): number {
  return addressFamily(address) === 4 ? 40 : 60
}

/** Returns how many SACK blocks fit beside the other options (RFC 2018 3: at most 4, and 3 with timestamps). */
export function sackBlockCount(connection: Connection): number {
  if (!connection.sackOn) return 0
  const room = OPTIONS_MAXIMUM - (connection.timestamps.on ? TIMESTAMPS_LENGTH : 0) - 4
  const blocks = heldRanges(connection).length + (connection.rcv.duplicateRange === null ? 0 : 1)
  return Math.min(blocks, room >> 3)
}

/** Bytes of options in a segment now; they reduce its payload (RFC 9293 3.7.1). */
function optionsLength(connection: Connection): number {
  const blocks = sackBlockCount(connection)
  return (connection.timestamps.on ? TIMESTAMPS_LENGTH : 0) + (blocks > 0 ? 4 + 8 * blocks : 0)
}

/**
 * Eff.snd.MSS of RFC 9293 3.7.1: payload of a full segment. Never more than half the largest window the peer offered, so that a
 * small window still holds two segments (Linux's tcp_bound_to_half_wnd).
 */
export function fullSegmentSize(connection: Connection): number {
  followPathMtu(connection)
  const { maxWindow: window } = connection.snd
  const size = Math.min(connection.snd.peerMss, connection.snd.pathMss)
  const bound = window === 0 ? size : window > 536 ? Math.max(window >> 1, 68) : window
  return Math.max(Math.min(size, bound) - optionsLength(connection), 8)
}

/** The same without options that vary per segment, such as SACK (Linux's mss_cache). */
export function usualSegmentSize(connection: Connection): number {
  const full = fullSegmentSize(connection)
  // Before the handshake we don't know whether segments will have timestamps.
  if (connection.state === 'SYN_SENT') return full - (connection.services.settings.timestamps ? TIMESTAMPS_LENGTH : 0)
  const blocks = sackBlockCount(connection)
  return full + (blocks > 0 ? 4 + 8 * blocks : 0)
}

/** Adopts a smaller path MTU that another connection, or a datagram, may have found (Linux's tcp_sync_mss). */
function followPathMtu(connection: Connection): void {
  const { services } = connection
  if (connection.snd.pathMtuEpoch === services.pathMtuEpoch) return
  connection.snd.pathMtuEpoch = services.pathMtuEpoch
  connection.snd.pathMss = Math.min(connection.snd.pathMss, pathSegmentSize(connection))
}

/** Returns what the path takes now, as far as known. */
export function pathSegmentSize(connection: Connection): number {
  return connection.services.pathMtu(connection) - headersLength(connection.remote.address)
}

/** Returns the payload of a full segment from the peer, with the options agreed on. */
export function advertisedSegmentSize(connection: Connection): number {
  return connection.rcv.advmss - (connection.timestamps.on ? TIMESTAMPS_LENGTH : 0)
}
