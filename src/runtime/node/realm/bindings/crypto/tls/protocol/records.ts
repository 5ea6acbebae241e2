/** Records (RFC 8446 §5): bytes to content, and back. */
import { concatenate } from '#network'
import { number } from './bytes.ts'
import { Alert, TlsFault, unexpectedMessage } from './faults.ts'
import { trafficKeys } from './key-schedule.ts'
import type { Suite } from './suites.ts'

export const ContentType = { changeCipherSpec: 20, alert: 21, handshake: 22, applicationData: 23 } as const

export interface Content {
  readonly type: number
  readonly bytes: Uint8Array
}

const HEADER = 5
const LARGEST = 16_384
/** Type byte, padding and tag (§5.2). */
const EXPANSION = 256
const LEGACY_VERSION = 0x0303

/** Protection of one direction under one secret. */
export class Protection {
  readonly #suite: Suite
  readonly #key: Uint8Array
  readonly #iv: Uint8Array
  #sequence = 0

  constructor(suite: Suite, secret: Uint8Array) {
    const { key, iv } = trafficKeys(suite, secret)
    this.#suite = suite
    this.#key = key
    this.#iv = iv
  }

  get unused(): boolean {
    return this.#sequence === 0
  }

  /** The nonce of the next record (§5.3). */
  #nonce(): Uint8Array {
    const nonce = this.#iv.slice()
    number(8, this.#sequence++).forEach((byte, i) => {
      nonce[4 + i]! ^= byte
    })
    return nonce
  }

  seal(type: number, bytes: Uint8Array): Uint8Array {
    const inner = concatenate([bytes, Uint8Array.of(type)])
    const header = headerOf(ContentType.applicationData, inner.length + 16)
    return concatenate([header, this.#suite.cipher(this.#key, this.#nonce(), header).encrypt(inner)])
  }

  open(header: Uint8Array, sealed: Uint8Array): Content {
    const inner = this.#decrypt(header, sealed)
    let end = inner.length - 1
    while (end >= 0 && inner[end] === 0) end--
    if (end < 0) throw unexpectedMessage()
    if (end > LARGEST) throw new TlsFault(Alert.recordOverflow, 'data length too long')
    return { type: inner[end]!, bytes: inner.subarray(0, end) }
  }

  #decrypt(header: Uint8Array, sealed: Uint8Array): Uint8Array {
    try {
      return this.#suite.cipher(this.#key, this.#nonce(), header).decrypt(sealed)
    } catch {
      throw new TlsFault(Alert.badRecordMac, 'decryption failed or bad record mac')
    }
  }
}

const headerOf = (type: number, length: number, version = LEGACY_VERSION): Uint8Array =>
  concatenate([number(1, type), number(2, version), number(2, length)])

/** Cuts received bytes into records and opens them. Keeps at most one incomplete record. */
export class RecordReader {
  #kept: Uint8Array = new Uint8Array(0)
  protection: Protection | null = null
  #any = false

  /** Bytes that wait to be read. */
  get waiting(): number {
    return this.#kept.length
  }

  push(bytes: Uint8Array): void {
    this.#kept = this.#kept.length === 0 ? bytes.slice() : concatenate([this.#kept, bytes])
  }

  /** Returns the next record's content, or null until more bytes arrive. `handshaking`: whether the peer may not have keys yet. */
  next(handshaking: boolean): Content | null {
    if (this.#kept.length < HEADER) return null
    const header = this.#kept.subarray(0, HEADER)
    if (!this.#any) checkFirst(header)
    const length = this.#checkHeader(header)
    if (this.#kept.length < HEADER + length) return null
    this.#any = true
    const body = this.#kept.subarray(HEADER, HEADER + length)
    this.#kept = this.#kept.subarray(HEADER + length)
    return this.#open(header, body, handshaking)
  }

  #checkHeader(header: Uint8Array): number {
    const length = header[3]! * 256 + header[4]!
    if (header[1] !== 3) throw new TlsFault(Alert.protocolVersion, 'wrong version number')
    if (length > LARGEST + (this.protection ? EXPANSION : 0))
      throw new TlsFault(Alert.recordOverflow, this.protection ? 'encrypted length too long' : 'packet length too long')
    return length
  }

  #open(header: Uint8Array, body: Uint8Array, handshaking: boolean): Content {
    const type = header[0]!
    const plain = { type, bytes: body.slice() }
    if (!this.protection) {
      if (type === ContentType.applicationData) throw new TlsFault(Alert.unexpectedMessage, 'bad record type')
      return plain
    }
    // A peer that gives up before it has keys sends its alert in the clear.
    const early = handshaking && this.protection.unused
    if (handshaking && type === ContentType.changeCipherSpec) return plain
    if (early && type === ContentType.alert) return plain
    if (type !== ContentType.applicationData) throw new TlsFault(Alert.unexpectedMessage, 'bad record type')
    return this.protection.open(header, body)
  }
}

/** Recognizes HTTP where TLS belongs, as OpenSSL does: usually a wrong port. */
function checkFirst(header: Uint8Array): void {
  const text = String.fromCharCode(...header)
  if (/^(?:GET |POST |HEAD |PUT )/.test(text)) throw new TlsFault(null, 'http request')
  if (text === 'CONNE') throw new TlsFault(null, 'https proxy request')
  if (header[1] !== 3) throw new TlsFault(Alert.protocolVersion, 'wrong version number')
}

/** Puts content into records and protects them. */
export class RecordWriter {
  protection: Protection | null = null
  largest = LARGEST

  /** Encodes content. `version`: of the record; a first ClientHello says TLS 1.0 (§5.1). */
  encode(type: number, bytes: Uint8Array, version = LEGACY_VERSION): Uint8Array[] {
    const records: Uint8Array[] = []
    for (let at = 0; at < Math.max(1, bytes.length); at += this.largest) {
      const piece = bytes.subarray(at, at + this.largest)
      records.push(
        this.protection && type !== ContentType.changeCipherSpec
          ? this.protection.seal(type, piece)
          : concatenate([headerOf(type, piece.length, version), piece]),
      )
    }
    return records
  }
}
