import type { PrintedLine } from '../recording/index.ts'
import type { DrawnPacket } from '../recording/packet-view/index.ts'

/** Default values of most packets. */
const USUAL = {
  fate: 'delivered',
  link: 0,
  protocol: 'TCP',
  kind: 'tcp',
  payloadLength: 0,
  detail: '',
  opens: false,
  ends: false,
  resets: false,
  zeroWindow: false,
  pureAck: false,
  againOf: null,
  duplicateOf: null,
  changedBy: null,
  delayedBy: null,
  held: null,
} satisfies Partial<DrawnPacket>
const OWN = ['number', 'at', 'arrives', 'from', 'to', 'label', 'headline'] as const

/** A packet without its defaults. */
type StoredPacket = Pick<DrawnPacket, (typeof OWN)[number]> & Partial<DrawnPacket>

/** A run as delivered with the page: what a ladder draws, without anything that needs dissection. */
export interface StoredRun extends Pick<FigureRun, 'printed'> {
  packets: readonly StoredPacket[]
}

/** Encodes a run for a page. */
export function storeRun({ packets, printed }: FigureRun): StoredRun {
  return { packets: packets.map(storePacket), printed }
}

export function restoreRun({ packets, printed }: StoredRun): FigureRun {
  return { packets: packets.map((packet) => ({ ...USUAL, ...packet })), printed }
}

function storePacket(packet: DrawnPacket): StoredPacket {
  const unusual = Object.entries(USUAL).filter(([name, value]) => packet[name as keyof DrawnPacket] !== value)
  const names = [...OWN, ...unusual.map(([name]) => name as keyof DrawnPacket)]
  return Object.fromEntries(names.map((name) => [name, packet[name]])) as unknown as StoredPacket
}

/** What every figure shows of a run: packets in words, and output. A `Recording` is one, with all its data. */
export interface FigureRun {
  readonly packets: readonly DrawnPacket[]
  readonly printed: readonly PrintedLine[]
}
