import type { JSX } from 'preact'
import type { Recording } from '../recording/index.ts'
import { ByteView } from './byte-view.tsx'
import { useFigureRunner } from './figure-runner.ts'
import { LiveFigure } from './live-figure.tsx'
import { NameView } from './name-view.tsx'
import { NatView } from './nat-view.tsx'
import { PoolView } from './pool-view.tsx'
import { QueueView } from './queue-view.tsx'
import { RasterView } from './raster-view.tsx'
import { SequenceView } from './sequence-view.tsx'
import { StateView } from './state-view.tsx'
import { restoreRecording } from './stored-recording.ts'
import { TankView } from './tank-view.tsx'
import type { FigureProps, FigureView } from './view.ts'
import { WalkView } from './walk-view.tsx'
import { ZoneView } from './zone-view.tsx'

interface FigureKind {
  view: FigureView<Recording>
  /** The view draws sockets or queues, so the page brings their tables too. */
  tables?: boolean
  /** Hides the programs: the view gets the full width. */
  isWide?: boolean
  /** Hides the time controls: the view shows one packet. */
  isStill?: boolean
}

/** Kinds of figures that draw a whole recording. The ladder is not one: it comes with less data and code. */
const KINDS = {
  bytes: { view: ByteView, isWide: true, isStill: true },
  names: { view: NameView, isWide: true, isStill: true },
  nat: { view: NatView, tables: true, isWide: true },
  pool: { view: PoolView },
  queue: { view: QueueView, tables: true },
  raster: { view: RasterView },
  sequence: { view: SequenceView },
  states: { view: StateView, tables: true },
  tanks: { view: TankView, tables: true },
  walk: { view: WalkView, isWide: true },
  zone: { view: ZoneView, isWide: true, isStill: true },
} satisfies Readonly<Record<string, FigureKind>>

export type RecordingKind = keyof typeof KINDS

/** Whether a kind of figure needs the tables of sockets and queues. */
export const needsTables = (kind: RecordingKind): boolean => (KINDS[kind] as FigureKind).tables ?? false

export interface RecordingProps extends FigureProps {
  kind: RecordingKind
  /** The packet selected first. */
  selected?: number
}

/** The island of a figure that draws its recording. */
export function LiveRecording({ kind, ...props }: RecordingProps): JSX.Element {
  const { view, isWide = false, isStill = false }: FigureKind = KINDS[kind]
  const runner = useFigureRunner(props, props.recorded, restoreRecording)
  return <LiveFigure {...props} runner={runner} view={view} isWide={isWide} isStill={isStill} />
}
