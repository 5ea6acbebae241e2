import type { Nanoseconds } from '../../clock.ts'

/** Bytes that the client sent at a time of the capture. */
export interface ClientSend {
  readonly at: Nanoseconds
  readonly bytes: Uint8Array
  /** The answers that the client had by then: bytes of a stream, or datagrams. */
  readonly heard: number
}

export interface ClientEnd {
  readonly at: Nanoseconds
  readonly how: 'fin' | 'reset'
  readonly heard: number
}

/** A piece of the answer: bytes of a stream that were there without a gap before them, or a datagram. */
export interface ServerReply {
  readonly at: Nanoseconds
  readonly bytes: Uint8Array
}

/** One conversation: what its client sent and when, and what it was answered. */
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
  /** Why `replies` is not all that the server answered; null if it is. */
  readonly repliesEnd: string | null
}

/** A conversation that can't be played again, and why. */
export interface LeftOut {
  readonly frame: number
  readonly reason: string
}

export interface ClientSides {
  readonly sides: readonly ClientSide[]
  readonly leftOut: readonly LeftOut[]
}
