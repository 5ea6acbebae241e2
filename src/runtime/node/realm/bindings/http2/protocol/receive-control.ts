import { HTTP2_LARGEST_31, Http2ErrorCode, type Http2Frame, Http2Setting, type Http2SettingEntry } from '#network'
import type { Connection } from './connection.ts'
import { LibraryError, wireCodeOf } from './library-errors.ts'
import type { RateLimit } from './rate-limit.ts'
import { lastOf } from './settings.ts'

/** What is wrong with a frame, as a connection error; null if nothing is. */
export type Answer = { readonly error: number; readonly code: number; readonly reason: string } | null

export const refusal = (error: number, reason: string): Answer => ({ error, code: wireCodeOf(error), reason })

/** The part of the receiver that depends on settings. */
interface Adjustable {
  applyLocal(maxFrameSize: number | undefined, tableSize: number | undefined): void
}

const UNLIMITED = 2 ** 32 - 1

/** Takes a frame that is neither DATA nor part of a header section. */
export function receiveControl(
  connection: Connection,
  receiver: Adjustable,
  frame: Http2Frame,
  resets: RateLimit,
): Answer {
  const { events } = connection
  events.received()
  switch (frame.type) {
    case 'SETTINGS':
      return frame.ack ? settingsAck(connection, receiver) : settings(connection, frame.settings)
    case 'PING':
      return ping(connection, frame.ack, frame.opaque)
    case 'GOAWAY':
      return goaway(connection, frame)
    case 'WINDOW_UPDATE':
      return windowUpdate(connection, frame.streamId, frame.increment)
    case 'RST_STREAM':
      return resetStream(connection, frame.streamId, frame.code, resets)
    case 'PRIORITY':
      if (frame.priority.dependsOn === frame.streamId) return refusal(LibraryError.PROTO, 'PRIORITY: depend on itself')
      events.priority(frame.streamId, frame.priority)
      return null
    case 'ALTSVC':
      // Only a server sends it; without an origin it is for its stream.
      if (!connection.isServer && (frame.streamId === 0) === (frame.origin !== ''))
        if (frame.streamId === 0 || connection.streams.has(frame.streamId))
          events.altsvc(frame.streamId, frame.origin, frame.value)
      return null
    case 'ORIGIN':
      if (!connection.isServer) events.origin(frame.origins)
      return null
    default:
      return null
  }
}

function settings(connection: Connection, entries: readonly Http2SettingEntry[]): Answer {
  if (entries.length > connection.options.settings)
    return {
      error: LibraryError.TOO_MANY_SETTINGS,
      code: Http2ErrorCode.ENHANCE_YOUR_CALM,
      reason: 'SETTINGS: too many setting entries',
    }
  if (!connection.isServer && lastOf(entries, Http2Setting.ENABLE_PUSH) === 1)
    return refusal(LibraryError.PROTO, 'SETTINGS: server attempted to enable push')
  const connects = lastOf(entries, Http2Setting.ENABLE_CONNECT_PROTOCOL)
  if (connects === 0 && connection.remote.get(Http2Setting.ENABLE_CONNECT_PROTOCOL) === 1)
    return refusal(LibraryError.PROTO, 'SETTINGS: server attempted to disable SETTINGS_ENABLE_CONNECT_PROTOCOL')
  if (!connection.remoteKnown) {
    connection.remoteKnown = true
    connection.remote.set(Http2Setting.MAX_CONCURRENT_STREAMS, UNLIMITED)
  }
  if (!connection.applyRemote(entries)) return refusal(LibraryError.FLOW_CONTROL, '')
  if (!connection.outbound.settingsAck()) return refusal(LibraryError.FLOODED, '')
  connection.events.remoteSettings(entries)
  connection.events.settings(false)
  return null
}

function settingsAck(connection: Connection, receiver: Adjustable): Answer {
  const entries = connection.acknowledge()
  if (entries === null) return refusal(LibraryError.PROTO, 'SETTINGS: unexpected ACK')
  receiver.applyLocal(lastOf(entries, Http2Setting.MAX_FRAME_SIZE), lastOf(entries, Http2Setting.HEADER_TABLE_SIZE))
  connection.events.settings(true)
  return null
}

function ping(connection: Connection, isAck: boolean, opaque: Uint8Array): Answer {
  if (!isAck && !connection.isClosing && !connection.outbound.pingAck(opaque)) return refusal(LibraryError.FLOODED, '')
  connection.events.ping(isAck, opaque)
  return null
}

function goaway(connection: Connection, { lastStreamId, code, debug }: Http2Frame & { type: 'GOAWAY' }): Answer {
  const isValid = lastStreamId === 0 || connection.isMine(lastStreamId)
  if (!isValid || lastStreamId > connection.remoteLastId)
    return refusal(LibraryError.PROTO, 'GOAWAY: invalid last_stream_id')
  connection.goawayReceived = true
  connection.remoteLastId = lastStreamId
  connection.events.goaway(code, lastStreamId, debug)
  connection.closeAbove(lastStreamId, true)
  return null
}

function windowUpdate(connection: Connection, streamId: number, increment: number): Answer {
  if (streamId === 0) {
    if (connection.sendWindow + increment > HTTP2_LARGEST_31) return refusal(LibraryError.FLOW_CONTROL, '')
    connection.sendWindow += increment
    return null
  }
  if (connection.isIdle(streamId)) return refusal(LibraryError.PROTO, 'WINDOW_UPDATE to idle stream')
  const stream = connection.streams.get(streamId)
  if (stream === undefined) return null
  if (stream.isPushed && !connection.isMine(streamId))
    return refusal(LibraryError.PROTO, 'WINDOW_UPADATE to reserved stream')
  if (stream.sendWindow + increment > HTTP2_LARGEST_31)
    connection.outbound.resetStream(streamId, Http2ErrorCode.FLOW_CONTROL_ERROR)
  else stream.sendWindow += increment
  return null
}

function resetStream(connection: Connection, streamId: number, code: number, resets: RateLimit): Answer {
  if (connection.isIdle(streamId)) return refusal(LibraryError.PROTO, 'RST_STREAM: stream in idle')
  const stream = connection.streams.get(streamId)
  if (stream !== undefined) {
    stream.phase = 'closing'
    connection.closeStream(streamId, code)
  }
  // A client that opens and resets streams makes the server work for nothing (rapid reset).
  if (connection.isServer && !connection.isMine(streamId) && !resets.take(connection.options.now()))
    connection.terminate(Http2ErrorCode.INTERNAL_ERROR)
  return null
}
