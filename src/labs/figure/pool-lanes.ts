/**
 * The connections of a client's pool as lanes: what each was doing over time, and how many callers waited for one. Read
 * from the packets that the client sent and got, and from what its program printed. Each line is a question or an
 * answer, and a connection has one question at a time.
 */
import { dissect, fieldValue, type Nanoseconds } from '#network'
import type { PacketView, PrintedLine } from '../recording/index.ts'
import { LineCounter } from './line-counter.ts'

export type LaneState = 'dialing' | 'idle' | 'busy' | 'poisoned'

/** The caller left before the answer; bytes came that nobody asked for; the server closed its side. */
export type Poison = 'late' | 'leftover' | 'closed'

export interface LaneSpan {
  state: LaneState
  /** What poisoned the connection; null in other states. */
  why: Poison | null
  from: Nanoseconds
  /** Null at the end of the recording. */
  until: Nanoseconds | null
  /** Number of the packet that began it; null for a line that the program printed. */
  packet: number | null
}

export interface Lane {
  stream: number
  spans: readonly LaneSpan[]
  /** Null while the connection is open. */
  end: { at: Nanoseconds; how: 'closed' | 'reset' } | null
}

/** Shorter spans are left out: a program may take some microseconds to close a connection, or to use it again. */
const SHORTEST: Nanoseconds = 200e3

interface Run {
  packets: readonly PacketView[]
  printed: readonly PrintedLine[]
}

/** The connections of a run in the order in which they were opened. */
export function lanesOf({ packets, printed }: Run): Lane[] {
  const streams = new Map<number, PacketView[]>()
  for (const packet of packets) {
    const { position } = packet
    if (!position) continue
    const own = streams.get(position.stream)
    if (own) own.push(packet)
    else if (packet.opens && position.isFromOpener) streams.set(position.stream, [packet])
  }
  const said = linesOf(printed)
  return [...streams].map(([stream, own], index) => laneOf(stream, own, givenUp(said, index + 1)))
}

/** Callers in the queue, from lines such as `3 waiting`. */
export function waitingOf({ printed }: Pick<Run, 'printed'>): { times: Nanoseconds[]; values: number[] } {
  const found = linesOf(printed).flatMap(({ at, text }) => {
    const [, count] = /^(\d+) waiting$/.exec(text) ?? []
    return count === undefined ? [] : [{ at, count: Number(count) }]
  })
  return { times: [0, ...found.map(({ at }) => at)], values: [0, ...found.map(({ count }) => count)] }
}

/** State of a lane at a moment; null before it was opened and after its end. */
export function laneAt({ spans }: Lane, at: Nanoseconds): LaneState | null {
  return spans.find(({ from, until }) => from <= at && (until === null || until > at))?.state ?? null
}

const linesOf = (printed: readonly PrintedLine[]) =>
  printed.flatMap(({ at, text }) => text.split('\n').map((line) => ({ at, text: line })))

/** When callers left this connection without an answer, from lines such as `#2 ann gives up`. */
function givenUp(said: readonly { at: Nanoseconds; text: string }[], connection: number): Nanoseconds[] {
  return said.filter(({ text }) => text.startsWith(`#${connection} `) && text.endsWith(' gives up')).map(({ at }) => at)
}

/** Something that the client noticed or did; without a packet, a caller gave up. */
interface ClientEvent {
  at: Nanoseconds
  packet: PacketView | null
  isArrival: boolean
}

/** In the order in which the client noticed. */
function clientEvents(own: readonly PacketView[], givenUp: readonly Nanoseconds[]): ClientEvent[] {
  const client = own[0]!.from
  const events = own.flatMap((packet): ClientEvent[] => {
    if (packet.from === client) return [{ at: packet.at, packet, isArrival: false }]
    return packet.to === client && packet.arrives !== null ? [{ at: packet.arrives, packet, isArrival: true }] : []
  })
  const left = givenUp.map((at): ClientEvent => ({ at, packet: null, isArrival: false }))
  return [...left, ...events].sort((a, b) => a.at - b.at)
}

function laneOf(stream: number, own: readonly PacketView[], givenUp: readonly Nanoseconds[]): Lane {
  const spans: LaneSpan[] = []
  const client = new PoolClient()
  const stop = (at: Nanoseconds) => {
    const last = spans.at(-1)
    if (last && at - last.from < SHORTEST) spans.pop()
    else if (last) last.until = at
  }
  for (const { at, packet, isArrival } of clientEvents(own, givenUp)) {
    if (packet && (packet.resets || (packet.ends && !isArrival))) {
      stop(at)
      return { stream, spans, end: { at, how: packet.resets ? 'reset' : 'closed' } }
    }
    if (packet) client.see(packet, isArrival)
    else client.giveUp()
    const { state, why } = client
    if (spans.at(-1)?.state === state) continue
    stop(at)
    spans.push({ state, why, from: at, until: null, packet: packet?.number ?? null })
  }
  return { stream, spans, end: null }
}

/** What a client knows of one connection. */
class PoolClient {
  /** The first reason; a connection doesn't recover. */
  why: Poison | null = null
  #isOpen = false
  #questions = 0
  readonly #sent = new LineCounter()
  readonly #received = new LineCounter()
  /** Sequence number of the server's FIN. */
  #fin = Number.POSITIVE_INFINITY

  get state(): LaneState {
    if (!this.#isOpen) return 'dialing'
    if (this.why) return 'poisoned'
    return this.#questions > 0 ? 'busy' : 'idle'
  }

  see(packet: PacketView, isArrival: boolean): void {
    const { sequence } = packet.position!
    const bytes = payloadOf(packet)
    if (!isArrival) this.#questions += this.#sent.add(sequence, bytes)
    else if (packet.opens) this.#isOpen = true
    else {
      if (packet.ends) this.#fin = sequence + bytes.length
      this.#hear(this.#received.add(sequence, bytes))
    }
  }

  giveUp(): void {
    // Its question may also still be waiting for the handshake.
    if (this.#questions > 0 || !this.#isOpen) this.why ??= 'late'
  }

  #hear(answers: number): void {
    this.#questions -= answers
    const isAsked = this.#questions > 0 || (this.#questions === 0 && this.#received.tail === 0)
    if (!isAsked) this.why ??= 'leftover'
    if (this.#received.next >= this.#fin) this.why ??= 'closed'
    this.#questions = Math.max(0, this.#questions)
  }
}

function payloadOf({ bytes, position, payloadLength }: PacketView): Uint8Array {
  if (payloadLength === 0) return new Uint8Array()
  return fieldValue(dissect(bytes, position), 'tcp.payload') as Uint8Array
}
