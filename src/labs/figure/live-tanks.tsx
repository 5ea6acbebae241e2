import type { JSX } from 'preact'
import { LiveFigure } from './live-figure.tsx'
import { TankView } from './tank-view.tsx'
import type { FigureProps } from './view.ts'

/** The island of window tanks. */
export function LiveTanks(props: FigureProps): JSX.Element {
  return <LiveFigure {...props} view={TankView} />
}
