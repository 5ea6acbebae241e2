/** What every file of this folder measures: figures, each beside what it is compared with. */

export interface Figure {
  what: string
  value: number
  /** `ms`, `µs`, `packets/s`. */
  unit: string
  /** What it is compared with: another figure of the same unit, or a range of them in words. */
  beside?: { what: string; value: number | string }
  /** What it should be: the most for a time or a size, the least for a rate. */
  goal?: number
}

/** Prints figures as they are measured, and passes them on to `run.ts` when that has started this process. */
export async function report(figures: AsyncIterable<Figure> | Iterable<Figure>): Promise<void> {
  for await (const figure of figures) {
    console.log(`  ${figure.what.padEnd(48)} ${showValue(figure).padStart(20)}   ${showComparison(figure)}`)
    process.send?.(figure)
  }
}

/** `1.52 M packets/s`, `1,310 ms` */
export function showValue({ value, unit }: Pick<Figure, 'value' | 'unit'>): string {
  return `${readable(value)} ${unit}`
}

/** `real Node 55 ms`, `goal 1,500 ms: kept`; empty when it stands alone. */
export function showComparison({ value, unit, beside, goal }: Figure): string {
  const other =
    beside && `${beside.what} ${typeof beside.value === 'string' ? beside.value : readable(beside.value)} ${unit}`
  const isRate = unit.endsWith('/s')
  const kept = goal !== undefined && (isRate ? value >= goal : value <= goal)
  const aim = goal === undefined ? undefined : `goal ${readable(goal)} ${unit}: ${kept ? 'kept' : 'missed'}`
  return [other, aim].filter(Boolean).join('; ')
}

function readable(value: number): string {
  if (value >= 1e6) return `${(value / 1e6).toFixed(2)} M`
  if (value >= 1e5) return `${(value / 1e3).toFixed(0)} k`
  if (value >= 100) return Math.round(value).toLocaleString('en')
  return value.toPrecision(value >= 10 ? 3 : 2)
}

/** Processor time used so far, in milliseconds: unlike the time of day it is not disturbed by what else the machine does. */
export function processorTime(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** The middle value. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!
}
