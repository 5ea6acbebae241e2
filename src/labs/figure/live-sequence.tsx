import type { JSX } from 'preact'
import { LiveFigure } from './live-figure.tsx'
import { SequenceView } from './sequence-view.tsx'
import type { FigureProps } from './view.ts'

/** The island of a sequence plot. */
export function LiveSequence(props: FigureProps): JSX.Element {
  return <LiveFigure {...props} view={SequenceView} />
}
