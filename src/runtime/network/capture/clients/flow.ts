import type { Nanoseconds } from '../../clock.ts'
import type { ClientSend, ClientSide, ServerReply } from './client-side.ts'
import { isQuic } from './secret-protocol.ts'

export interface SeenDatagram {
  readonly frame: number
  readonly at: Nanoseconds
  /** Interface of the capture that saw it. */
  readonly link: number
  readonly source: string
  readonly destination: string
  readonly port: number
  readonly bytes: Uint8Array
  readonly isCut: boolean
}

/** Datagrams between two ends; the first one seen is the client's. */
export class Flow {
  readonly #first: SeenDatagram
  readonly #sends: ClientSend[] = []
  readonly #replies: ServerReply[] = []
  /** A datagram that crosses several captured interfaces counts once: on the first of them that saw its direction. */
  #replyLink: number | null = null
  #cutSent: number | null = null
  #cutAnswer: number | null = null

  constructor(first: SeenDatagram) {
    this.#first = first
  }

  get frame(): number {
    return this.#first.frame
  }

  add({ source, link, at, bytes, frame, isCut }: SeenDatagram): void {
    if (source === this.#first.source) {
      if (link !== this.#first.link) return
      if (isCut) this.#cutSent ??= frame
      this.#sends.push({ at, bytes, heard: this.#replies.length })
      return
    }
    this.#replyLink ??= link
    if (link !== this.#replyLink) return
    if (isCut) this.#cutAnswer ??= frame
    if (this.#cutAnswer === null) this.#replies.push({ at, bytes })
  }

  /** Returns why it can't be replayed; null if it can. */
  obstacle(): string | null {
    if (this.#cutSent !== null)
      return `packet ${this.#cutSent}, which its client sent, was cut off when it was captured. Capture whole packets (tcpdump -s 0)`
    return isQuic(this.#first.bytes)
      ? 'it is QUIC: each side draws random numbers for the keys, so its bytes mean nothing to another server. Capture the conversation without encryption'
      : null
  }

  side(): ClientSide {
    const { source: client, destination: server, port, frame, at: opensAt } = this.#first
    return {
      ...{ protocol: 'udp', client, server, port, frame, opensAt, sends: this.#sends, replies: this.#replies },
      ...{ end: null, serverEnd: null },
      repliesEnd:
        this.#cutAnswer === null ? null : `packet ${this.#cutAnswer} of the server was cut off when it was captured`,
    }
  }
}
