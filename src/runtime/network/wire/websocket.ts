/** WebSocket frames (RFC 6455 §5.2). */
import { read16, read32 } from '../bytes.ts'
import { flagField, hexField, numberField } from './field.ts'
import { ParseError } from './parse-error.ts'

export const WebSocketOpcode = { CONTINUATION: 0, TEXT: 1, BINARY: 2, CLOSE: 8, PING: 9, PONG: 10 } as const

export const WEBSOCKET_OPCODE_NAMES: Readonly<Record<number, string>> = {
  0: 'Continuation',
  1: 'Text',
  2: 'Binary',
  8: 'Connection Close',
  9: 'Ping',
  10: 'Pong',
}

/** Fields of the first two bytes; lengths of 16 and 64 bits and the key follow. */
export const WEBSOCKET_FIELDS = [
  flagField('websocket.fin', 'Fin', 0),
  hexField('websocket.rsv', 'Reserved', 1, 3),
  numberField('websocket.opcode', 'Opcode', 4, 4, { meanings: WEBSOCKET_OPCODE_NAMES }),
  flagField('websocket.mask', 'Mask', 8),
  numberField('websocket.payload_length', 'Payload length', 9, 7),
] as const

export interface WebSocketHeader {
  fin: boolean
  /** RSV1 to RSV3: extensions use them, compression the first (RFC 7692). */
  reserved: number
  opcode: number
  /** Bytes of the length behind the first two: 0, 2 or 8. */
  lengthBytes: number
  /** Offset of the masking key; null without one. */
  keyStart: number | null
  /** Offset of the payload, and the end of the frame. */
  start: number
  end: number
}

/** Longest payload of a control frame (§5.5). */
const LONGEST_CONTROL = 125

/** Reads the header of a frame at the first byte; null if it is incomplete. */
export function parseWebSocketHeader(bytes: Uint8Array): WebSocketHeader | ParseError | null {
  if (bytes.length < 2) return null
  const [first, second] = [bytes[0]!, bytes[1]!]
  const code = second & 0x7f
  const lengthBytes = code === 126 ? 2 : code === 127 ? 8 : 0
  const keyStart = second >= 0x80 ? 2 + lengthBytes : null
  const start = 2 + lengthBytes + (keyStart === null ? 0 : 4)
  if (bytes.length < start) return null
  const length = code === 126 ? read16(bytes, 2) : code === 127 ? read64(bytes, 2) : code
  if (length < (lengthBytes === 8 ? 65_536 : lengthBytes === 2 ? 126 : 0))
    return invalid(`a length of ${length} in ${lengthBytes} bytes: it must have the fewest`)
  if (!Number.isSafeInteger(length)) return invalid('a length above 2^53')
  const [fin, opcode] = [first >= 0x80, first & 15]
  if (opcode >= WebSocketOpcode.CLOSE && (!fin || length > LONGEST_CONTROL))
    return invalid(`a control frame ${fin ? `of ${length} bytes` : 'without FIN'}`)
  return { fin, reserved: (first >> 4) & 7, opcode, lengthBytes, keyStart, start, end: start + length }
}

function read64(bytes: Uint8Array, at: number): number {
  return read32(bytes, at) * 2 ** 32 + read32(bytes, at + 4)
}

/** Returns the payload of a complete frame, unmasked (§5.3); a view if it has no mask. */
export function webSocketPayload(bytes: Uint8Array, { keyStart, start, end }: WebSocketHeader): Uint8Array {
  const payload = bytes.subarray(start, end)
  return keyStart === null ? payload : payload.map((byte, index) => byte ^ bytes[keyStart + (index & 3)]!)
}

function invalid(reason: string): ParseError {
  return new ParseError('websocket', reason)
}
