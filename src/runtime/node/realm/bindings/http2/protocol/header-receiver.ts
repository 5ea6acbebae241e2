import {
  concatenate,
  HpackDecoder,
  type HpackHeader,
  Http2Error,
  Http2ErrorCode,
  Http2Flag,
  type Http2Frame,
  type Http2FrameHeader,
  Http2Setting,
} from '#network'
import type { Connection } from './connection.ts'
import { Category } from './events.ts'
import { LibraryError } from './library-errors.ts'
import { isCompleteRequest, isCompleteResponse, judgeField, mayEnd, newMessage } from './message-rules.ts'
import { type Answer, refusal } from './receive-control.ts'
import type { ProtocolStream } from './stream.ts'

type HeaderFrame = Http2Frame & { type: 'HEADERS' | 'PUSH_PROMISE' | 'CONTINUATION' }

/** CONTINUATION frames after a HEADERS frame. */
const MOST_CONTINUATIONS = 8
/** Fields of a section beyond this count are not decoded; the handle's own limit is far below. */
const LARGEST_LIST = 2 ** 24

/** A header section of which frames are missing, or which is complete. */
interface Section {
  readonly frame: Http2Frame & { type: 'HEADERS' | 'PUSH_PROMISE' }
  readonly flags: number
  readonly fragments: Uint8Array[]
  /** The stream; null if the section is ignored. */
  readonly opened: { stream: ProtocolStream; category: number } | null
}

/** Takes header sections: which stream they open or belong to, and whether their fields are valid. */
export class HeaderReceiver {
  readonly #connection: Connection
  readonly #decoder = new HpackDecoder({ maxListSize: LARGEST_LIST })
  #section: Section | null = null

  constructor(connection: Connection) {
    this.#connection = connection
  }

  get tableSize(): number {
    return this.#decoder.tableSize
  }

  setTableSize(size: number): void {
    this.#decoder.setMaxTableSize(size)
  }

  take({ flags }: Http2FrameHeader, frame: HeaderFrame): Answer {
    if (frame.type === 'CONTINUATION') this.#section!.fragments.push(frame.fragment)
    else {
      // The stream opens with the first frame.
      const opened = frame.type === 'HEADERS' ? this.#open(frame) : this.#promise(frame)
      if (opened !== null && 'error' in opened) return opened
      this.#section = { frame, flags, opened, fragments: [frame.fragment] }
    }
    const section = this.#section!
    if (section.fragments.length > 1 + MOST_CONTINUATIONS) return refusal(LibraryError.TOO_MANY_CONTINUATIONS, '')
    if (!frame.endHeaders) return null
    this.#section = null
    this.#connection.events.received()
    return this.#takeSection(section)
  }

  #takeSection({ frame, flags, fragments, opened }: Section): Answer {
    const connection = this.#connection
    const block = this.#decoder.decode(fragments.length === 1 ? fragments[0]! : concatenate(fragments))
    if (block instanceof Http2Error) return refusal(LibraryError.HEADER_COMP, '')
    // The decoder has kept up with the other side's table; the fields are for a stream that is gone.
    if (opened === null) return null
    const { stream, category } = opened
    const begun = connection.events.beginHeaders(stream.id, category)
    if (begun === 'fail') return refusal(LibraryError.CALLBACK_FAILURE, '')
    const isPromise = frame.type === 'PUSH_PROMISE'
    const ends = frame.type === 'HEADERS' && frame.endStream
    if (begun === 'take' && this.#fields(stream, category, block.headers, { isPromise, ends }))
      connection.events.headersEnd(stream.id, flags | Http2Flag.END_HEADERS)
    else if (begun === 'refuse') connection.outbound.resetStream(stream.id, Http2ErrorCode.ENHANCE_YOUR_CALM)
    if (ends && connection.streams.get(stream.id) === stream) {
      stream.readEnded = true
      connection.closeIfEnded(stream)
    }
    return null
  }

  // --- which stream

