import type { JSX } from 'preact'
import { strings } from '../../strings/index.ts'
import { LadderDrawing, layoutLadder } from '../ladder/index.ts'
import { isLost, type Recording } from '../recording/index.ts'
import type { FigureViewProps } from './view.ts'

const words = strings.figure

/** Hosts side by side, time down the page, each packet an arrow. */
export function LadderView(props: FigureViewProps): JSX.Element {
  const { recording, moment, hosts, selected, onSelect } = props
  const layout = layoutLadder(recording.packets, {
    hosts,
    width: 520,
    margin: 90,
    pixelsPerMillisecond: props.pixelsPerMillisecond,
    foldOver: 60,
    ...(moment !== null && { now: moment }),
    keepLabels: new Set(selected === null ? [] : [selected]),
  })
  const places = new Map(layout.lifelines.map(({ host, x }) => [host, x]))
  return (
    <>
      <LadderDrawing
        layout={layout}
        label={words.ladderLabel(recording.packets.length, hosts.join(' and '))}
        selected={selected}
        now={moment}
        showHosts
        onSelect={(packet) => onSelect(packet === selected ? null : packet)}
        overlay={props.overlay?.((time) => layout.top + layout.axis.y(time), places)}
      />
      <Legend recording={recording} />
    </>
  )
}

/** Only the shapes that are there. */
function Legend({ recording }: { recording: Recording }): JSX.Element {
  const { packets } = recording
  return (
    <p class="legend">
      {packets.some((packet) => packet.opens) && (
        <span>
          <svg width="12" height="10" aria-hidden="true">
            <circle cx="5" cy="5" r="4" class="opens" />
          </svg>
          {words.opens}
        </span>
      )}
      {packets.some((packet) => packet.ends) && (
        <span>
          <svg width="12" height="10" aria-hidden="true">
            <rect x="1" y="1" width="8" height="8" class="ends" />
          </svg>
          {words.endsItsSide}
        </span>
      )}
      {packets.some(isLost) && (
        <span>
          <svg width="12" height="10" aria-hidden="true">
            <path d="M2 1l7 8M9 1 2 9" class="lost" />
          </svg>
          {words.lost}
        </span>
      )}
      {packets.some((packet) => packet.againOf !== null) && (
        <span>
          <svg width="22" height="10" aria-hidden="true">
            <path d="M0 3h20M0 7h20" class="again" />
          </svg>
          {words.again}
        </span>
      )}
    </p>
  )
}
