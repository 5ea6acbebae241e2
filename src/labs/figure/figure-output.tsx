import type { JSX } from 'preact'
import type { Nanoseconds } from '#network'
import { strings } from '#strings'
import type { FigureRun } from './stored-run.ts'

const words = strings.figure

/** Output of the programs up to the current time, with times. */
export function FigureOutput({ recording, moment }: { recording: FigureRun; moment: Nanoseconds | null }): JSX.Element {
  const printed = [...recording.printed].filter((line) => moment === null || line.at <= moment)
  return (
    <div class="figure-output" role="log" aria-label={words.output} tabIndex={0}>
      {printed.length === 0 && <p class="faint">{words.nothingPrinted}</p>}
      {printed.map((line, index) => (
        <div key={index}>
          <span class="faint">{words.prints(line.host, line.at)}</span> {line.text}
        </div>
      ))}
    </div>
  )
}
