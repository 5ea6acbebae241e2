import { type Lab, milliseconds, type TimelineEvent } from '../../runtime/lab/index.ts'
import type { Figure, FigureEvent, FigureSettings } from './figure-file.ts'

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
  await lab.timeline(eventsOf(figure, settings, lab.clock.now))
  await lab.settle({ quiet: QUIET, within: LONGEST })
}

/** Those that happen with these parameters, in the world's time. */
function eventsOf({ events }: Figure, { params }: FigureSettings, start: number): TimelineEvent[] {
  return events
    .filter(({ when }) => Object.entries(when).every(([name, value]) => params[name] === value))
    .map((event) => onTimeline(event, start))
}

function onTimeline(event: FigureEvent, start: number): TimelineEvent {
  const at = start + milliseconds(event.at as `${number}ms`)
  return 'host' in event ? { at, host: event.host, do: event.do } : { at, link: event.link, do: event.do }
}
