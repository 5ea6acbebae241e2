import type { JSX } from 'preact'
import { type Nanoseconds, socketSeries } from '#network'
import { strings } from '#strings'
import { Plot, StepLine } from '../plots/index.ts'
import type { Recording } from '../recording/index.ts'
import { type ConnectionEnd, connectionOf, socketAt } from './connection.ts'
import { Tank } from './tank.tsx'
import { endOfTraffic, type FigureViewProps } from './view.ts'

const words = strings.figureViews.tanks

/** Send buffer, wire and receive buffer: how full each is, and how much the window still admits. */
export function TankView({ recording, moment }: FigureViewProps): JSX.Element {
  const ends = endsOf(recording)
  if (!ends) return <p class="figure-empty">{words.none}</p>
  const { sender, receiver } = ends
  const at = moment ?? endOfTraffic(recording)
  const now = levelsAt(recording, at, sender, receiver)
  const series = tankSeries(recording, sender, receiver)
  const peaks = {
    send: Math.max(1, ...series.sendQ.values),
    receive: Math.max(1, ...series.receiveWindow.values, ...series.recvQ.values),
  }
  const most = Math.max(1, ...series.inFlight.values, ...series.recvQ.values, ...series.sendQ.values)
  const shows = Math.max(most, Math.min(peaks.receive, most * 3))
  return (
    <>
      <div class="tanks">
        <Tank
          title={words.sendBuffer(sender.host)}
          most={peaks.send}
          parts={[
            { kind: 'flying', bytes: now.inFlight, text: words.inFlight },
            { kind: 'waiting', bytes: Math.max(0, now.sendQ - now.inFlight), text: words.unsent },
          ]}
        />
        <Pipe isShut={now.window === 0 && now.hasWindow} packets={flying(recording, at)} />
        <Tank
          // A buffer may grow while in use; only its current fill limits the sender.
          title={words.receiveBuffer(receiver.host)}
          most={now.hasWindow ? 1 : peaks.receive}
          parts={[
            { kind: 'waiting', bytes: now.recvQ, text: words.unread },
            { kind: 'free', bytes: now.window, text: words.window },
          ]}
        />
      </div>
      <Plot
        width={520}
        height={220}
        end={endOfTraffic(recording)}
        most={shows * 1.06}
        moment={moment}
        title={words.axis}
        label={words.label(Math.max(...series.inFlight.values, 0), Math.max(...series.recvQ.values, 0))}
      >
        {(x, y) => (
          <>
            <StepLine line={{ ...series.receiveWindow, kind: 'window' }} x={x} y={y} />
            <StepLine line={{ ...series.sendQ, kind: 'unsent' }} x={x} y={y} />
            <StepLine line={{ ...series.inFlight, kind: 'flying' }} x={x} y={y} />
            <StepLine line={{ ...series.recvQ, kind: 'unread' }} x={x} y={y} />
          </>
        )}
      </Plot>
      <p class="signs">
        {(['flying', 'unsent', 'unread', 'window'] as const).map((kind) => (
          <span key={kind}>
            <svg class="plot key" width="20" height="12" aria-hidden="true">
              <path class={`line ${kind}`} d="M0 6h20" />
            </svg>
            {words.lines[kind]}
          </span>
        ))}
      </p>
    </>
  )
}

interface Ends {
  sender: ConnectionEnd
  receiver: ConnectionEnd
}

/** The end that sent more data is the sender. */
function endsOf(recording: Recording): Ends | null {
  const connection = connectionOf(recording)
  if (!connection || recording.history.segments.length === 0) return null
  const { opener, acceptor, stream } = connection
  let balance = 0
  for (const { position, payloadLength } of recording.packets)
    if (position?.stream === stream) balance += position.isFromOpener ? payloadLength : -payloadLength
  return balance >= 0 ? { sender: opener, receiver: acceptor } : { sender: acceptor, receiver: opener }
}

function levelsAt(recording: Recording, at: Nanoseconds, sender: ConnectionEnd, receiver: ConnectionEnd) {
  const from = socketAt(recording, at, sender, receiver)
  const to = socketAt(recording, at, receiver, sender)
  return {
    sendQ: from?.sendQ ?? 0,
    inFlight: from?.inFlight ?? 0,
    recvQ: to?.recvQ ?? 0,
    window: to?.receiveWindow ?? 0,
    /** A closed socket has no window, which is not a window of 0. */
    hasWindow: to !== null,
  }
}

/**
 * Finds the sockets of the connection; an accepted one gets its number at accept, so this looks at the end of the data.
 */
function tankSeries(recording: Recording, sender: ConnectionEnd, receiver: ConnectionEnd) {
  const series = (end: ConnectionEnd, other: ConnectionEnd) =>
    socketSeries(recording.history, end.host, inodeOf(recording, end, other))
  const { inFlight, sendQ } = series(sender, receiver)
  const { recvQ, receiveWindow } = series(receiver, sender)
  return { inFlight, sendQ, recvQ, receiveWindow }
}

function inodeOf(recording: Recording, end: ConnectionEnd, other: ConnectionEnd): number {
  for (const { at, arrives, payloadLength } of recording.packets) {
    const inode = payloadLength > 0 ? socketAt(recording, arrives ?? at, end, other)?.inode : 0
    if (inode) return inode
  }
  return -1
}

function flying({ packets }: Recording, at: Nanoseconds): number {
  return packets.filter((one) => one.payloadLength > 0 && one.at <= at && (one.arrives ?? 0) > at).length
}

/** The wire between both tanks; shut while the receiver's window is 0. */
function Pipe({ isShut, packets }: { isShut: boolean; packets: number }): JSX.Element {
  return (
    <div class={`pipe${isShut ? ' shut' : ''}`} role="img" aria-label={words.pipe(packets, isShut)}>
      <svg viewBox="0 0 90 40" width="90" height="40" aria-hidden="true">
        <path class="wall" d="M0 12h90M0 28h90" />
        {Array.from({ length: Math.min(packets, 5) }, (_, index) => (
          <rect key={index} class="packet" x={8 + index * 16} y="15" width="11" height="10" rx="2" />
        ))}
        {isShut && <path class="gate" d="M76 6v28M83 6v28" />}
      </svg>
      <span aria-hidden="true">{isShut ? words.shut : words.onTheWire(packets)}</span>
    </div>
  )
}
