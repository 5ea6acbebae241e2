/** A linear mapping from values to pixels. */
export interface Scale {
  (value: number): number
  readonly from: number
  readonly to: number
}

/** Maps `from`…`to` onto the pixels `low`…`high`; an empty range maps to `low`. */
export function scale(from: number, to: number, low: number, high: number): Scale {
  const factor = to === from ? 0 : (high - low) / (to - from)
  return Object.assign((value: number) => low + (value - from) * factor, { from, to })
}

/** Round numbers from 0 to `to`, about as many as requested: 1, 2 or 5 times a power of ten apart. */
export function ticks(to: number, about = 5): number[] {
  if (!(to > 0)) return [0]
  const rough = to / about
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((one) => one >= rough) ?? rough
  const count = Math.floor(to / step + 1e-9)
  return Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(12)))
}

/** For an axis: `1 460`, `64 k`, `1.5 M`. */
export function shortNumber(value: number): string {
  if (value >= 1e6) return `${Number((value / 1e6).toFixed(1))} M`
  if (value >= 1e4) return `${Number((value / 1e3).toFixed(1))} k`
  return String(Number(value.toFixed(2))).replace(/\B(?=(\d{3})+$)/g, '\u202f')
}
