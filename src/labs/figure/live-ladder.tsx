import type { JSX } from 'preact'
import { useFigureRunner } from './figure-runner.ts'
import { LadderView } from './ladder-view.tsx'
import { LiveFigure } from './live-figure.tsx'
import { restoreRun } from './stored-run.ts'
import type { LadderFigureProps } from './view.ts'

/** The island of a ladder. */
export function LiveLadder(props: LadderFigureProps & { plays?: boolean }): JSX.Element {
  return <LiveFigure {...props} runner={useFigureRunner(props, props.run, restoreRun)} view={LadderView} />
}
