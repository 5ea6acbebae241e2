import type { JSX } from 'preact'
import { strings } from '#strings'
import { LadderDrawing, LadderLegend, layoutLadder } from '../ladder/index.ts'
import { useIsNarrow } from '../site/index.ts'
import type { FigureRun } from './stored-run.ts'
import type { FigureViewProps } from './view.ts'

const words = strings.figure

/** Sizes at which the drawing's text is as large as the text around it. */
const PAGE = { width: 520, margin: 90 }
const PHONE = { width: 360, margin: 62 }

/** Hosts side by side, time down the page, each packet an arrow. */
export function LadderView(props: FigureViewProps<FigureRun>): JSX.Element {
  const { recording, moment, hosts, selected, onSelect } = props
  const layout = layoutLadder(recording.packets, {
    hosts,
    ...(useIsNarrow() ? PHONE : PAGE),
    pixelsPerMillisecond: props.pixelsPerMillisecond,
    foldOver: 60,
    ...(moment !== null && { now: moment }),
    selected,
  })
  const places = new Map(layout.lifelines.map(({ host, x }) => [host, x]))
  const labels = layout.arrows.flatMap(({ label }) => label ?? [])
  return (
    <>
      <LadderDrawing
        layout={layout}
        label={words.ladderLabel(recording.packets.length, hosts.join(' and '))}
        selected={selected}
        now={moment}
        showHosts
        onSelect={(packet) => onSelect(packet === selected ? null : packet)}
        overlay={props.overlay?.((time) => layout.top + layout.axis.y(time), places, labels)}
      />
      <LadderLegend packets={recording.packets} />
    </>
  )
}
