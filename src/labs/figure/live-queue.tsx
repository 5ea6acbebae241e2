import type { JSX } from 'preact'
import { useFigureRunner } from './figure-runner.ts'
import { LiveFigure } from './live-figure.tsx'
import { QueueView } from './queue-view.tsx'
import { restoreRecording } from './stored-recording.ts'
import type { FigureProps } from './view.ts'

/** The island of a queue. */
export function LiveQueue(props: FigureProps): JSX.Element {
  return <LiveFigure {...props} runner={useFigureRunner(props, props.recorded, restoreRecording)} view={QueueView} />
}
