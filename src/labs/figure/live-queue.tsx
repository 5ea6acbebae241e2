import type { JSX } from 'preact'
import { LiveFigure } from './live-figure.tsx'
import { QueueView } from './queue-view.tsx'
import type { FigureProps } from './view.ts'

/** The island of a queue. */
export function LiveQueue(props: FigureProps): JSX.Element {
  return <LiveFigure {...props} view={QueueView} />
}
