import type { JSX } from 'preact'
import { ByteView } from './byte-view.tsx'
import { LiveFigure } from './live-figure.tsx'
import type { FigureProps } from './view.ts'

export interface BytesProps extends FigureProps {
  /** The packet shown first. */
  packet: number
}

/** The island of a byte explorer. */
export function LiveBytes(props: BytesProps): JSX.Element {
  return <LiveFigure {...props} view={ByteView} isWide isStill selected={props.packet} />
}
