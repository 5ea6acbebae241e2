import type { JSX } from 'preact'
import { useFigureRunner } from './figure-runner.ts'
import { LiveFigure } from './live-figure.tsx'
import { restoreRecording } from './stored-recording.ts'
import { TankView } from './tank-view.tsx'
import type { FigureProps } from './view.ts'

/** The island of window tanks. */
export function LiveTanks(props: FigureProps): JSX.Element {
  return <LiveFigure {...props} runner={useFigureRunner(props, props.recorded, restoreRecording)} view={TankView} />
}
