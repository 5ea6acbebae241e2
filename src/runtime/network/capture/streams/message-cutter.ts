/** Cutting of the two directions of a stream into the messages of their protocol. */
import {
  type HttpBody,
  HttpChunkReader,
  type HttpHead,
  HttpHeadSearch,
  httpBody,
  httpHeader,
  looksLikeHttp,
  ParseError,
  parseHttpHead,
} from '../../wire/index.ts'
import { answerExchange, type Exchange, openExchange } from '../analysis/index.ts'
import type { PacketRecord } from '../packet-record.ts'
import type { Http2Reading } from './http2-reading.ts'
import { MessageBytes } from './message-bytes.ts'
import type { StreamPiece } from './stream-assembler.ts'
import type { WebSocketReading } from './websocket-reading.ts'

/** Message that a packet completed. */
export interface StreamMessage {
  /** Wireshark's name of its protocol. */
  readonly protocol: string
  readonly bytes: Uint8Array
  /** Packets that brought it, in order. */
  readonly frames: readonly number[]
  /** Kind of the message: request or response. */
  readonly exchange: HttpExchange | null
  /** A frame of HTTP/2, read with what came before it. */
  readonly http2?: Http2Reading
  /** A frame of WebSocket, unmasked. */
  readonly websocket?: WebSocketReading
}

/** Request and its response: they come in the same order on a connection (RFC 9112 §9.3.2). */
export interface HttpExchange extends Exchange {
  readonly method: string
  /** As requested, with the host: `http://a.test/page`. */
  readonly uri: string
  /** Position in its connection, from 1. */
  readonly number: number
}

/** State shared by both directions of a connection. */
export class HttpExchanges {
  /** Not answered yet. */
  readonly open: HttpExchange[] = []
  count = 0
  /** The server has agreed to speak WebSocket from here on (RFC 6455 §4.2.2). */
  isWebSocket = false
}

/** Packet that brings the added bytes. */
export type SeenPacket = Pick<PacketRecord, 'number' | 'at'>

/** Limit on messages that don't declare their length, to bound memory: longer ones are not shown. */
const LONGEST = 2 ** 20
const LONGEST_TOLD = 64 * 2 ** 20
/** No number of bytes ends it. */
const UNTIL_CLOSE = Number.POSITIVE_INFINITY

/** Parsed parts of the incoming message, so that nothing is read twice. */
class Coming {
  readonly head = new HttpHeadSearch()
  parsed: HttpHead | null = null
  body: HttpBody | null = null
  chunks: HttpChunkReader | null = null
}

/** HTTP/1.1 in one direction. */
export class HttpCutter {
  #bytes = new MessageBytes()
  #coming = new Coming()
  #state: 'unknown' | 'http' | 'other' = 'unknown'
  /** Number of bytes needed before another parse can succeed. */
  #needed = 0
  readonly #exchanges: HttpExchanges

  /** `exchanges`: shared by both directions. */
  constructor(exchanges: HttpExchanges) {
    this.#exchanges = exchanges
  }

