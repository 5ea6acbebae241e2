import type { HpackHeader, Http2Priority, Http2SettingEntry } from '#network'

/** Kinds of a header section (NGHTTP2_HCAT_…). */
export const Category = { REQUEST: 0, RESPONSE: 1, PUSH_RESPONSE: 2, HEADERS: 3 } as const

/** What a stream has to send: nothing for now, or bytes and whether they are the last. */
export type DataRead = 'nothing' | { parts: Uint8Array[]; length: number; isLast: boolean; trailersFollow: boolean }

/** Callbacks of a connection to its handle, as nghttp2 has them. */
export interface ConnectionEvents {
  /** Begins a header section of a stream. `refuse`: without an answer; `fail`: ends the connection. */
  beginHeaders(id: number, category: number): 'take' | 'refuse' | 'fail'
  /** Returns false if the stream takes no more fields. */
  header(id: number, header: HpackHeader): boolean
  headersEnd(id: number, flags: number): void
  data(id: number, bytes: Uint8Array): void
  dataEnd(id: number): void
  priority(id: number, priority: Http2Priority): void
  settings(isAck: boolean): void
  /** The entries of the other side's SETTINGS, which are in effect. */
  remoteSettings(entries: readonly Http2SettingEntry[]): void
  ping(isAck: boolean, opaque: Uint8Array): void
  goaway(code: number, lastStreamId: number, debug: Uint8Array): void
  altsvc(id: number, origin: string, value: string): void
  origin(origins: readonly string[]): void
  received(): void
  /** Returns false if there were too many of them. */
  invalidFrame(error: number): boolean
  /** The other side doesn't speak HTTP/2. */
  notHttp2(): void
  frameSent(): void
  frameNotSent(id: number, type: number, error: number): void
  streamClosed(id: number, code: number): void
  /** Returns the payload's length with padding. */
  padded(length: number, most: number): number
  read(id: number, most: number): DataRead
}

/** Limits and choices of a connection. */
export interface ConnectionOptions {
  readonly isServer: boolean
  /** Bytes of this side's HPACK table. */
  readonly deflateTable: number
  /** Most streams that the other side may have promised. */
  readonly reservedStreams: number
  /** Largest header section to send, as an estimate. */
  readonly headerBlock: number
  /** Concurrent streams that the other side is believed to take until its SETTINGS arrive. */
  readonly peerStreams: number
  /** Most entries of a SETTINGS frame. */
  readonly settings: number
  /** Resets of streams by the other side: at once, and per second. */
  readonly resetBurst: number
  readonly resetRate: number
  readonly strictSpaces: boolean
  /** Time in seconds. */
  readonly now: () => number
}
