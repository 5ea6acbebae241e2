import { concatenate } from '../../bytes.ts'
import {
  HPACK_DEFAULT_TABLE_SIZE,
  HpackDecoder,
  type HpackPlace,
  HTTP2_HEADER_LENGTH,
  HTTP2_PREFACE,
  type Http2Beginning,
  Http2Error,
  Http2ErrorCode,
  type Http2Frame,
  type Http2FrameHeader,
  parseHttp2Frame,
  readHttp2Header,
} from '../../wire/index.ts'
import { GrpcMessages } from './grpc-messages.ts'
import type { Http2HeaderBlock, Http2Reading } from './http2-reading.ts'
import { MessageBytes } from './message-bytes.ts'
import type { StreamMessage } from './message-cutter.ts'
import type { StreamPiece } from './stream-assembler.ts'

/** Limits of a capture's memory for each direction: the table that an encoder may use, a header block, and a list. */
const LARGEST_TABLE = 65_536
const LONGEST_BLOCK = 2 ** 20
const LONGEST_LIST = 2 ** 20

type HeaderFrame = Http2Frame & { type: 'HEADERS' | 'PUSH_PROMISE' | 'CONTINUATION' }

/** HTTP/2 in one direction: a message is a frame. */
export class Http2Cutter {
  readonly #bytes = new MessageBytes()
  #awaitsPreface: boolean
  readonly #isLate: boolean
  readonly #decoder: HpackDecoder
  /** Why header blocks can't be decoded any more; null while they can. */
  #broken: Http2Error | null = null
  /** Parts of the header block that is not complete, their length, and the stream that it is of. */
  #fragments: Uint8Array[] = []
  #fragmentBytes = 0
  readonly #grpc = new GrpcMessages()

  /** `beginning`: what its first bytes are. */
  constructor(beginning: Http2Beginning) {
    this.#awaitsPreface = beginning === 'preface'
    this.#isLate = beginning === 'middle'
    this.#decoder = new HpackDecoder({
      maxTableSize: HPACK_DEFAULT_TABLE_SIZE,
      maxListSize: LONGEST_LIST,
      isLate: this.#isLate,
    })
    // The other side's setting may not be in the capture, and is the encoder's to obey.
    this.#decoder.setMaxTableSize(LARGEST_TABLE)
  }

  /** Returns the frames that a piece completes. */
  add(piece: StreamPiece): StreamMessage[] {
    this.#bytes.add(piece)
    const messages: StreamMessage[] = []
    for (let end = this.#firstEnd(); end !== null; end = this.#firstEnd()) {
      const { bytes, frames } = this.#bytes.take(end)
      messages.push({ protocol: 'http2', bytes, frames, exchange: null, http2: this.#read(bytes) })
    }
    return messages
  }

  /** Returns the end of the first frame; null if it is incomplete. */
  #firstEnd(): number | null {
    const { length } = this.#bytes
    if (this.#awaitsPreface) return length >= HTTP2_PREFACE.length ? HTTP2_PREFACE.length : null
    if (length < HTTP2_HEADER_LENGTH) return null
    const end = HTTP2_HEADER_LENGTH + readHttp2Header(this.#bytes.view(), 0).length
    return length >= end ? end : null
  }

  #read(bytes: Uint8Array): Http2Reading {
    if (this.#awaitsPreface) {
      this.#awaitsPreface = false
      return { header: null, frame: null, block: null, grpc: [] }
    }
    const header = readHttp2Header(bytes, 0)
    const frame = parseHttp2Frame(header, bytes.subarray(HTTP2_HEADER_LENGTH))
    if (frame instanceof Http2Error) return { header, frame, block: null, grpc: [] }
    const block = 'endHeaders' in frame ? this.#addFragment(frame) : null
    if (block !== null) this.#openGrpc(header, frame, block)
    const grpc = frame.type === 'DATA' ? this.#grpc.add(frame.streamId, frame.data) : []
    return { header, frame, block, grpc }
  }

  /** Returns the header block that a frame completes. */
  #addFragment({ type, fragment, endHeaders }: HeaderFrame): Http2HeaderBlock | null {
    if (type !== 'CONTINUATION') this.#dropFragments()
    this.#fragmentBytes += fragment.length
    if (this.#fragmentBytes > LONGEST_BLOCK) {
      this.#broken ??= undecodable(`a header block of more than ${LONGEST_BLOCK} bytes is not decoded`)
      this.#fragments = []
    } else this.#fragments.push(fragment)
    if (!endHeaders) return null
    const bytes = this.#fragments.length === 1 ? this.#fragments[0]! : concatenate(this.#fragments)
    this.#dropFragments()
    return this.#decode(bytes)
  }

  #dropFragments(): void {
    this.#fragments = []
    this.#fragmentBytes = 0
  }

  #decode(bytes: Uint8Array): Http2HeaderBlock {
    const isLate = this.#isLate
    if (this.#broken !== null) return { bytes, places: [], error: this.#broken, isLate }
    const places: HpackPlace[] = []
    const decoded = this.#decoder.decode(bytes, places)
    if (!(decoded instanceof Http2Error)) return { bytes, places, error: null, isLate }
    this.#broken = undecodable('the table of header fields is unknown after an earlier error')
    return { bytes, places, error: decoded, isLate }
  }

  #openGrpc({ streamId }: Http2FrameHeader, frame: Http2Frame, { places }: Http2HeaderBlock): void {
    if (frame.type === 'PUSH_PROMISE') return
    this.#grpc.open(
      streamId,
      places.flatMap(({ header }) => header ?? []),
    )
  }
}

function undecodable(reason: string): Http2Error {
  return new Http2Error(Http2ErrorCode.COMPRESSION_ERROR, reason)
}
