import { concatenate, fieldsNamed, fieldValue } from '#network'
import type { Direction, Heard } from './heard.ts'

/** Bytes that arrive in parts, joined when somebody asks: joining at each part would copy a long stream once for each of its segments. */
class Parts {
  #parts: Uint8Array[] = []

  add(bytes: Uint8Array): void {
    this.#parts.push(bytes)
  }

  get bytes(): Uint8Array {
    if (this.#parts.length !== 1) this.#parts = [concatenate(this.#parts)]
    return this.#parts[0]!
  }
}

/** Data that one side sent until the other sent some. */
export class Turn extends Parts {
  readonly direction: Direction
  /** The packet with its first byte. */
  readonly packet: number

  constructor(direction: Direction, packet: number) {
    super()
    this.direction = direction
    this.packet = packet
  }
}

/** A step of a connection, without values that kernels choose: `> SYN`, `< FIN`. */
export interface Step {
  text: string
  packet: number
}

interface Segment {
  sequence: number
  payload: Uint8Array
  packet: number
  acknowledged: number
}

/** The data that one packet added to its stream. */
interface Piece {
  direction: Direction
  length: number
  packet: number
  /** How many bytes of the other stream had reached its sender by then. */
  acknowledged: number
}

/** How often one side sent each of these flags, repetitions included. */
export type FlagCounts = Record<'SYN' | 'FIN' | 'RST' | 'data', number>
const noFlags = (): FlagCounts => ({ SYN: 0, FIN: 0, RST: 0, data: 0 })

/** One TCP connection: its handshake's options, both streams as turns, and its SYN, FIN and RST in order. Repetitions are left out. */
export class TcpConversation {
  readonly kind = 'tcp'
  readonly name: string
  /** Options of the SYN and of the answer to it: `MSS 1460, SACK, window scale`. */
  readonly options = new Map<Direction, Step>()
  readonly steps: Step[] = []
  readonly turns: Turn[] = []
  /** First byte of each stream that has not been seen yet. */
  readonly #heard: Record<Direction, number> = { to: 1, from: 1 }
  readonly #streams: Record<Direction, Parts> = { to: new Parts(), from: new Parts() }
  readonly #early: Record<Direction, Segment[]> = { to: [], from: [] }

  /** Addresses and ports: `10.0.9.1:43617`. */
  readonly ends: Record<Direction, string>
  readonly counts: Record<Direction, FlagCounts> = { to: noFlags(), from: noFlags() }

  constructor(name: string, { sourceEnd, destinationEnd }: Pick<Heard, 'sourceEnd' | 'destinationEnd'>) {
    this.name = name
    this.ends = { to: sourceEnd, from: destinationEnd }
  }

  add({ number, packet }: Heard): void {
    const position = packet.position!
    const direction: Direction = position.isFromOpener ? 'to' : 'from'
    const flag = (name: string) => fieldValue(packet, `tcp.flags.${name}`) === 1
    const payload = payloadOf(packet)
    const counts = this.counts[direction]
    if (flag('syn')) counts.SYN++
    if (flag('fin')) counts.FIN++
    if (flag('reset')) counts.RST++
    if (payload.length > 0) counts.data++
    if (flag('syn')) {
      if (!this.options.has(direction)) this.options.set(direction, { text: synOptions(packet), packet: number })
      this.#step(direction, flag('ack') ? 'SYN ACK' : 'SYN', number)
      return
    }
    const acknowledged = Math.max(0, position.acknowledgment - 1)
    this.#data(direction, { sequence: position.sequence, payload, packet: number, acknowledged })
    if (flag('fin')) this.#step(direction, 'FIN', number)
    if (flag('reset')) this.#step(direction, 'RST', number)
  }

  /** All bytes of one direction. */
  stream(direction: Direction): Uint8Array {
    return this.#streams[direction].bytes
  }

  /** Amount sent in one direction: bytes, and steps. */
  amount(direction: Direction): number {
    const sign = direction === 'to' ? '>' : '<'
    return this.stream(direction).length + this.steps.filter(({ text }) => text.startsWith(sign)).length
  }

  /** The packet with this byte of a stream. */
  packetAt(direction: Direction, offset: number): number | undefined {
    return this.pieceAt(direction, offset)?.packet
  }

  /** The same, with the bytes that had reached its sender by then. */
  pieceAt(direction: Direction, offset: number): Piece | undefined {
    let before = 0
    for (const piece of this.#pieces) {
      if (piece.direction !== direction) continue
      before += piece.length
      if (offset < before) return piece
    }
    return undefined
  }

  /** The last packet with new bytes, or the FIN, of one side. */
  lastOf(direction: Direction): number | undefined {
    const sign = direction === 'to' ? '> FIN' : '< FIN'
    const piece = this.#pieces.findLast((one) => one.direction === direction)?.packet
    const fin = this.steps.find(({ text }) => text === sign)?.packet
    return fin === undefined ? piece : Math.max(fin, piece ?? 0)
  }

  readonly #pieces: Piece[] = []

  #step(direction: Direction, what: string, packet: number): void {
    const text = `${direction === 'to' ? '>' : '<'} ${what}`
    if (!this.steps.some((step) => step.text === text)) this.steps.push({ text, packet })
  }

  /** Returns the new bytes, and those after them that arrived too early. */
  #data(direction: Direction, arrived: Segment): void {
    if (arrived.payload.length === 0) return
    const early = this.#early[direction]
    early.push(arrived)
    for (let at = this.#next(early, direction); at >= 0; at = this.#next(early, direction)) {
      const [segment] = early.splice(at, 1)
      this.#say(direction, segment!)
    }
  }

  #next(early: readonly Segment[], direction: Direction): number {
    return early.findIndex(({ sequence }) => sequence <= this.#heard[direction])
  }

  #say(direction: Direction, { sequence, payload, packet, acknowledged }: Segment): void {
    const fresh = payload.subarray(Math.max(0, this.#heard[direction] - sequence))
    if (fresh.length === 0) return
    this.#heard[direction] = sequence + payload.length
    this.#pieces.push({ direction, length: fresh.length, packet, acknowledged })
    if (this.turns.at(-1)?.direction !== direction) this.turns.push(new Turn(direction, packet))
    this.turns.at(-1)!.add(fresh)
    this.#streams[direction].add(fresh)
  }
}

const SACK_PERMITTED = 4

/** Options that both sides negotiate; times and windows depend on the kernel. */
function synOptions(packet: Heard['packet']): string {
  const mss = fieldValue(packet, 'tcp.options.mss_val')
  const has = (name: string) => fieldsNamed(packet, name).length > 0
  return [
    mss === undefined ? null : `MSS ${mss}`,
    fieldsNamed(packet, 'tcp.option_kind').some(({ value }) => value === SACK_PERMITTED) && 'SACK permitted',
    has('tcp.options.wscale.shift') && 'window scale',
    has('tcp.options.timestamp.tsval') && 'timestamps',
  ]
    .filter(Boolean)
    .join(', ')
}

function payloadOf(packet: Heard['packet']): Uint8Array {
  const value = fieldValue(packet, 'tcp.payload')
  return value instanceof Uint8Array ? value : new Uint8Array()
}
