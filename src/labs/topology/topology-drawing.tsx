import type { JSX } from 'preact'
import type { Nanoseconds } from '../../runtime/network/index.ts'
import { strings } from '../../strings/index.ts'
import type { PacketView, Recording } from '../recording/index.ts'

const words = strings.world

interface TopologyDrawingProps {
  topology: {
    nodes: { name: string; address: string }[]
    links: { ends: [string, string]; delay: string; rate: string; loss: number }[]
  }
  recording: Recording | null
  now: Nanoseconds
  isLive: boolean
  selected: number | null
  /** The host whose end of the wire is a peer and no program. */
  peerHost: string
  peerName: string
  onSelect: (packet: number) => void
}

const WIDTH = 372
const BOX = { width: 112, height: 68, top: 12 }

/** Two hosts and the link between them, with the packets that are on it. */
export function TopologyDrawing(props: TopologyDrawingProps): JSX.Element {
  const { topology, recording, now } = props
  const flying = recording?.underWay(now) ?? []
  const hosts = topology.nodes.map((node) => `${node.name} ${node.address}`).join(', ')
  const place = places(topology.nodes.map((node) => node.name))
  return (
    <div class="topology">
      <svg viewBox={`0 0 ${WIDTH} 118`} width="100%" role="img" aria-label={words.topologyLabel(hosts, flying.length)}>
        {topology.links.map((link) => (
          <LinkLine key={link.ends.join(' ')} link={link} place={place} flying={flying.length} />
        ))}
        {topology.nodes.map((node) => (
          <HostBox key={node.name} {...props} name={node.name} address={node.address} x={place(node.name)} />
        ))}
        {flying.slice(0, 40).map((packet) => (
          <Flying
            key={packet.number}
            packet={packet}
            now={now}
            place={place}
            isSelected={packet.number === props.selected}
          />
        ))}
      </svg>
    </div>
  )
}

/** Left edge of each host's box: evenly from left to right. */
function places(names: readonly string[]): (name: string) => number {
  const room = WIDTH - 16 - BOX.width
  return (name) => 8 + (names.length > 1 ? (room * names.indexOf(name)) / (names.length - 1) : room / 2)
}

interface LinkLineProps {
  link: TopologyDrawingProps['topology']['links'][number]
  place: (name: string) => number
  flying: number
}

function LinkLine({ link, place, flying }: LinkLineProps): JSX.Element {
  const [left, right] = link.ends.map(place).sort((a, b) => a - b)
  const x1 = left! + BOX.width
  const middle = (x1 + right!) / 2
  return (
    <g class="link-line">
      <line x1={x1} x2={right} y1="46" y2="46" />
      <text class="faint" x={middle} y="24" text-anchor="middle">
        {flying === 0 ? words.quiet : words.inFlight(flying)}
      </text>
      <text x={middle} y="74" text-anchor="middle">
        {words.oneWay(link.delay)}
      </text>
      <text x={middle} y="101" text-anchor="middle">
        {link.loss > 0 && (
          <>
            {words.loss} <tspan class="knob">{`${link.loss * 100} %`}</tspan>
            {' · '}
          </>
        )}
        {link.rate}
      </text>
    </g>
  )
}

interface HostBoxProps extends TopologyDrawingProps {
  name: string
  address: string
  x: number
}

function HostBox({ recording, name, address, x, peerHost, peerName, isLive }: HostBoxProps): JSX.Element {
  const process = recording?.processesOn(name).at(-1)
  const isPeer = name === peerHost && !process
  const crashed = process?.exit && (process.exit.code ?? 1) !== 0
  const isUp = isPeer ? recording !== null && isLive : process && !process.exit
  const does = process ? process.name : isPeer && recording ? peerName : words.noProcess
  const state = process?.exit ? words.exited(String(process.exit.signal ?? process.exit.code)) : ''
  return (
    <g class={crashed ? 'host-box crashed' : 'host-box'}>
      <rect x={x} y={BOX.top} width={BOX.width} height={BOX.height} rx="6" />
      <circle class={isUp ? 'up' : 'down'} cx={x + 12} cy="26" r="3.5" />
      <text class="name" x={x + 21} y="30">
        {name}
      </text>
      <text class="address" x={x + 8} y="46">
        {address}
      </text>
      <text class="does" x={x + 8} y="59">
        {does}
      </text>
      <text class="state" x={x + 8} y="72">
        {state}
      </text>
    </g>
  )
}

interface FlyingProps {
  packet: PacketView
  now: Nanoseconds
  place: (name: string) => number
  isSelected: boolean
}

/** A packet at its true place on the link. */
function Flying({ packet, now, place, isSelected }: FlyingProps): JSX.Element {
  const goesRight = place(packet.from) < place(packet.to)
  const start = goesRight ? place(packet.from) + BOX.width : place(packet.from)
  const end = goesRight ? place(packet.to) : place(packet.to) + BOX.width
  const share = packet.arrives === null ? 0.5 : (now - packet.at) / (packet.arrives - packet.at)
  const x = start + (end - start) * (0.15 + 0.7 * share)
  return (
    <g
      class={`flying ${packet.protocol.toLowerCase()}${isSelected ? ' selected' : ''}`}
      transform={`translate(${x} 46)`}
    >
      <rect x="-17" y="-10" width="34" height="20" rx="4" />
      <text y="4" text-anchor="middle">
        {goesRight ? `${packet.number}▸` : `◂${packet.number}`}
      </text>
    </g>
  )
}
