import type { JSX } from 'preact'
import type { Flight, TableRow } from '#network'
import { strings } from '#strings'
import { apart } from '../drawing/index.ts'
import { HostBox, type TopologyDrawingProps } from './host-box.tsx'
import { type Places, placeHosts, placeLink } from './places.ts'

const words = strings.world
/** More packets on one link are not drawn individually. */
const MOST_FLYING = 40
/** If packets are closer than this share of the link, the latest covers the others. */
const APART = 0.005

/** Hosts, the links between them, and the packets in flight. */
export function TopologyDrawing(props: TopologyDrawingProps): JSX.Element {
  const { topology, snapshot } = props
  const flights = snapshot?.flights() ?? []
  const hosts = topology.nodes.map((node) => `${node.name} ${node.address}`).join(', ')
  const places = placeHosts(
    topology.nodes.map((node) => node.name),
    topology.links,
  )
  const isSelected = ({ packet }: Flight) => Number(packet.number === props.selected)
  const sockets = snapshot?.rows('sockets') ?? []
  const queues = snapshot?.rows('queues') ?? []
  return (
    <svg
      class="topology"
      viewBox={`0 0 ${places.width} ${places.height}`}
      width="100%"
      role="img"
      aria-label={props.roleOf ? words.planLabel(hosts) : words.topologyLabel(hosts, flights.length)}
    >
      {topology.links.map((link, index) => (
        <LinkLine
          key={link.endpoints.join(' ')}
          link={link}
          places={places}
          text={props.linkText(index)}
          isPlan={props.roleOf !== undefined}
          flying={flights.filter(({ packet }) => packet.link === index).length}
          queued={queues.filter((row) => row.link === index).reduce((sum, { frames }) => sum + frames, 0)}
        />
      ))}
      {topology.nodes.map((node) => (
        <HostBox key={node.name} {...props} node={node} place={places.at(node.name)} sockets={of(sockets, node.name)} />
      ))}
      {apart(flights, seenOnLinks(props.selected))
        .slice(0, MOST_FLYING * topology.links.length)
        // The selected packet on top.
        .sort((one, other) => isSelected(one) - isSelected(other))
        .map((flight) => (
          <Flying key={flight.packet.number} flight={flight} places={places} {...props} />
        ))}
    </svg>
  )
}

/** Distinguishable packets, and the selected one. */
const seenOnLinks = (selected: number | null) => ({
  way: ({ packet }: Flight) => `${packet.from} ${packet.to}`,
  place: ({ progress }: Flight) => (progress === null ? null : [progress]),
  nearer: APART,
  isKept: ({ packet }: Flight) => packet.number === selected,
})

const of = (rows: readonly TableRow<'sockets'>[], node: string) => rows.filter((row) => row.node === node)

interface LinkLineProps {
  link: TopologyDrawingProps['topology']['links'][number]
  places: Places
  text: string
  flying: number
  queued: number
  /** Nothing is said of traffic. */
  isPlan: boolean
}

function LinkLine({ link, places, text, flying, queued, isPlan }: LinkLineProps): JSX.Element {
  const { x1, y1, x2, y2, label } = placeLink(places, link.ends)
  const { x, y } = label
  const goesDown = y1 !== y2
  const said = flying === 0 ? words.quiet : words.inFlight(flying)
  return (
    <g class={flying > 0 ? 'link-line carrying' : 'link-line'}>
      <line x1={x1} x2={x2} y1={y1} y2={y2} />
      {queued > 0 && <line class="queue" x1={x - 22} x2={x - 22 + Math.min(44, 3 * queued)} y1={y + 7} y2={y + 7} />}
      {goesDown ? (
        <text class="beside" x={x} y={y + 4} text-anchor="middle">
          {flying === 0 ? text : said}
        </text>
      ) : (
        <>
          {!isPlan && (
            <text class="faint" x={x} y={y - 21} text-anchor="middle">
              {said}
            </text>
          )}
          <text x={x} y={y + 27} text-anchor="middle">
            {text}
          </text>
        </>
      )}
    </g>
  )
}

interface FlyingProps extends TopologyDrawingProps {
  flight: Flight
  places: Places
}

/** A packet at its position on the link; a held one waits in the middle. */
function Flying({ flight: { packet, progress }, places, recording, selected, onSelect }: FlyingProps): JSX.Element {
  const { number, from, to } = packet
  const { x1, y1, x2, y2 } = placeLink(places, [nodeOf(from), nodeOf(to)])
  const along = 0.15 + 0.7 * (progress ?? 0.5)
  const x = x1 + (x2 - x1) * along
  const y = y1 + (y2 - y1) * along
  const names = ['flying', recording?.packet(number)?.kind ?? 'other']
  if (number === selected) names.push('selected')
  if (progress === null) names.push('held')
  return (
    // The list of packets is the keyboard's way to the same choice.
    // biome-ignore lint/a11y/noStaticElementInteractions: the drawing is an image; the tables and the packet list are operable
    <g class={names.join(' ')} transform={`translate(${x} ${y})`} onClick={() => onSelect(number)}>
      <rect x="-17" y="-10" width="34" height="20" rx="4" />
      <text y="4" text-anchor="middle">
        {x1 <= x2 ? `${number}▸` : `◂${number}`}
      </text>
    </g>
  )
}

const nodeOf = (endpoint: string) => endpoint.slice(0, endpoint.indexOf(':'))
