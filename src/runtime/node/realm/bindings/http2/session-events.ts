import { makeCallback } from '../../async-wrap.ts'
import { type Connection, type ConnectionEvents, isFatal, LibraryError, wireCodeOf } from './protocol/index.ts'
import { Field, FieldBit, type SharedState } from './shared-state.ts'
import type { StreamCore } from './stream-core.ts'

/** What the events need of their session. */
export interface EventSession {
  readonly state: SharedState
  readonly fields: Uint8Array
  readonly counters: DataView
  readonly connection: Connection
  readonly streams: ReadonlyMap<number, StreamCore>
  readonly acknowledgments: { settingsAnswered(): boolean; pingAnswered(opaque: Uint8Array): boolean }
  readonly customSettings: readonly number[]
  readonly remoteCustom: Map<number, number>
  readonly statistics: { frames: number; sentFrames: number }
  readonly padding: number
  readonly isDestroyed: boolean
  readonly canAddStream: boolean
  failureCode: string | undefined
  called: boolean
  addStream(id: number, category: number, options: number): StreamCore
  call(name: keyof SharedState['callbacks'], ...parameters: unknown[]): unknown
}

const PADDING_ALIGNED = 1
const PADDING_MAX = 2
/** Errors that end a session although the connection has answered them already. */
const REPORTED: readonly number[] = [LibraryError.STREAM_CLOSED, LibraryError.PROTO, LibraryError.FLOW_CONTROL]
const UNSENT_AT_THE_END: readonly number[] = [
  LibraryError.SESSION_CLOSING,
  LibraryError.STREAM_CLOSED,
  LibraryError.STREAM_CLOSING,
]

/** What a session does when its connection reports something (Http2Session's nghttp2 callbacks). */
export function sessionEvents(session: EventSession): ConnectionEvents {
  return { ...streamEvents(session), ...controlEvents(session), ...frameEvents(session) }
}

type StreamEvents = Pick<
  ConnectionEvents,
  'beginHeaders' | 'header' | 'headersEnd' | 'data' | 'dataEnd' | 'streamClosed' | 'read'
>

function streamEvents(session: EventSession): StreamEvents {
  let rejected = 0
  return {
    beginHeaders(id, category) {
      const known = session.streams.get(id)
      if (known !== undefined) {
        if (!known.destroyed) known.beginHeaders(category)
        return 'take'
      }
      if (session.canAddStream) {
        rejected = 0
        session.addStream(id, category, 0)
        return 'take'
      }
      if (rejected++ <= session.counters.getUint32(Field.rejectedStreams, true)) return 'refuse'
      session.failureCode = 'ERR_HTTP2_TOO_MANY_INVALID_FRAMES'
      return 'fail'
    },
    header(id, header) {
      const stream = session.streams.get(id)
      if (stream === undefined) return false
      if (stream.destroyed || stream.addHeader(header)) return true
      stream.reset(11 /* ENHANCE_YOUR_CALM */)
      return false
    },
    headersEnd: (id, flags) => session.streams.get(id)?.headersEnd(flags),
    data(id, bytes) {
      session.statistics.frames++
      session.connection.consumeConnection(bytes.length)
      session.streams.get(id)?.data(bytes)
    },
    dataEnd: (id) => session.streams.get(id)?.dataEnd(),
    streamClosed(id, code) {
      const stream = session.streams.get(id)
      if (stream === undefined || stream.destroyed) return
      stream.code = code
      session.called = true
      const isKnown = makeCallback(stream.handle, session.state.callbacks.streamClose, code)
      if (isKnown === false) stream.destroy()
    },
    read: (id, most) => session.streams.get(id)?.read(most) ?? 'nothing',
  }
}

type ControlEvents = Pick<
  ConnectionEvents,
  'priority' | 'settings' | 'remoteSettings' | 'ping' | 'goaway' | 'altsvc' | 'origin'
>

function controlEvents(session: EventSession): ControlEvents {
  const { fields } = session
  const hasBit = (bit: number) => (fields[Field.bits]! & (1 << bit)) !== 0
  const bufferOf = (bytes: Uint8Array) => session.state.realm.require('buffer').Buffer.from(bytes)
  return {
    priority(id, { dependsOn, weight, exclusive }) {
      if (fields[Field.priorityListeners] !== 0) session.call('priority', id, dependsOn, weight, exclusive)
    },
    settings(isAck) {
      if (isAck) {
        if (!session.acknowledgments.settingsAnswered()) session.call('error', LibraryError.PROTO)
        return
      }
      fields[Field.bits]! &= ~(1 << FieldBit.remoteSettingsKnown)
      if (hasBit(FieldBit.remoteSettingsListeners)) session.call('settings')
    },
    remoteSettings(entries) {
      for (const [id, value] of entries) if (session.customSettings.includes(id)) session.remoteCustom.set(id, value)
    },
    ping(isAck, opaque) {
      if (isAck) {
        if (!session.acknowledgments.pingAnswered(opaque)) session.call('error', LibraryError.PROTO)
      } else if (hasBit(FieldBit.pingListeners)) session.call('ping', bufferOf(opaque))
    },
    goaway: (code, lastStreamId, debug) =>
      session.call('goaway', code, lastStreamId, debug.length > 0 ? bufferOf(debug) : undefined),
    altsvc(id, origin, value) {
      if (hasBit(FieldBit.altsvcListeners)) session.call('altsvc', id, origin, value)
    },
    origin: (origins) => session.call('origin', [...origins]),
  }
}

type FrameEvents = Pick<
  ConnectionEvents,
  'received' | 'invalidFrame' | 'notHttp2' | 'frameSent' | 'frameNotSent' | 'padded'
>

function frameEvents(session: EventSession): FrameEvents {
  let invalid = 0
  return {
    received() {
      session.statistics.frames++
    },
    invalidFrame(error) {
      if (invalid++ > session.counters.getUint32(Field.invalidFrames, true)) {
        session.failureCode = 'ERR_HTTP2_TOO_MANY_INVALID_FRAMES'
        return false
      }
      if (isFatal(error) || REPORTED.includes(error)) session.call('error', error)
      return true
    },
    notHttp2: () => session.call('error', LibraryError.PROTO),
    frameSent() {
      session.statistics.sentFrames++
    },
    frameNotSent(id, type, error) {
      if (session.isDestroyed || session.fields[Field.frameErrorListeners] === 0) return
      if (!UNSENT_AT_THE_END.includes(error)) session.call('frameError', id, type, wireCodeOf(error))
    },
    padded(length, most) {
      if (session.padding === PADDING_MAX) return most
      const over = (length + 9) % 8
      if (session.padding !== PADDING_ALIGNED || over === 0) return length
      return Math.min(most, length + 8 - over)
    },
  }
}
