import { type Lab, milliseconds } from '#lab'
import { type Figure, type FigureEvent, type FigureSettings, fileText } from './figure-file.ts'

/** Plays a figure in a new world: sets the link, starts the programs, and runs until nothing more happens. */
export async function playFigure(lab: Lab, figure: Figure, settings: FigureSettings): Promise<void> {
  const { delay, loss, rate, queue } = settings
  const [a, b] = figure.link
  await lab.link(a, b).impair({
    delay: delay as `${number}ms`,
    loss,
    rate: rate as `${number}Mbit`,
    ...(queue !== undefined && { queue }),
  })
  for (const [host, files] of Object.entries(figure.files))
    for (const [path, text] of Object.entries(files)) await lab.host(host).writeFile(path, fileText(text, settings))
  for (const { host, program, listens } of figure.programs) {
    await lab.host(host).run(program, listens === undefined ? {} : { listens })
  }
  const start = lab.clock.now
  const events = figure.events
    .filter((event) => happens(event, settings))
    .map((event) => ({ ...event, at: timeOf(event, start) }))
  await lab.timeline(events.filter((event) => event.do !== 'drop').map(({ when: _when, ...event }) => event))
  for (const { at, link, filter } of events.filter((event) => event.do === 'drop').sort((a, b) => a.at - b.at)) {
    await lab.clock.advance(at - lab.clock.now)
    await lab.link(...link).rule({ filter, action: 'drop', count: Number.POSITIVE_INFINITY })
  }
  await lab.settle({ quiet: figure.quiet as `${number}s`, within: figure.longest as `${number}s` })
}

const happens = ({ when }: FigureEvent, { params }: FigureSettings) =>
  Object.entries(when).every(([name, value]) => params[name] === value)

/** In the world's time. */
const timeOf = ({ at }: FigureEvent, start: number) => start + milliseconds(at as `${number}ms`)
