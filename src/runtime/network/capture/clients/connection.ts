import type { Nanoseconds } from '../../clock.ts'
import { TcpFlag, type TcpSegment } from '../../wire/index.ts'
import type { TcpPosition } from '../analysis/index.ts'
import { dataStart, StreamAssembler } from '../streams/index.ts'
import type { ClientEnd, ClientSend, ClientSide, ServerReply } from './client-side.ts'
import { secretProtocol } from './secret-protocol.ts'

export interface SeenSegment {
  /** Number and capture time of its packet. */
  readonly frame: number
  readonly at: Nanoseconds
  readonly source: string
  readonly destination: string
  readonly segment: TcpSegment
  readonly position: TcpPosition
  /** Bytes of its payload that were not captured. */
  readonly missing: number
}

const { ACK, FIN, RST, SYN } = TcpFlag

/** TCP connection of a capture: both streams in order, retransmissions once. */
export class Connection {
  readonly #first: SeenSegment
  readonly #sent = new StreamAssembler()
  readonly #answered = new StreamAssembler()
  readonly #sends: ClientSend[] = []
  readonly #replies: ServerReply[] = []
  #end: ClientEnd | null = null
  #serverEnd: ClientSide['serverEnd'] = null
  /** Packets seen: of each side, and the server's SYN. */
  #hasClient = false
  #hasServer = false
  #isAccepted = false
  /** Highest acknowledgment of the server, as an offset in the client's stream. */
  #acked = 0
  /** First packet of each side whose payload was cut off. */
  #cutSent: number | null = null
  #cutAnswer: number | null = null

  constructor(first: SeenSegment) {
    this.#first = first
  }

  get frame(): number {
    return this.#first.frame
  }

  add(seen: SeenSegment): void {
    const { position, segment, missing, frame } = seen
    const isFromClient = position.isFromOpener
    const side = isFromClient ? this.#sent : this.#answered
    const payload = segment.payload.subarray(0, Math.max(0, segment.payload.length - missing))
    const isCut = payload.length < segment.payload.length
    const pieces = side.add(dataStart(position, segment.flags, side), payload, frame).map(({ bytes }) => bytes)
    if (isFromClient) {
      if (isCut) this.#cutSent ??= frame
      this.#addSent(seen, pieces)
    } else {
      if (isCut) this.#cutAnswer ??= frame
      this.#addAnswer(seen, pieces)
    }
  }

  /** Returns why it can't be replayed; null if it can. */
  obstacle(): string | null {
    const late = this.#missingStart()
    if (late !== null) return late
    const { length } = this.#sent
    if (this.#sent.rest().length > 0 || this.#acked - (this.#end?.how === 'fin' ? 1 : 0) > length) {
      const cut =
        this.#cutSent === null
          ? ''
          : `: packet ${this.#cutSent} was cut off when it was captured. Capture whole packets (tcpdump -s 0)`
      return `bytes are missing in what its client sent, after byte ${length}${cut}`
    }
    if (this.#cutSent !== null)
      return `packet ${this.#cutSent}, which its client sent, was cut off when it was captured. Capture whole packets (tcpdump -s 0)`
    if (this.#sends.length === 0 && !this.#isAccepted && this.#replies.length === 0) {
      return this.#serverEnd?.how === 'reset' ? 'the server refused it' : 'no server answered its SYN'
    }
    const secret = secretProtocol(this.#sends.map(({ bytes }) => bytes))
    return secret === null
      ? null
      : `it is ${secret}: each side draws random numbers for the keys, so its bytes mean nothing to another server. Capture the conversation without encryption`
  }

  side(): ClientSide {
    const { source: client, destination: server, segment, at: opensAt, frame } = this.#first
    const { length } = this.#answered
    const heard = (bytes: number) => Math.max(0, Math.min(bytes, length))
    return {
      ...{ protocol: 'tcp', client, server, port: segment.destinationPort, frame, opensAt, replies: this.#replies },
      sends: this.#sends.map((send) => ({ ...send, heard: heard(send.heard) })),
      end: this.#end && { ...this.#end, heard: heard(this.#end.heard) },
      serverEnd: this.#serverEnd,
      repliesEnd: this.#repliesEnd(),
    }
  }

  #addSent({ at, segment, position }: SeenSegment, pieces: readonly Uint8Array[]): void {
    this.#hasClient = true
    // The client's own acknowledgment shows what it had received, wherever the capture was made.
    const heard = (segment.flags & ACK) === 0 ? 0 : position.acknowledgment - 1
    for (const bytes of pieces) this.#sends.push({ at, bytes, heard })
    if ((segment.flags & RST) !== 0) this.#end = this.#end?.how === 'fin' ? this.#end : { at, how: 'reset', heard }
    else if ((segment.flags & FIN) !== 0) this.#end ??= { at, how: 'fin', heard }
  }

  #addAnswer({ at, segment, position }: SeenSegment, pieces: readonly Uint8Array[]): void {
    this.#hasServer = true
    if ((segment.flags & SYN) !== 0) this.#isAccepted = true
    if ((segment.flags & (ACK | RST)) === ACK) this.#acked = Math.max(this.#acked, position.acknowledgment - 1)
    for (const bytes of pieces) this.#replies.push({ at, bytes })
    if ((segment.flags & RST) !== 0) this.#serverEnd ??= { at, how: 'reset' }
    else if ((segment.flags & FIN) !== 0) this.#serverEnd ??= { at, how: 'fin' }
  }

  #missingStart(): string | null {
    if ((this.#first.segment.flags & (SYN | ACK)) === SYN) return null
    if ((this.#first.segment.flags & SYN) !== 0 && !(this.#hasClient && this.#hasServer))
      return 'the capture holds only what the server sent. Capture both directions: no "src" in the capture filter'
    return 'the capture begins after its SYN, so which side is the client is not known. Start capturing before the client connects'
  }

  #repliesEnd(): string | null {
    if (!this.#hasServer) return 'the capture holds no packet of the server'
    const { length } = this.#answered
    if (this.#cutAnswer !== null) return `packet ${this.#cutAnswer} of the server was cut off when it was captured`
    return this.#answered.rest().length > 0 ? `the capture lacks bytes of the server after byte ${length}` : null
  }
}
