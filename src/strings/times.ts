/** A virtual duration in the unit that keeps it short: `210.0 ms`, `1.250 s`, `40 µs`. */
export function durationText(nanoseconds: number): string {
  if (nanoseconds >= 1e9) return `${(nanoseconds / 1e9).toFixed(3)} s`
  if (nanoseconds >= 1e5 || nanoseconds === 0) return `${(nanoseconds / 1e6).toFixed(1)} ms`
  return `${(nanoseconds / 1e3).toFixed(1)} µs`
}

/** A moment in milliseconds with one decimal, without its unit. */
export function timeText(nanoseconds: number): string {
  return (nanoseconds / 1e6).toFixed(1)
}

/** A moment in a column of milliseconds, exact to the microsecond: `54.200`, `12,345.678`. */
export function columnText(nanoseconds: number): string {
  const [whole, micros] = (nanoseconds / 1e6).toFixed(3).split('.')
  return `${whole!.replace(/\B(?=(\d{3})+$)/g, ',')}.${micros}`
}

/** From here on milliseconds are too long to read: 10 s. */
const LONG = 1e10

/** A moment beside a drawing: `54.2` (milliseconds), `12.35 s`, `1234.6 s`; never more than eight characters. */
export function momentText(nanoseconds: number): string {
  if (nanoseconds < LONG) return timeText(nanoseconds)
  return `${(nanoseconds / 1e9).toFixed(nanoseconds < 1e12 ? 2 : 1)} s`
}

/** A moment as the clock shows it: `54.200 ms`, `12.345 s`. */
export function clockText(nanoseconds: number): string {
  return nanoseconds < LONG ? `${(nanoseconds / 1e6).toFixed(3)} ms` : `${(nanoseconds / 1e9).toFixed(3)} s`
}

/** A rate as people write it: `64kbit` is `64 kbit/s`. */
export function rateText(rate: string): string {
  return rate.replace(/^([\d.]+)([kMG]?)bit$/, '$1 $2bit/s')
}
