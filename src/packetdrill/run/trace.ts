import type { Nanoseconds } from '#network'

/** Trace of a run, line by line, in a script's notation. */
export class Trace {
  readonly lines: string[] = []

  packet(direction: '<' | '>', at: Nanoseconds, text: string): void {
    this.lines.push(`${seconds(at)} ${direction} ${text}`)
  }

  note(at: Nanoseconds, text: string): void {
    this.lines.push(`${seconds(at)} ${text}`)
  }
}

/** Seconds with six digits behind the point. */
export function seconds(time: Nanoseconds): string {
  const micros = Math.round(time / 1000)
  const sign = micros < 0 ? '-' : ''
  const absolute = Math.abs(micros)
  return `${sign}${Math.floor(absolute / 1e6)}.${String(absolute % 1e6).padStart(6, '0')}`
}
