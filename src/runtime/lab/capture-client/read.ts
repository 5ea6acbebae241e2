import {
  type CaptureFile,
  type ClientSide,
  capturedPackets,
  clientSides,
  isKnownLinkType,
  linkTypeName,
} from '#network'
import { formatDuration } from '../duration.ts'
import { count } from '../text.ts'
import { readFileOf } from './file.ts'

/** A capture is untrusted: a larger one is refused before it is played. */
const MOST = {
  packets: 200_000,
  conversations: 1000,
  sentBytes: 2 * 2 ** 20,
  /** Answers that are kept for the comparison, of all conversations. */
  replyBytes: 4 * 2 ** 20,
  spanMs: 30 * 60_000,
  notes: 10,
} as const

export interface CaptureClients {
  readonly sides: readonly ClientSide[]
  /** What is not played, each with its reason. */
  readonly notes: readonly string[]
}

/** Reads the clients of a capture file from any software, also compressed with gzip. Returns a message if there is nothing to play; never throws. */
export async function readCaptureClients(bytes: Uint8Array): Promise<CaptureClients | string> {
  const file = await readFileOf(bytes)
  if (typeof file === 'string') return file
  if (file.packets.length > MOST.packets)
    return `${file.packets.length} packets; at most ${MOST.packets} are played. Keep those that you need: editcap -r IN OUT 1-1000, or tshark -r IN -Y FILTER -w OUT`
  const link = unreadable(file)
  if (link !== null) return link
  const { sides, leftOut } = clientSides(capturedPackets(file))
  const notes = leftOut.map(({ frame, reason }) => `the conversation of packet ${frame} is left out: ${reason}`)
  if (file.damage !== null)
    notes.unshift(`the file is damaged at ${file.damage}; ${count(file.packets.length, 'packet')} before that are read`)
  if (sides.length === 0) return nothingToPlay(notes, leftOut.length)
  return tooMuch(sides) ?? { sides: bounded(sides), notes: shortened(notes) }
}

function nothingToPlay(notes: readonly string[], leftOut: number): string {
  if (leftOut === 0) return [...notes, 'it holds no TCP connection and no UDP datagram'].join('. ')
  const more = notes.length - 2
  return `nothing in it can be played: ${notes.slice(0, 2).join('. ')}${more > 0 ? `. ${more} more are left out` : ''}`
}

/** Packets of a kind that can't be read are a problem only if there are no others. */
function unreadable({ interfaces, packets }: CaptureFile): string | null {
  const first = packets[0]
  if (first === undefined) return null
  const isRead = packets.some((packet) => isKnownLinkType(interfaces[packet.interface]?.linkType ?? 1))
  if (isRead) return null
  const { name, linkType } = interfaces[first.interface]!
  const where = name === null ? 'its packets have' : `interface ${name} has`
  return `${where} ${linkTypeName(linkType)}, which is not read. Capture on an interface with Ethernet or IP packets (tcpdump -i any)`
}

function tooMuch(sides: readonly ClientSide[]): string | null {
  if (sides.length > MOST.conversations)
    return `${sides.length} conversations; at most ${MOST.conversations} are played. Keep those that you need: tshark -r IN -Y FILTER -w OUT`
  const sent = sides.flatMap(({ sends }) => sends).reduce((sum, { bytes }) => sum + bytes.length, 0)
  if (sent > MOST.sentBytes)
    return `its clients send ${sent} bytes; at most ${MOST.sentBytes} are played. Keep the conversations that you need: tshark -r IN -Y FILTER -w OUT`
  const times = sides.flatMap(({ opensAt, sends, end }) => [opensAt, sends.at(-1)?.at ?? opensAt, end?.at ?? opensAt])
  const [first, last] = times.reduce(
    ([low, high], at) => [Math.min(low, at), Math.max(high, at)],
    [Number.POSITIVE_INFINITY, 0],
  )
  const span = (last - first) / 1e6
  if (span > MOST.spanMs)
    return `its clients are at work for ${formatDuration(Math.round(span))}; at most ${formatDuration(MOST.spanMs)} are played. Cut the file: editcap -i 60 IN OUT`
  return null
}

/** The sides with as much of their answers as is kept. */
function bounded(sides: readonly ClientSide[]): ClientSide[] {
  let left: number = MOST.replyBytes
  return sides.map((side) => {
    const replies = side.replies.filter(({ bytes }) => {
      left -= bytes.length
      return left >= 0
    })
    if (replies.length === side.replies.length) return side
    return { ...side, replies, repliesEnd: `only ${MOST.replyBytes} bytes of answers are kept` }
  })
}

function shortened(notes: readonly string[]): string[] {
  const more = notes.length - MOST.notes
  return more <= 0 ? [...notes] : [...notes.slice(0, MOST.notes), `${more} more conversations are left out`]
}
