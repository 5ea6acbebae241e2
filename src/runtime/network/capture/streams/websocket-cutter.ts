import {
  ParseError,
  parseWebSocketHeader,
  type WebSocketHeader,
  WebSocketOpcode,
  webSocketPayload,
} from '../../wire/index.ts'
import { MessageBytes } from './message-bytes.ts'
import type { StreamMessage } from './message-cutter.ts'
import { joined, type StreamPiece } from './stream-assembler.ts'
import type { WebSocketReading } from './websocket-reading.ts'

/** Longest frame and message that are read, to bound memory. */
const LONGEST = 16 * 2 ** 20

/** WebSocket in one direction, after the handshake: a message is a frame. */
export class WebSocketCutter {
  #bytes = new MessageBytes()
  /** Parts of the message that isn't complete; null while there is none, or it can't be read. */
  #message: { opcode: number; parts: Uint8Array[]; length: number } | null = null
  #isBroken = false

  /** Returns the frames that a piece completes. */
  add(piece: StreamPiece): StreamMessage[] {
    if (this.#isBroken) return []
    this.#bytes.add(piece)
    const messages: StreamMessage[] = []
    for (;;) {
      const header = parseWebSocketHeader(this.#bytes.view())
      if (header === null) return messages
      const isWrong = header instanceof ParseError
      if (!isWrong && header.end <= LONGEST && header.end > this.#bytes.length) return messages
      if (!isWrong && header.end > LONGEST) break
      const { bytes, frames } = this.#bytes.take(isWrong ? this.#bytes.length : header.end)
      messages.push({ protocol: 'websocket', bytes, frames, exchange: null, websocket: this.#read(header, bytes) })
      if (isWrong) break
    }
    // Without a length the next frame can't be found.
    this.#isBroken = true
    this.#bytes = new MessageBytes()
    return messages
  }

  #read(header: WebSocketHeader | ParseError, bytes: Uint8Array): WebSocketReading {
    if (header instanceof ParseError) return { header, payload: bytes, message: null }
    const payload = webSocketPayload(bytes, header)
    return { header, payload, message: this.#complete(header, payload) }
  }

  #complete({ fin, opcode, reserved }: WebSocketHeader, payload: Uint8Array): WebSocketReading['message'] {
    if (opcode >= WebSocketOpcode.CLOSE) return { opcode, bytes: payload }
    if (opcode !== WebSocketOpcode.CONTINUATION)
      this.#message = reserved === 0 ? { opcode, parts: [], length: 0 } : null
    const message = this.#message
    if (message === null) return null
    message.parts.push(payload)
    message.length += payload.length
    if (fin || message.length > LONGEST) this.#message = null
    return fin ? { opcode: message.opcode, bytes: joined(message.parts) } : null
  }
}
