import { MILLISECOND } from '#network'
import type { SharedState } from './shared-state.ts'

/** What a `PerformanceEntry` of type `http2` says of a session. */
export interface SessionStatistics {
  readonly isServer: boolean
  readonly startedAt: number
  frames: number
  sentFrames: number
  streams: number
  most: number
  /** Average duration of a stream in ms. */
  average: number
  sent: number
  received: number
  /** Time of the last PING in ns. */
  pingTime: number
}

/** The same of a stream. Times are the host's clock, or 0. */
export interface StreamStatistics {
  readonly id: number
  readonly startedAt: number
  readonly firstHeaderAt: number
  readonly firstByteAt: number
  readonly firstSentAt: number
  readonly sentBytes: number
  readonly receivedBytes: number
}

interface Entry {
  readonly name: string
  readonly startedAt: number
  readonly endedAt: number
  readonly detail: Record<string, unknown>
}

/** Hands an entry to the observers of `http2`, if there are any. */
function report({ realm }: SharedState, { name, startedAt, endedAt, detail }: Entry): void {
  const performance = realm.internalBinding('performance')
  const kind = performance.constants?.NODE_PERFORMANCE_ENTRY_TYPE_HTTP2
  if (kind === undefined || !performance.observerCounts[kind]) return
  const start = (startedAt - realm.startedAt) / MILLISECOND
  const duration = (endedAt - startedAt) / MILLISECOND
  realm.loop.defer(() => performance.reportEntry?.(name, 'http2', start, duration, detail))
}

export function reportSession(state: SharedState, session: SessionStatistics, now: number): void {
  const detail = {
    bytesWritten: session.sent,
    bytesRead: session.received,
    framesReceived: session.frames,
    framesSent: session.sentFrames,
    maxConcurrentStreams: session.most,
    pingRTT: session.pingTime / MILLISECOND,
    streamAverageDuration: session.average,
    streamCount: session.streams,
    type: session.isServer ? 'server' : 'client',
  }
  report(state, { name: 'Http2Session', startedAt: session.startedAt, endedAt: now, detail })
}

export function reportStream(state: SharedState, stream: StreamStatistics, now: number): void {
  const since = (time: number) => (time === 0 ? 0 : (time - stream.startedAt) / MILLISECOND)
  const detail = {
    bytesRead: stream.receivedBytes,
    bytesWritten: stream.sentBytes,
    id: stream.id,
    timeToFirstByte: since(stream.firstByteAt),
    timeToFirstByteSent: since(stream.firstSentAt),
    timeToFirstHeader: since(stream.firstHeaderAt),
  }
  report(state, { name: 'Http2Stream', startedAt: stream.startedAt, endedAt: now, detail })
}
