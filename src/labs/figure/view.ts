import type { ComponentChildren, JSX } from 'preact'
import type { Nanoseconds } from '#network'
import type { ArrowLabel } from '../ladder/index.ts'
import type { DrawnPacket, Recording } from '../recording/index.ts'
import type { FigureSettings } from './figure-file.ts'
import type { StoredRecord } from './stored-recording.ts'
import type { FigureRun, StoredRun } from './stored-run.ts'
import type { FigureWorld } from './world.ts'

/** A figure as published to the page. */
export interface ShownFigure extends FigureWorld {
  /** Its name in `content/<module>/figures/`. */
  id: string
  /** All hosts, left to right. */
  hosts: readonly string[]
  /** Initial time in ms; the end by default. */
  moment?: number
}

/** With its ladder, drawn when the site was built. */
export interface LadderFigureProps extends ShownFigure {
  run: StoredRun
}

/** With its recording from the build, for views that show more than a ladder. */
export interface FigureProps extends ShownFigure {
  recorded: readonly StoredRecord[]
}

/** Props of a view. It draws one moment of one recording, and knows nothing of runs. */
export interface FigureViewProps<Run extends FigureRun = Recording> {
  recording: Run
  /** Null is the end. */
  moment: Nanoseconds | null
  hosts: readonly string[]
  pixelsPerMillisecond: number
  selected: number | null
  onSelect: (packet: number | null) => void
  onMoment: (moment: Nanoseconds | null) => void
  /** Drawn over the ladder: the prediction. */
  overlay?: FigureOverlay
}

export type FigureView<Run extends FigureRun> = (props: FigureViewProps<Run>) => JSX.Element
export type FigureOverlay = (
  y: (time: Nanoseconds) => number,
  lifelines: ReadonlyMap<string, number>,
  labels: readonly ArrowLabel[],
) => ComponentChildren

/**
 * Pixels per millisecond, the same for every run of a figure, so that slopes can be compared; smaller for a long delay.
 */
export function pixelsPerMillisecond(settings: FigureSettings): number {
  const delay = Number.parseFloat(settings.delay)
  return delay > 40 ? 1.2 : delay > 20 ? 2.2 : 3.5
}

/** Time when the last packet has arrived. */
export function endOf({ packets }: { packets: readonly DrawnPacket[] }): Nanoseconds {
  return packets.reduce((last, packet) => Math.max(last, packet.arrives ?? packet.at), 0)
}

/** Goal of a race: the last byte of data has arrived. */
export function finishOf({ packets }: { packets: readonly DrawnPacket[] }): Nanoseconds {
  return packets.reduce((last, packet) => (packet.payloadLength > 0 ? Math.max(last, packet.arrives ?? 0) : last), 0)
}

/**
 * Time when the last packet other than address resolution has arrived: hosts probe their neighbors long after a
 * conversation.
 */
export function endOfTraffic({ packets }: { packets: readonly DrawnPacket[] }): Nanoseconds {
  return endOf({ packets: packets.filter(({ protocol }) => protocol !== 'ARP') }) || endOf({ packets })
}
