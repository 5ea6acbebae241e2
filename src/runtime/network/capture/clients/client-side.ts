import type { Nanoseconds } from '../../clock.ts'

/** Bytes that the client sent at a time of the capture. */
export interface ClientSend {
  readonly at: Nanoseconds
  readonly bytes: Uint8Array
  /** Amount of answers that the client had received by then: bytes of a stream, or datagrams. */
  readonly heard: number
}

export interface ClientEnd {
  readonly at: Nanoseconds
  readonly how: 'fin' | 'reset'
  readonly heard: number
}

/** Piece of the answer: bytes of a stream without a gap before them, or a datagram. */
export interface ServerReply {
  readonly at: Nanoseconds
  readonly bytes: Uint8Array
}

/** Conversation: what its client sent and when, and the answers. */
export interface ClientSide {
  readonly protocol: 'tcp' | 'udp'
  /** `10.0.0.1 40000`: the end that opened the connection, or sent the first datagram. */
  readonly client: string
  /** The other end, in the same form, and its port. */
  readonly server: string
  readonly port: number
  /** Number of its first packet. */
  readonly frame: number
  readonly opensAt: Nanoseconds
  readonly sends: readonly ClientSend[]
  /** How and when the client ended its side of a connection, if the capture shows it. */
  readonly end: ClientEnd | null
  readonly replies: readonly ServerReply[]
  /** How and when the server ended its side of a connection, if the capture shows it. */
  readonly serverEnd: { readonly at: Nanoseconds; readonly how: 'fin' | 'reset' } | null
  /** Reason why `replies` is incomplete; null if it is complete. */
  readonly repliesEnd: string | null
}

/** Conversation that can't be replayed, and the reason. */
export interface LeftOut {
  readonly frame: number
  readonly reason: string
}

export interface ClientSides {
  readonly sides: readonly ClientSide[]
  readonly leftOut: readonly LeftOut[]
}
