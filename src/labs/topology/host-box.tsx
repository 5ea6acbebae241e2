import type { JSX } from 'preact'
import type { Nanoseconds, RecordedMoment, TableRow } from '#network'
import { strings } from '#strings'
import type { Recording } from '../recording/index.ts'

const words = strings.world
/** Characters of a state that fit. */
const LONGEST = 17

const shortened = (line: string): string => (line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line)

interface HostBoxProps extends TopologyDrawingProps {
  node: { name: string; address: string }
  place: { x: number; y: number }
  sockets: readonly TableRow<'sockets'>[]
}

/** A host: its address, its processes, and the state of its busiest socket in capitals. */
export function HostBox(props: HostBoxProps): JSX.Element {
  const { recording, snapshot, node, place, peerHost, peerName, isLive, sockets } = props
  const own = snapshot?.processes().filter(({ host }) => host === node.name)
  // A command that has ended in the terminal doesn't stop the server beside it.
  const process = own?.findLast(({ state }) => state !== 'exited') ?? own?.at(-1)
  const hasEnded = process?.state === 'exited'
  const isPeer = node.name === peerHost && !process
  const { code, signal, outside } = process?.exit ?? {}
  const crashed = hasEnded && outside === undefined && (code ?? 1) !== 0
  const isUp = isPeer ? recording !== null && isLive : process !== undefined && !hasEnded
  const does = process ? shortened(process.name) : isPeer && recording ? peerName : words.noProcess
  const how = outside === 'end' ? words.stoppedByTest : words.exited(String(signal ?? code))
  const state = hasEnded ? how : socketState(sockets)
  const { x, y } = place
  const role = props.roleOf?.(node.name)
  if (role !== undefined)
    return (
      <g class="host-box">
        <rect x={x} y={y} width="112" height="68" rx="6" />
        <text class="name" x={x + 10} y={y + 20}>
          {node.name}
        </text>
        <text class="address" x={x + 10} y={y + 38}>
          {node.address}
        </text>
        <text class="does" x={x + 10} y={y + 54}>
          {role}
        </text>
      </g>
    )
  return (
    <g class={crashed ? 'host-box crashed' : 'host-box'}>
      <rect x={x} y={y} width="112" height="68" rx="6" />
      <circle class={isUp ? 'up' : 'down'} cx={x + 12} cy={y + 14} r="3.5" />
      <text class="name" x={x + 21} y={y + 18}>
        {node.name}
      </text>
      <text class="address" x={x + 8} y={y + 34}>
        {node.address}
      </text>
      <text class="does" x={x + 8} y={y + 47}>
        {node.address === '' ? '' : does}
      </text>
      <text class="state" x={x + 8} y={y + 60}>
        {state}
      </text>
    </g>
  )
}

/** A connection is more informative than a listener. */
function socketState(sockets: readonly TableRow<'sockets'>[]): string {
  const tcp = sockets.filter(({ proto }) => proto === 'tcp')
  const connection = tcp.findLast(({ state }) => state !== 'LISTEN')
  if (connection) return connection.state.slice(0, LONGEST)
  const listener = tcp.find(({ state }) => state === 'LISTEN')
  return listener ? `LISTEN ${listener.localPort}` : ''
}

export interface TopologyDrawingProps {
  topology: {
    nodes: { name: string; address: string }[]
    links: { endpoints: [string, string]; ends: [string, string] }[]
  }
  recording: Recording | null
  /** State of the world at the current time. */
  snapshot: RecordedMoment | null
  now: Nanoseconds
  /** Values of each link at that moment, for its label. */
  linkText: (link: number) => string
  isLive: boolean
  selected: number | null
  /** Host with a test peer or the manual client instead of a program. */
  peerHost: string
  peerName: string
  onSelect: (packet: number) => void
  /** For a plan of the network: what each node is for, instead of what goes on there. */
  roleOf?: (node: string) => string
}
