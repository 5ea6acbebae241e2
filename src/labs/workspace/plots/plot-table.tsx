import type { JSX } from 'preact'
import { downsample } from '#network'
import { strings } from '#strings'
import type { Plot } from './plot-data.ts'

const MOST_ROWS = 100

/** A plot as numbers. */
export function PlotTable({ plot, title }: { plot: Plot; title: string }): JSX.Element {
  return (
    <>
      {plot.lines.map(({ name, series }) => {
        const { times, values } = downsample(series, MOST_ROWS)
        return (
          <table key={name} class="data-table">
            <caption>
              {title}: {name}
            </caption>
            <thead>
              <tr>
                <th scope="col" class="right">
                  {strings.plots.time}
                </th>
                <th scope="col" class="right">
                  {name}
                </th>
              </tr>
            </thead>
            <tbody>
              {times.map((time, index) => (
                <tr key={index}>
                  <td class="right">{(time / 1e6).toFixed(3)}</td>
                  <td class="right">{values[index]}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )
      })}
    </>
  )
}