  #open(frame: Http2Frame & { type: 'HEADERS' }): { stream: ProtocolStream; category: number } | Answer {
    const connection = this.#connection
    const stream = connection.streams.get(frame.streamId)
    if (stream === undefined) return this.#openNew(frame)
    if (stream.readEnded) return refusal(LibraryError.STREAM_CLOSED, 'HEADERS: stream closed')
    if (stream.phase === 'closing') return null
    if (stream.phase === 'reserved') {
      stream.phase = 'opened'
      stream.isPushed = false
      return { stream, category: Category.PUSH_RESPONSE }
    }
    if (connection.isMine(stream.id) && stream.phase === 'opening') {
      stream.phase = 'opened'
      return { stream, category: Category.RESPONSE }
    }
    return { stream, category: Category.HEADERS }
  }

  #openNew({
    streamId,
    priority,
  }: Http2Frame & { type: 'HEADERS' }): { stream: ProtocolStream; category: number } | Answer {
    const connection = this.#connection
    if (!connection.isServer)
      return connection.isIdle(streamId)
        ? refusal(LibraryError.PROTO, 'request HEADERS: client received request')
        : null
    if (connection.isMine(streamId) || streamId <= connection.lastReceivedId)
      return connection.isMine(streamId) && connection.isIdle(streamId)
        ? refusal(LibraryError.PROTO, 'request HEADERS: invalid stream_id')
        : null
    connection.lastReceivedId = streamId
    const open = connection.openStreams(false)
    if (open >= connection.local.get(Http2Setting.MAX_CONCURRENT_STREAMS)!)
      return refusal(LibraryError.PROTO, 'request HEADERS: max concurrent streams exceeded')
    // After GOAWAY, new streams are ignored.
    if (connection.goawaySent || connection.terminating) return null
    if (priority?.dependsOn === streamId) return refusal(LibraryError.PROTO, 'request HEADERS: depend on itself')
    if (open >= connection.pendingStreams) {
      connection.outbound.resetStream(streamId, Http2ErrorCode.REFUSED_STREAM)
      return null
    }
    connection.lastProcessedId = streamId
    return { stream: connection.openStream(streamId, 'opened'), category: Category.REQUEST }
  }

  #promise({
    streamId,
    promisedId,
  }: Http2Frame & { type: 'PUSH_PROMISE' }): { stream: ProtocolStream; category: number } | Answer {
    const connection = this.#connection
    if (connection.isServer || connection.local.get(Http2Setting.ENABLE_PUSH) === 0)
      return refusal(LibraryError.PROTO, 'PUSH_PROMISE: push disabled')
    if (!connection.isMine(streamId)) return refusal(LibraryError.PROTO, 'PUSH_PROMISE: invalid stream_id')
    if (promisedId <= connection.lastReceivedId)
      return refusal(LibraryError.PROTO, 'PUSH_PROMISE: invalid promised_stream_id')
    if (connection.isIdle(streamId)) return refusal(LibraryError.PROTO, 'PUSH_PROMISE: stream in idle')
    connection.lastReceivedId = promisedId
    const parent = connection.streams.get(streamId)
    if (parent?.readEnded) return refusal(LibraryError.STREAM_CLOSED, 'PUSH_PROMISE: stream closed')
    const reserved = [...connection.streams.values()].filter(({ isPushed }) => isPushed).length
    if (parent === undefined || connection.pendingPush === 0 || reserved >= connection.options.reservedStreams) {
      connection.outbound.resetStream(promisedId, Http2ErrorCode.CANCEL)
      return null
    }
    connection.lastProcessedId = promisedId
    return { stream: connection.openStream(promisedId, 'reserved'), category: Category.REQUEST }
  }

  // --- which fields

  /** Passes the fields on; returns whether the section is valid. */
  #fields(
    stream: ProtocolStream,
    category: number,
    headers: readonly HpackHeader[],
    { isPromise, ends }: { isPromise: boolean; ends: boolean },
  ): boolean {
    const connection = this.#connection
    const message = isPromise ? newMessage() : stream.message
    const isTrailer = category === Category.HEADERS && !message.expectsFinal
    const rules = {
      isRequest: connection.isServer || isPromise,
      isTrailer,
      connectProtocol: connection.isServer && connection.pendingConnectProtocol === 1,
      strictSpaces: connection.options.strictSpaces,
      streamId: stream.id,
    }
    for (const header of headers) {
      const verdict = judgeField(message, header, rules)
      if (verdict === 'refuse') return this.#invalid(stream.id, LibraryError.HTTP_HEADER)
      if (verdict === 'take' && !connection.events.header(stream.id, header)) return false
    }
    const isComplete = isTrailer ? ends : rules.isRequest ? isCompleteRequest(message) : isCompleteResponse(message)
    if (!isComplete || (ends && !mayEnd(message))) return this.#invalid(stream.id, LibraryError.HTTP_MESSAGING)
    if (isPromise) stream.message.method = message.method
    return true
  }

  #invalid(streamId: number, error: number): false {
    const connection = this.#connection
    connection.outbound.resetStream(streamId, Http2ErrorCode.PROTOCOL_ERROR)
    if (!connection.events.invalidFrame(error)) connection.failed = LibraryError.CALLBACK_FAILURE
    return false
  }
}
