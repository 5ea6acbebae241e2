import { http2Beginning } from '../../wire/index.ts'
import { Http2Cutter } from './http2-cutter.ts'
import { HttpCutter, HttpExchanges, type SeenPacket, type StreamMessage } from './message-cutter.ts'
import type { StreamPiece } from './stream-assembler.ts'
import { WebSocketCutter } from './websocket-cutter.ts'

/** What both directions of a connection share. */
export class StreamProtocols {
  readonly exchanges = new HttpExchanges()
  /** One direction is HTTP/2, so the other one is, too. */
  isHttp2 = false
}

/** Cuts one direction of a stream into the messages of the protocol that its first bytes show. */
export class StreamCutter {
  #cutter: HttpCutter | Http2Cutter | WebSocketCutter | null = null
  readonly #shared: StreamProtocols

  /** `shared`: of both directions. */
  constructor(shared: StreamProtocols) {
    this.#shared = shared
  }

  /** Returns the messages that a piece completes. */
  add(piece: StreamPiece, packet: SeenPacket): StreamMessage[] {
    this.#cutter ??= this.#cutterFor(piece.bytes)
    const waiting = this.#upgrade()
    const messages = this.#cutter.add(piece, packet)
    return [...waiting, ...messages, ...this.#upgrade()]
  }

  /** Handles the sender's FIN after all its data. */
  end(packet: SeenPacket): StreamMessage[] {
    return this.#cutter instanceof HttpCutter ? this.#cutter.end(packet) : []
  }

  /** Hands over to WebSocket after its handshake; returns the frames that came with the handshake. */
  #upgrade(): StreamMessage[] {
    if (!this.#shared.exchanges.isWebSocket || !(this.#cutter instanceof HttpCutter)) return []
    const rest = this.#cutter.rest()
    const cutter = new WebSocketCutter()
    this.#cutter = cutter
    return rest.flatMap((piece) => cutter.add(piece))
  }

  #cutterFor(first: Uint8Array): HttpCutter | Http2Cutter {
    const beginning = http2Beginning(first, this.#shared.isHttp2)
    if (beginning === null) return new HttpCutter(this.#shared.exchanges)
    this.#shared.isHttp2 = true
    return new Http2Cutter(beginning)
  }
}