  /** Returns the messages that a piece completes. */
  add(piece: StreamPiece, packet: SeenPacket): StreamMessage[] {
    if (this.#state === 'other') return []
    if (this.#state === 'unknown') this.#state = looksLikeHttp(piece.bytes) ? 'http' : 'other'
    if (this.#state === 'other') return []
    this.#bytes.add(piece)
    if (this.#bytes.length >= this.#needed) return this.#cut(packet, false)
    if (this.#bytes.length > LONGEST_TOLD) this.#giveUp()
    return []
  }

  /**
   * Handles the sender's FIN after all its data: it ends a response that lasts until the connection closes (RFC 9112 §6.3).
   * A RST would leave it incomplete (§8).
   */
  end(packet: SeenPacket): StreamMessage[] {
    return this.#needed === UNTIL_CLOSE ? this.#cut(packet, true) : []
  }

  #cut(packet: SeenPacket, isEnd: boolean): StreamMessage[] {
    const messages: StreamMessage[] = []
    while (this.#bytes.length > 0) {
      const bytes = this.#bytes.view()
      const found = this.#endOf(bytes, isEnd)
      if (found === null || this.#state === 'other') break
      const exchange = this.#exchangeOf(found.head, packet)
      messages.push({ protocol: 'http', ...this.#take(found.end), exchange })
      this.#exchanges.isWebSocket ||= isWebSocketAnswer(found.head)
      if (this.#exchanges.isWebSocket) break
    }
    if (isEnd || this.#state === 'other' || (this.#needed === 0 && this.#bytes.length > LONGEST)) this.#giveUp()
    return messages
  }

  /** Returns the end of the first message; null if it is incomplete. */
  #endOf(bytes: Uint8Array, isEnd: boolean): { head: HttpHead; end: number } | null {
    const head = this.#headOf(bytes)
    if (head === null) return null
    const answered = head.kind === 'response' ? this.#exchanges.open[0] : undefined
    const end = this.#bodyEnd(bytes, head, answered?.method === 'HEAD', isEnd)
    if (end === null) return null
    this.#needed = 0
    return { head, end }
  }

  #headOf(bytes: Uint8Array): HttpHead | null {
    const coming = this.#coming
    if (coming.parsed !== null || !coming.head.isWorthReading(bytes)) return coming.parsed
    const head = parseHttpHead(bytes)
    if (head instanceof ParseError) this.#state = 'other'
    else coming.parsed = head
    return coming.parsed
  }

  /** Returns the exchange of a message. A response below 200 is not the last one to its request (RFC 9110 §15.2). */
  #exchangeOf(head: HttpHead, { number, at }: SeenPacket): HttpExchange | null {
    const { open } = this.#exchanges
    if (head.kind === 'response') {
      const answered = Number(head.status!.text) >= 200 ? open.shift() : open[0]
      if (answered !== undefined) answerExchange(answered, number, at)
      return answered ?? null
    }
    const method = head.method!.text
    const more = { method, uri: fullUri(head), number: ++this.#exchanges.count }
    const exchange = { ...openExchange(number, at), ...more }
    open.push(exchange)
    return exchange
  }

  #bodyEnd(bytes: Uint8Array, head: HttpHead, isAnswerToHead: boolean, isEnd: boolean): number | null {
    this.#coming.body ??= httpBody(head, isAnswerToHead)
    const { body } = this.#coming
    if (body.kind === 'none') return head.length
    if (body.kind === 'length') {
      this.#needed = head.length + body.length
      return bytes.length >= this.#needed ? this.#needed : null
    }
    if (body.kind === 'until close') {
      this.#needed = UNTIL_CLOSE
      return isEnd ? bytes.length : null
    }
    this.#coming.chunks ??= new HttpChunkReader(head.length)
    const chunksEnd = this.#coming.chunks.read(bytes)
    if (chunksEnd instanceof ParseError) this.#state = 'other'
    return chunksEnd instanceof ParseError ? null : chunksEnd
  }

  #take(length: number): { bytes: Uint8Array; frames: number[] } {
    this.#coming = new Coming()
    return this.#bytes.take(length)
  }

  /** Returns what no message has taken: it is of the protocol that comes next. */
  rest(): StreamPiece[] {
    return this.#bytes.rest()
  }

  #giveUp(): void {
    this.#state = 'other'
    this.#bytes = new MessageBytes()
    this.#coming = new Coming()
    this.#needed = 0
  }
}

function isWebSocketAnswer(head: HttpHead): boolean {
  return head.status?.text === '101' && httpHeader(head, 'upgrade')?.toLowerCase() === 'websocket'
}

/** Returns the whole URI. A target may be absolute, as in requests to proxies (RFC 9112 §3.2.2), or lack the host. */
function fullUri(head: HttpHead): string {
  const target = head.target!.text
  const host = httpHeader(head, 'host')
  return host === null || target.includes('://') ? target : `http://${host}${target}`
}
