import type { Nanoseconds, PacketCause, PacketChange, PacketFate, TcpPosition } from '#network'

/** Color class of a packet: its transport, whatever is inside. */
export type PacketKind = 'arp' | 'icmp' | 'udp' | 'tcp' | 'other'

/** A packet in words, for the list, the ladder and the table. */
export interface PacketWords {
  /** The topmost protocol, as a tag: `TCP`, `DNS`. */
  readonly protocol: string
  readonly kind: PacketKind
  /** SYN, FIN, RST: the shapes at an arrow's ends. */
  readonly opens: boolean
  readonly ends: boolean
  readonly resets: boolean
  /** The window is 0: the other side may not send. */
  readonly zeroWindow: boolean
  /** A pure ACK: the first to lose its label in a crowded ladder. */
  readonly pureAck: boolean
  /** Bytes of data. */
  readonly payloadLength: number
  /** Short label for an arrow: data in quotes, or flags, or the question. */
  readonly label: string
  /** Bold in the list. */
  readonly headline: string
  /** The rest of the list's line. */
  readonly detail: string
}

/** Plain data for a ladder, which a page can carry without the packet itself. */
export interface DrawnPacket extends PacketWords {
  readonly number: number
  readonly at: Nanoseconds
  /** Delivery time; null while in flight or if never delivered. */
  readonly arrives: Nanoseconds | null
  readonly fate: PacketFate
  readonly link: number
  /** Node names, such as `client`. */
  readonly from: string
  readonly to: string
  /** Number of the packet whose bytes this one sends again. */
  readonly againOf: number | null
  /** Number of the packet that the link duplicated, and whether a rule or an edit changed this one. */
  readonly duplicateOf: number | null
  readonly changedBy: PacketChange | null
  /** Delay added by a rule. */
  readonly delayedBy: Nanoseconds | null
  /** End of a hold; null while it is held. */
  readonly held: { readonly until: Nanoseconds | null } | null
}

/** A recorded packet as the page shows it. */
export interface PacketView extends DrawnPacket {
  readonly length: number
  readonly bytes: Uint8Array
  /** Position of a TCP segment in its connection, which dissection needs beyond the bytes. */
  readonly position: TcpPosition | null
  readonly cause: PacketCause | null
}

/** Plain data of a packet. */
export function asDrawn(packet: DrawnPacket): DrawnPacket {
  const { number, at, arrives, fate, link, from, to, protocol, kind, label, headline, detail } = packet
  const { opens, ends, resets, zeroWindow, pureAck, payloadLength } = packet
  const { againOf, duplicateOf, changedBy, delayedBy, held } = packet
  return {
    number,
    at,
    arrives,
    fate,
    link,
    from,
    to,
    protocol,
    kind,
    label,
    headline,
    detail,
    opens,
    ends,
    resets,
    zeroWindow,
    pureAck,
    payloadLength,
    againOf,
    duplicateOf,
    changedBy,
    delayedBy,
    held,
  }
}

/** True if it never arrived, whatever the reason. */
export function isLost(packet: Pick<DrawnPacket, 'fate'>): boolean {
  return packet.fate !== 'under way' && packet.fate !== 'delivered'
}

/** Returns a packet's fate as of a moment: the recording of a run shown earlier also has later events. */
export function fateAt(
  { at, arrives, fate }: Pick<DrawnPacket, 'at' | 'arrives' | 'fate'>,
  now: Nanoseconds,
): PacketFate | 'not sent' {
  if (at > now) return 'not sent'
  return fate === 'delivered' && arrives !== null && arrives > now ? 'under way' : fate
}
