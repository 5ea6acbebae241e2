import type { Nanoseconds, PacketFate, TcpPosition } from '../../runtime/network/index.ts'

/** A recorded packet in the words of the page: what the list, the ladder, the topology and the table show of it. */
export interface PacketView {
  number: number
  at: Nanoseconds
  /** When it was delivered; null while it is under way or when it never was. */
  arrives: Nanoseconds | null
  fate: PacketFate
  link: number
  /** Node names, `client`. */
  from: string
  to: string
  /** The topmost protocol, as a tag: `TCP`. */
  protocol: string
  length: number
  /** SYN, FIN, RST: what the shapes at an arrow's ends say. */
  opens: boolean
  ends: boolean
  resets: boolean
  /** The window is shut: nothing more may be sent to this side. */
  zeroWindow: boolean
  /** The number of the packet whose bytes this one carries again. */
  againOf: number | null
  /** A pure acknowledgement: the first to lose its label when the ladder is crowded. */
  pureAck: boolean
  /** Bytes of data carried. */
  payloadLength: number
  /** Short, for an arrow: data in quotes, else flags, else what it asks. */
  label: string
  /** Bold in the list. */
  headline: string
  /** The rest of the list's line. */
  detail: string
  bytes: Uint8Array
  /** Where a TCP segment stands in its connection: what dissection needs beside the bytes. */
  position: TcpPosition | null
}

/** It never arrived, whatever the reason. */
export function isLost(packet: Pick<PacketView, 'fate'>): boolean {
  return packet.fate !== 'under way' && packet.fate !== 'delivered'
}
