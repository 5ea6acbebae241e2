import type { Lab } from '../../runtime/lab/index.ts'
import type { Figure, FigureSettings } from './figure-file.ts'

/** Nothing may be due within this time: longer than the pauses of a sender that retries over a bad link. */
const QUIET = '20s'
const LONGEST = '300s'

/** Plays a figure in a world that has just been opened: sets the link, starts the programs, lets it run until nothing more happens. */
export async function playFigure(lab: Lab, figure: Figure, settings: FigureSettings): Promise<void> {
  const { delay, loss, rate, queue } = settings
  const [a, b] = figure.link
  await lab.link(a, b).impair({
    ...{ delay: delay as `${number}ms`, loss, rate: rate as `${number}Mbit` },
    ...(queue !== undefined && { queue }),
  })
  for (const { host, program, listens } of figure.programs) {
    await lab.host(host).run(program, listens === undefined ? {} : { listens })
  }
  await lab.settle({ quiet: QUIET, within: LONGEST })
}
