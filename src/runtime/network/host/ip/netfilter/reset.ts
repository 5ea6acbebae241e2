import { IpProtocol, ParseError, parseTcp, TCP_HEADER_LENGTH, TcpFlag, writeTcp } from '../../../wire/index.ts'
import type { IpPacket, PacketHeader } from '../ip-packet.ts'

/** Sender of the box's packets: its IP layer. */
export interface Sender {
  readonly settings: { readonly timeToLive: number }
  send(header: PacketHeader, length: number, write: (target: Uint8Array, at: number) => void): number
}

/** Answers a segment with RST in its receiver's name (RFC 9293 §3.10.7.1); a RST has no answer. */
export function sendReset(
  ip: Sender,
  { source, destination, payload }: Pick<IpPacket, 'source' | 'destination' | 'payload'>,
): void {
  const segment = parseTcp(payload)
  if (segment instanceof ParseError || segment.flags & TcpFlag.RST) return
  const hasAck = (segment.flags & TcpFlag.ACK) !== 0
  const taken = segment.payload.length + (segment.flags & TcpFlag.SYN ? 1 : 0) + (segment.flags & TcpFlag.FIN ? 1 : 0)
  const reset = {
    sourcePort: segment.destinationPort,
    destinationPort: segment.sourcePort,
    sequenceNumber: hasAck ? segment.acknowledgmentNumber : 0,
    acknowledgmentNumber: hasAck ? 0 : (segment.sequenceNumber + taken) >>> 0,
    reserved: 0,
    flags: hasAck ? TcpFlag.RST : TcpFlag.RST | TcpFlag.ACK,
    window: 0,
    urgentPointer: 0,
    options: new Uint8Array(),
    payload: new Uint8Array(),
  }
  const header = {
    source: destination,
    destination: source,
    protocol: IpProtocol.TCP,
    timeToLive: ip.settings.timeToLive,
    typeOfService: 0,
    dontFragment: 'always' as const,
  }
  ip.send(header, TCP_HEADER_LENGTH, (target, at) => writeTcp(target, at, reset, destination, source))
}
