import type { JSX } from 'preact'
import { LadderView } from './ladder-view.tsx'
import { LiveFigure } from './live-figure.tsx'
import type { FigureProps } from './view.ts'

/** The island of a ladder. */
export function LiveLadder(props: FigureProps): JSX.Element {
  return <LiveFigure {...props} view={LadderView} />
}
