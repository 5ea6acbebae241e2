/** How segments become packets: those of connections, and the resets for segments that belong to none. */
import { IpProtocol, NO_BYTES, TcpFlag, type TcpSegment, tcpLength, writeTcp } from '../../wire/index.ts'
import type { FlowSelector, IpLayer, PacketHeader } from '../ip/index.ts'
import type { Endpoint } from '../socket.ts'
import type { Connection } from './connection.ts'
import { type Segment, segmentLength } from './segment.ts'
import { writeOptions } from './segment-codec.ts'
import { sequenceAdd } from './sequence.ts'

export function transmitSegment(ip: IpLayer, connection: Connection, segment: Segment): void {
  const { local, remote, timeToLive, typeOfService, pathConfirmed, flow } = connection
  connection.pathConfirmed = false
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

/** A RST for a segment that belongs nowhere (RFC 9293 3.10.7.1); for a RST, none. */
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
