import type { JSX } from 'preact'
import { LiveFigure } from './live-figure.tsx'
import { StateView } from './state-view.tsx'
import type { FigureProps } from './view.ts'

/** The island of a state diagram. */
export function LiveStates(props: FigureProps): JSX.Element {
  return <LiveFigure {...props} view={StateView} />
}
