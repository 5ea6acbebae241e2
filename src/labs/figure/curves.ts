import type { PrintedLine } from '../recording/index.ts'
import type { Figure, FigureSettings, ParamValue } from './figure-file.ts'

/** A curve: its worlds, from left to right. */
export interface Curve {
  /** The parameter's value that all of its worlds share. */
  name: string
  points: readonly { x: number; settings: FigureSettings }[]
}

/** Worlds of a figure's curves. Throws if `curves` names a parameter that has no values, or one across without numbers. */
export function curvesOf(figure: Figure): Curve[] {
  const { curves, settings } = figure
  if (!curves) throw new RangeError('The figure has no "curves": a number, across which parameter, a line for which?')
  const across = paramValues(figure, curves.across).map((value) => {
    if (typeof value !== 'number') throw new RangeError(`curves.across: ${curves.across} has "${value}", no number.`)
    return value
  })
  return paramValues(figure, curves.lines).map((line) => ({
    name: String(line),
    points: across.map((x) => ({
      x,
      settings: { ...settings, params: { ...settings.params, [curves.lines]: line, [curves.across]: x } },
    })),
  }))
}

function paramValues({ knobs }: Figure, name: string): readonly ParamValue[] {
  const { params = {} } = knobs
  const known = params[name]?.values
  if (!known)
    throw new RangeError(`curves: ${name} is none of the parameters in knobs: ${Object.keys(params).join(', ')}.`)
  return known
}

/** The last number that the programs of a world printed; null if they printed none. */
export function numberRead({ curves }: Figure, printed: readonly PrintedLine[]): number | null {
  const found = printed.findLast(({ text }) => new RegExp(curves!.reads, 'm').test(text))
  return found ? Number(new RegExp(curves!.reads, 'm').exec(found.text)?.[1]) : null
}
