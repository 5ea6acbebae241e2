import type { Nanoseconds } from '#network'
import { type Figure, type FigureSettings, variantSettings } from './figure-file.ts'

/** Time of the last byte of each of two variants. */
export type Finishes = readonly [Nanoseconds, Nanoseconds]

export interface MapRow {
  value: string | number
  cells: { value: string | number; settings: readonly [FigureSettings, FigureSettings] }[]
}

/** Worlds of a figure's heat map: two for each pair of values of the two knobs. */
export function mapRows(figure: Figure): MapRow[] {
  const { map, knobs } = figure
  if (!map) throw new RangeError('The figure has no "map": which variants, across and down which knobs?')
  const [across, down] = [knobs[map.across], knobs[map.down]]
  if (!across || !down)
    throw new RangeError(`The map wants the knobs ${map.across} and ${map.down}; not both are in "knobs".`)
  const [one, other] = map.between.map((name) => variantSettings(figure, name)) as [FigureSettings, FigureSettings]
  return down.map((below) => ({
    value: below,
    cells: across.map((beside) => {
      const change = { [map.down]: below, [map.across]: beside }
      return {
        value: beside,
        settings: [
          { ...one, ...change },
          { ...other, ...change },
        ],
      }
    }),
  }))
}

/** Runs all worlds of a heat map with `run`, which returns the time of a world's last byte. */
export async function* runMap(
  rows: readonly MapRow[],
  run: (settings: FigureSettings) => Promise<Nanoseconds>,
): AsyncGenerator<{ row: number; column: number; finishes: Finishes }> {
  for (const [row, { cells }] of rows.entries())
    for (const [column, { settings }] of cells.entries())
      yield { row, column, finishes: [await run(settings[0]), await run(settings[1])] }
}

/** Which variant was faster, and by what factor. Within one percent, neither. */
export function judged([one, other]: Finishes): { first: 0 | 1 | null; factor: number } {
  const factor = Math.max(one, other) / Math.max(1, Math.min(one, other))
  return { first: factor < 1.01 ? null : one < other ? 0 : 1, factor }
}
