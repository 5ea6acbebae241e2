import { timeText } from '../times.ts'
import { plural } from './plural.ts'

export const figure = {
  running: 'Running',
  output: 'Program output',
  prints: (program: string, at: number) =>
    `${program}, ${at < 10e9 ? `${timeText(at)} ms` : `${(at / 1e9).toFixed(1)} s`}`,
  nothingPrinted: 'No output so far.',
  delay: 'Delay, one way',
  loss: 'Loss',
  rate: 'Rate',
  queue: 'Queue limit',
  frames: (n: number) => plural(n, 'packet'),
  seed: 'New seed',
  seedTitle: 'Run again with different random losses',
  folded: (name: string, lines: number) => `${name}, ${plural(lines, 'line')}`,
  asTable: 'As table',
  asDrawing: 'As drawing',
  ladderLabel: (packets: number, hosts: string) =>
    `Ladder of ${plural(packets, 'packet')} between ${hosts}. “As table” has the same data.`,
  /** In seconds where milliseconds would be hard to read. */
  now: (now: number, end: number) =>
    end < 10e9 ? `${timeText(now)} of ${timeText(end)} ms` : `${(now / 1e9).toFixed(2)} of ${(end / 1e9).toFixed(2)} s`,
  play: 'Play',
  pause: 'Pause',
  previous: 'Previous packet',
  next: 'Next packet',
  moment: 'Current time',
  recorded: 'Recorded when this page was built. Change a setting to run it in this page.',
  ranHere: (ms: number) => `Ran in this page in ${ms} ms.`,
  /** After `ranHere`, while a setting is another than the text's. */
  unlikeText: 'The text describes the recorded run.',
  restore: 'Show the recorded run',
  failed: (why: string) => `The simulation could not run: ${why}`,
} as const
