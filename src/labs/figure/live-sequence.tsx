import type { JSX } from 'preact'
import { useFigureRunner } from './figure-runner.ts'
import { LiveFigure } from './live-figure.tsx'
import { SequenceView } from './sequence-view.tsx'
import { restoreRecording } from './stored-recording.ts'
import type { FigureProps } from './view.ts'

/** The island of a sequence plot. */
export function LiveSequence(props: FigureProps): JSX.Element {
  return <LiveFigure {...props} runner={useFigureRunner(props, props.recorded, restoreRecording)} view={SequenceView} />
}
