import type { Nanoseconds, PacketCause, PacketChange, PacketFate, TcpPosition } from '../../../runtime/network/index.ts'

/** Which colour a packet has: that of the protocol that carries it, whatever is inside. */
export type PacketKind = 'arp' | 'icmp' | 'udp' | 'tcp' | 'other'

/** A packet in words: what the list, the ladder and the table say of it. */
export interface PacketWords {
  /** The topmost protocol, as a tag: `TCP`, `DNS`. */
  readonly protocol: string
  readonly kind: PacketKind
  /** SYN, FIN, RST: what the shapes at an arrow's ends say. */
  readonly opens: boolean
  readonly ends: boolean
  readonly resets: boolean
  /** The window is shut: nothing more may be sent to this side. */
  readonly zeroWindow: boolean
  /** A pure acknowledgement: the first to lose its label when the ladder is crowded. */
  readonly pureAck: boolean
  /** Bytes of data carried. */
  readonly payloadLength: number
  /** Short, for an arrow: data in quotes, else flags, else what it asks. */
  readonly label: string
  /** Bold in the list. */
  readonly headline: string
  /** The rest of the list's line. */
  readonly detail: string
}

/** What a ladder draws of a packet: plain data, which a page can be given without what it was read from. */
export interface DrawnPacket extends PacketWords {
  readonly number: number
  readonly at: Nanoseconds
  /** When it was delivered; null while it is under way or when it never was. */
  readonly arrives: Nanoseconds | null
  readonly fate: PacketFate
  readonly link: number
  /** Node names, `client`. */
  readonly from: string
  readonly to: string
  /** The number of the packet whose bytes this one carries again. */
  readonly againOf: number | null
  /** The number of the packet that the link doubled, and how a rule or a hand changed this one. */
  readonly duplicateOf: number | null
  readonly changedBy: PacketChange | null
  /** A rule made it late by so much. */
  readonly delayedBy: Nanoseconds | null
  /** A hand kept it back, until then; null while it still does. */
  readonly held: { readonly until: Nanoseconds | null } | null
}

/** A recorded packet as the page shows it. */
export interface PacketView extends DrawnPacket {
  readonly length: number
  readonly bytes: Uint8Array
  /** Where a TCP segment stands in its connection: what dissection needs beside the bytes. */
  readonly position: TcpPosition | null
  readonly cause: PacketCause | null
}

/** The plain data of a packet that was read. */
export function asDrawn(packet: DrawnPacket): DrawnPacket {
  const { number, at, arrives, fate, link, from, to, protocol, kind, label, headline, detail } = packet
  const { opens, ends, resets, zeroWindow, pureAck, payloadLength } = packet
  const { againOf, duplicateOf, changedBy, delayedBy, held } = packet
  return {
    ...{ number, at, arrives, fate, link, from, to, protocol, kind, label, headline, detail },
    ...{ opens, ends, resets, zeroWindow, pureAck, payloadLength },
    ...{ againOf, duplicateOf, changedBy, delayedBy, held },
  }
}

/** It never arrived, whatever the reason. */
export function isLost(packet: Pick<DrawnPacket, 'fate'>): boolean {
  return packet.fate !== 'under way' && packet.fate !== 'delivered'
}
