import type { JSX } from 'preact'
import { strings } from '../../strings/index.ts'
import { timeAxis } from '../ladder/index.ts'
import { isLost, type PacketView } from '../recording/index.ts'
import type { Workspace } from './workspace.ts'

const WIDTH = 1000
const LANES = { first: 26, second: 48 }
/** More packets than this are a grey band: at this size they could not be told apart. */
const SHOWN = 400

/** The ladder lying down: the same folds, one lane a host. */
export function Timeline({ workspace }: { workspace: Workspace }): JSX.Element {
  const shown = workspace.shown.value
  shown?.recording.version.value
  const nodes = workspace.exercise.topology.nodes.map((node) => node.name)
  const packets = (shown?.recording.packets ?? []).slice(-SHOWN)
  const lane = (host: string) => (nodes.indexOf(host) <= 0 ? LANES.first : LANES.second)
  const flights = packets.map((packet) => [packet.at, packet.arrives ?? packet.at] as const)
  const axis = timeAxis(flights, { pixelsPerMillisecond: 3.5, foldOver: 24, foldHeight: 60 })
  const scale = axis.height > 0 ? Math.min(4, (WIDTH - 20) / axis.height) : 1
  const x = (time: number) => 10 + axis.y(time) * scale
  const label = strings.transport.timeline(strings.packets.count(shown?.recording.packets.length ?? 0))
  return (
    <div class="timeline">
      <div class="lane-names" aria-hidden="true">
        {nodes.slice(0, 2).map((node) => (
          <span key={node}>{node}</span>
        ))}
      </div>
      <svg viewBox={`0 0 ${WIDTH} 72`} preserveAspectRatio="none" role="img" aria-label={label}>
        <line class="lane" x1="0" x2={WIDTH} y1={LANES.first} y2={LANES.first} />
        <line class="lane" x1="0" x2={WIDTH} y1={LANES.second} y2={LANES.second} />
        {axis.folds.map((fold) => (
          <rect
            key={fold.from}
            class="fold"
            x={10 + fold.y * scale + 4}
            y="20"
            width={Math.max(2, fold.height * scale - 8)}
            height="34"
          />
        ))}
        {packets.map((packet) => (
          <Flight
            key={packet.number}
            packet={packet}
            x={x}
            lane={lane}
            isSelected={packet.number === workspace.selected.value}
          />
        ))}
      </svg>
    </div>
  )
}

interface FlightProps {
  packet: PacketView
  x: (time: number) => number
  lane: (host: string) => number
  isSelected: boolean
}

function Flight({ packet, x, lane, isSelected }: FlightProps): JSX.Element {
  const from = lane(packet.from)
  const to = lane(packet.to)
  const lost = isLost(packet)
  const x1 = x(packet.at)
  const x2 = packet.arrives === null ? x1 + 14 : x(packet.arrives)
  const y2 = lost ? from + (to - from) * 0.5 : to
  return (
    <g class={`flight ${packet.resets ? 'reset' : packet.protocol.toLowerCase()}${isSelected ? ' selected' : ''}`}>
      {isSelected && <line class="marker" x1={x1} x2={x2} y1={from} y2={y2} vector-effect="non-scaling-stroke" />}
      <line class="shaft" x1={x1} x2={x2} y1={from} y2={y2} vector-effect="non-scaling-stroke" />
      {lost && (
        <line class="death" x1={x2 - 3} x2={x2 + 3} y1={y2 - 4} y2={y2 + 4} vector-effect="non-scaling-stroke" />
      )}
    </g>
  )
}
