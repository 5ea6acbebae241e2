/** What a program sends on streams: requests, responses, trailers, promises. Frames are made when it is their turn. */
import { type HpackHeader, Http2ErrorCode, Http2FrameType, Http2Setting } from '#network'
import type { Connection } from './connection.ts'
import { LibraryError } from './library-errors.ts'
import type { ProtocolStream } from './stream.ts'

function beginData(connection: Connection, stream: ProtocolStream): void {
  stream.source = 'ready'
  connection.outbound.ready.add(stream)
}

function endWriting(connection: Connection, stream: ProtocolStream): void {
  stream.writeEnded = true
  connection.closeIfEnded(stream)
}

/** Tells a stream that its program has more to send. */
export function resumeData(connection: Connection, id: number): void {
  const stream = connection.streams.get(id)
  if (stream?.source === 'waiting') beginData(connection, stream)
}

/** Queues a request; returns the stream's id or an error number. */
export function submitRequest(connection: Connection, headers: readonly HpackHeader[], hasBody: boolean): number {
  if (connection.isServer) return LibraryError.PROTO
  const id = connection.takeStreamId()
  if (id < 0) return id
  const make = () => {
    if (connection.isClosing) return LibraryError.SESSION_CLOSING
    if (connection.goawayReceived) return LibraryError.START_STREAM_NOT_ALLOWED
    const frames = connection.outbound.headerFrames(id, headers, !hasBody)
    if (typeof frames === 'number') return frames
    connection.lastSentId = id
    const stream = connection.openStream(id, 'opening')
    stream.message.method = headers.find(({ name }) => name === ':method')?.value ?? ''
    return frames
  }
  const sent = () => {
    const stream = connection.streams.get(id)
    if (stream === undefined) return
    if (hasBody) beginData(connection, stream)
    else endWriting(connection, stream)
  }
  const failed = (error: number) => {
    if (error === LibraryError.CANCEL) return
    const isRefused = error === LibraryError.START_STREAM_NOT_ALLOWED
    connection.events.streamClosed(id, isRefused ? Http2ErrorCode.REFUSED_STREAM : Http2ErrorCode.INTERNAL_ERROR)
  }
  connection.outbound.request({ type: Http2FrameType.HEADERS, id, make, sent, failed })
  return id
}

/** Options of a header section on a stream that exists. */
interface Section {
  readonly id: number
  readonly headers: readonly HpackHeader[]
  readonly endStream: boolean
  readonly hasBody: boolean
}

function submitSection(connection: Connection, { id, headers, endStream, hasBody }: Section): number {
  const make = () => {
    const error = connection.sendError(id)
    return error !== 0 ? error : connection.outbound.headerFrames(id, headers, endStream)
  }
  const sent = () => {
    const stream = connection.streams.get(id)
    if (stream === undefined) return
    if (stream.phase !== 'closing') stream.phase = 'opened'
    stream.isPushed = false
    if (hasBody) beginData(connection, stream)
    if (endStream) endWriting(connection, stream)
  }
  const failed = (error: number) => {
    if (error === LibraryError.FRAME_SIZE_ERROR) connection.outbound.resetStream(id, Http2ErrorCode.INTERNAL_ERROR)
  }
  connection.outbound.headers({ type: Http2FrameType.HEADERS, id, make, sent, failed })
  return 0
}

export function submitResponse(
  connection: Connection,
  id: number,
  headers: readonly HpackHeader[],
  hasBody: boolean,
): number {
  return submitSection(connection, { id, headers, hasBody, endStream: !hasBody })
}

export function submitInfo(connection: Connection, id: number, headers: readonly HpackHeader[]): number {
  return submitSection(connection, { id, headers, hasBody: false, endStream: false })
}

/** Without fields, an empty DATA frame ends the stream: some browsers don't take an empty header section. */
export function submitTrailers(connection: Connection, id: number, headers: readonly HpackHeader[]): number {
  if (headers.length > 0) return submitSection(connection, { id, headers, hasBody: false, endStream: true })
  const stream = connection.streams.get(id)
  if (stream !== undefined) beginData(connection, stream)
  return 0
}

/** Queues a promise; returns the promised stream's id or an error number. */
export function submitPush(connection: Connection, id: number, headers: readonly HpackHeader[]): number {
  if (!connection.isServer) return LibraryError.PROTO
  const promisedId = connection.takeStreamId()
  if (promisedId < 0) return promisedId
  const make = () => {
    const error = connection.sendError(id)
    if (error !== 0) return error
    if (connection.remote.get(Http2Setting.ENABLE_PUSH) === 0) return LibraryError.PUSH_DISABLED
    if (connection.goawayReceived) return LibraryError.START_STREAM_NOT_ALLOWED
    const frames = connection.outbound.headerFrames(id, headers, false, promisedId)
    if (typeof frames === 'number') return frames
    connection.lastSentId = promisedId
    connection.openStream(promisedId, 'reserved')
    return frames
  }
  const failed = () => connection.events.streamClosed(promisedId, Http2ErrorCode.INTERNAL_ERROR)
  connection.outbound.headers({ type: Http2FrameType.PUSH_PROMISE, id, make, failed })
  return promisedId
}
