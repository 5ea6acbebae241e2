import type { IpAddress } from '../../address/index.ts'
import { IpProtocol, ParseError, parseTcp, type TcpSegment } from '../../wire/index.ts'
import type { IpDatagram } from '../reassembly/index.ts'
import { ipPayload } from './ip-payload.ts'

export interface TcpFrame {
  readonly source: IpAddress
  readonly destination: IpAddress
  readonly segment: TcpSegment
}

/** Returns the TCP segment of a frame, or of the datagram that it completes; null if there is no complete one. */
export function tcpFrame(bytes: Uint8Array, datagram: IpDatagram | null = null): TcpFrame | null {
  const packet = ipPayload(bytes, datagram)
  if (packet?.protocol !== IpProtocol.TCP) return null
  const segment = parseTcp(packet.payload)
  return segment instanceof ParseError ? null : { source: packet.source, destination: packet.destination, segment }
}
