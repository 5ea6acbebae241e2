import { type MessageState, newMessage } from './message-rules.ts'
import { ReceiveWindow } from './receive-window.ts'

/** NGHTTP2_STREAM_STATE_…, as `http2Stream.state` shows it. */
const ShownState = {
  IDLE: 1,
  OPEN: 2,
  RESERVED_LOCAL: 3,
  RESERVED_REMOTE: 4,
  HALF_CLOSED_LOCAL: 5,
  HALF_CLOSED_REMOTE: 6,
  CLOSED: 7,
} as const

export type StreamPhase = 'opening' | 'opened' | 'reserved' | 'closing'

/** A stream of a connection (RFC 9113 §5.1). */
export class ProtocolStream {
  readonly id: number
  /** Position among the streams of the connection, by when they were opened. */
  readonly order: number
  phase: StreamPhase
  /** The other side has ended its direction. */
  readEnded = false
  /** This side has ended its direction. */
  writeEnded = false
  /** What this side may send. */
  sendWindow: number
  readonly window: ReceiveWindow
  readonly message: MessageState = newMessage()
  /** Where DATA comes from: nothing submitted, the program's writes, or waiting for the program or for the window. */
  source: 'none' | 'ready' | 'waiting' = 'none'
  /** Promised by PUSH_PROMISE and not answered yet. */
  isPushed: boolean

  constructor(id: number, order: number, phase: StreamPhase, sendWindow: number, receiveWindow: number) {
    this.id = id
    this.order = order
    this.phase = phase
    this.sendWindow = sendWindow
    this.window = new ReceiveWindow(receiveWindow)
    this.isPushed = phase === 'reserved'
  }

  get shownState(): number {
    if (this.isPushed) return this.readEnded ? ShownState.RESERVED_LOCAL : ShownState.RESERVED_REMOTE
    if (this.readEnded) return ShownState.HALF_CLOSED_REMOTE
    return this.writeEnded ? ShownState.HALF_CLOSED_LOCAL : ShownState.OPEN
  }
}
