import type { ParseError, WebSocketHeader } from '../../wire/index.ts'

/** A frame with its payload unmasked. */
export interface WebSocketReading {
  readonly header: WebSocketHeader | ParseError
  readonly payload: Uint8Array
  /** Opcode and bytes of the message that it completes; null for a frame that doesn't, or is compressed. */
  readonly message: { readonly opcode: number; readonly bytes: Uint8Array } | null
}
