import type { JSX } from 'preact'
import { type TcpSeries, tcpSeries } from '#network'
import { strings } from '#strings'
import { type Line, Plot, type Scale, StepLine } from '../plots/index.ts'
import { isLost, type PacketView, type Recording } from '../recording/index.ts'
import { type Connection, connectionOf } from './connection.ts'
import { endOfTraffic, type FigureViewProps } from './view.ts'

const words = strings.figureViews.sequence
const [WIDTH, HEIGHT] = [520, 380]
/** A window edge this much further up would flatten the data: then it is left out. */
const FARTHEST = 2.5

/**
 * Stevens' plot: each segment a stroke from its first number to its last, with the acknowledged data and the window.
 */
export function SequenceView({ recording, moment, selected, onSelect }: FigureViewProps): JSX.Element {
  const found = largerDirection(recording)
  if (!found) return <p class="figure-empty">{words.none}</p>
  const { segments, series, connection, fromOpener } = found
  const sender = fromOpener ? connection.opener.host : connection.acceptor.host
  const highest = segments.reduce((most, { position }) => Math.max(most, position!.nextSequence), 1)
  const edge = Math.max(...series.windowEdge.values, 0)
  const showsWindow = edge <= highest * FARTHEST
  const most = (showsWindow ? Math.max(highest, edge) : highest) * 1.06
  return (
    <>
      <Plot
        width={WIDTH}
        height={HEIGHT}
        end={endOfTraffic(recording)}
        most={most}
        moment={moment}
        title={words.axis(sender)}
        label={words.label(segments.length, sender, highest - 1)}
      >
        {(x, y) => (
          <>
            {showsWindow && <StepLine line={as(series.windowEdge, 'window')} x={x} y={y} />}
            <StepLine line={as(series.acknowledged, 'acknowledged')} x={x} y={y} />
            {segments.map((packet) => (
              <Segment key={packet.number} packet={packet} x={x} y={y} selected={selected} onSelect={onSelect} />
            ))}
          </>
        )}
      </Plot>
      <p class="signs">
        <Key kind="segment" text={words.segment} />
        {segments.some(({ againOf }) => againOf !== null) && <Key kind="again" text={strings.ladder.legend.again} />}
        {segments.some(isLost) && <Key kind="lost" text={strings.ladder.legend.lost} />}
        <Key kind="acknowledged" text={words.acknowledged} />
        {showsWindow ? <Key kind="window" text={words.window} /> : <span>{words.windowFar(edge)}</span>}
      </p>
    </>
  )
}

const as = ({ times, values }: TcpSeries['window'], kind: string): Line => ({ times, values, kind })

interface Direction {
  connection: Connection
  fromOpener: boolean
  segments: PacketView[]
  series: TcpSeries
}

/** Direction of the first connection that carried more bytes, on its first link. */
function largerDirection(recording: Recording): Direction | null {
  const connection = connectionOf(recording)
  if (!connection) return null
  const link = recording.packets.find(({ position }) => position?.stream === connection.stream)?.link
  const own = recording.packets.filter((one) => one.position?.stream === connection.stream && one.link === link)
  const bytes = (fromOpener: boolean) =>
    own.reduce((sum, one) => sum + (one.position?.isFromOpener === fromOpener ? one.payloadLength : 0), 0)
  const fromOpener = bytes(true) >= bytes(false)
  const segments = own.filter(
    ({ position }) => position?.isFromOpener === fromOpener && position.nextSequence !== position.sequence,
  )
  const records = own.map((one) => [recording.captured[one.number - 1]!, one.position] as const)
  return { connection, fromOpener, segments, series: tcpSeries(records, connection.stream, fromOpener) }
}

interface SegmentProps {
  packet: PacketView
  x: Scale
  y: Scale
  selected: number | null
  onSelect: (packet: number | null) => void
}

function Segment({ packet, x, y, selected, onSelect }: SegmentProps): JSX.Element {
  const { sequence, nextSequence } = packet.position!
  const [left, low, high] = [x(packet.at), y(sequence), y(nextSequence)]
  const isSelected = packet.number === selected
  const kind = isLost(packet) ? 'lost' : packet.againOf !== null ? 'again' : 'sent'
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the drawing is an image; its table says the same and is operable
    <g
      class={`segment ${kind}${isSelected ? ' selected' : ''}`}
      data-packet={packet.number}
      onClick={() => onSelect(isSelected ? null : packet.number)}
    >
      <title>{words.of(packet.number, sequence, nextSequence)}</title>
      {isSelected && <line class="marker" x1={left} x2={left} y1={low} y2={high} />}
      <path d={`M${left - 3} ${low}h6M${left} ${low}V${high}M${left - 3} ${high}h6`} />
      {kind === 'lost' && <path class="cross" d={`M${left - 4} ${(low + high) / 2 - 4}l8 8m0-8l-8 8`} />}
    </g>
  )
}

/** An entry of the legend: the shape as drawn. */
function Key({ kind, text }: { kind: string; text: string }): JSX.Element {
  const isSegment = kind === 'segment' || kind === 'again' || kind === 'lost'
  return (
    <span>
      <svg class="plot key" width="20" height="12" aria-hidden="true">
        {isSegment ? (
          <g class={`segment ${kind === 'segment' ? 'sent' : kind}`}>
            <path d="M7 1h6M10 1v10M7 11h6" />
            {kind === 'lost' && <path class="cross" d="M6 2l8 8m0-8l-8 8" />}
          </g>
        ) : (
          <path class={`line ${kind}`} d="M0 6h20" />
        )}
      </svg>
      {text}
    </span>
  )
}
