import type { JSX } from 'preact'
import { ByteView } from './byte-view.tsx'
import { useFigureRunner } from './figure-runner.ts'
import { LiveFigure } from './live-figure.tsx'
import { restoreRecording } from './stored-recording.ts'
import type { FigureProps } from './view.ts'

export interface BytesProps extends FigureProps {
  /** The packet shown first. */
  packet: number
}

/** The island of a byte explorer. */
export function LiveBytes(props: BytesProps): JSX.Element {
  return (
    <LiveFigure
      {...props}
      runner={useFigureRunner(props, props.recorded, restoreRecording)}
      view={ByteView}
      isWide
      isStill
      selected={props.packet}
    />
  )
}
