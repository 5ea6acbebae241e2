/** What the dissectors of the layers share. */
import type { Ipv4Packet, ParseError } from '../wire/index.ts'
import { type DissectedLayer, LayerBuilder } from './dissection.ts'
import type { TcpPosition } from './tcp-analysis.ts'

/** The work so far: the frame, the layers found so far and, once it is known, the line that sums the packet up. */
export interface Dissecting {
  readonly bytes: Uint8Array
  readonly layers: DissectedLayer[]
  /** Where the frame's packet stands in its TCP connection, if that is known. */
  readonly position: TcpPosition | null
  summary: string
}

/** What a transport protocol is told of the packet that it lies in. */
export interface Carrier {
  readonly packet: Pick<Ipv4Packet, 'source' | 'destination' | 'ttl'>
  /** First byte of the payload in the frame, and the one behind its last. */
  readonly start: number
  readonly end: number
  readonly isQuoted: boolean
  /** The whole payload is there: no fragment, and not cut short in a quotation. Only then a checksum can be checked. */
  readonly isComplete: boolean
}

/** Bytes that nothing here knows how to read. */
export function data(work: Dissecting, start: number, end: number, isQuoted: boolean): void {
  if (start >= end) return
  const builder = new LayerBuilder(work.bytes, start)
  builder.field('data.data', 'Data', work.bytes.subarray(start, end), start, end - start)
  builder.derived('data.len', 'Length', end - start)
  work.layers.push(builder.finish('data', 'Data', end - start, end, isQuoted))
}

/** Bytes that are not what they should be. */
export function malformed(work: Dissecting, error: ParseError, start: number, end: number, isQuoted: boolean): void {
  const builder = new LayerBuilder(work.bytes, start)
  builder.derived('_ws.malformed', 'Malformed', error.toString())
  work.layers.push(builder.finish('_ws.malformed', `Malformed packet: ${error}`, end - start, end, isQuoted))
  if (!isQuoted) work.summary = `malformed ${error}`
}

/** Adds a checksum's status as Wireshark numbers it: 0 bad, 1 good, 2 not verified, 3 none sent. */
export function checksumStatus(builder: LayerBuilder, protocol: string, status: 0 | 1 | 2 | 3): void {
  const text = ['Bad', 'Good', 'Unverified', 'Not present'][status]!
  builder.derived(`${protocol}.checksum.status`, 'Checksum Status', status, text)
}
