import { timeText } from '../times.ts'
import { plural } from './plural.ts'

export const figure = {
  running: 'Running',
  output: 'What the programs printed',
  prints: (who: string, at: number) => `${who}, ${at < 10e9 ? `${timeText(at)} ms` : `${(at / 1e9).toFixed(1)} s`}`,
  nothingPrinted: 'Nothing has been printed by then.',
  delay: 'Delay, one way',
  loss: 'Loss',
  rate: 'Rate',
  queue: 'Room in the queue',
  frames: (n: number) => plural(n, 'packet'),
  seed: 'Other luck',
  seedTitle: 'Draw the random losses again with another seed',
  asTable: 'As table',
  asDrawing: 'As drawing',
  ladderLabel: (packets: number, hosts: string) =>
    `Ladder of ${plural(packets, 'packet')} between ${hosts}. “As table” says the same in words.`,
  /** In seconds where milliseconds would be hard to read. */
  now: (now: number, end: number) =>
    end < 10e9 ? `${timeText(now)} of ${timeText(end)} ms` : `${(now / 1e9).toFixed(2)} of ${(end / 1e9).toFixed(2)} s`,
  play: 'Play',
  pause: 'Pause',
  back: 'One packet back',
  on: 'One packet on',
  moment: 'Moment shown',
  recorded: 'Recorded when this page was made. Change the link to run it again here.',
  ranHere: (ms: number) => `Ran in this page in ${ms} ms.`,
  failed: (why: string) => `The world could not run: ${why}`,
} as const
