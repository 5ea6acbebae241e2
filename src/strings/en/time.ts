import { timeText } from '../times.ts'

export const transport = {
  clock: 'Virtual time',
  notStarted: 'not started',
  live: 'virtual, live',
  paused: 'virtual, paused',
  ended: 'virtual, run ended',
  stopped: 'virtual, stopped',
  stuck: 'time stands still',
  ofTest: (id: string) => `virtual, test ${id}`,
  pause: 'Pause',
  go: 'Go on',
  speed: 'Speed of virtual time',
  speedOption: (factor: number) => `${factor}×`,
  timeline: (text: string) => `Timeline: ${text}`,
  start: 'To the start',
  back: 'Back by a packet',
  on: 'On by a packet',
  play: 'Play',
  playPast: 'Play from this moment',
  match: 'To the next match of the filter',
  end: 'To the latest moment',
  past: 'virtual, looking back',
  reliving: 'virtual, living it again',
  playing: 'virtual, playing back',
  file: 'of a capture file',
}

const FATE_WORDS: Record<string, string> = {
  'under way': 'is on the wire',
  delivered: 'is on the wire',
  arrived: 'has arrived',
  loss: 'is lost on the link',
  queue: 'is dropped, the queue is full',
  rule: 'is dropped',
  cut: 'is lost, the link is cut',
  mtu: 'is dropped, it is too big',
  filter: 'is dropped by a filter',
}

/** Said when time is stepped or stands. */
export const time = {
  stepped: (at: number, packet: number, from: string, to: string, says: string, fate: string) =>
    `${timeText(at)} milliseconds. Packet ${packet}, ${from} to ${to}, ${says}, ${FATE_WORDS[fate] ?? fate}.`,
  standsAt: (at: number) => `Time stands at ${timeText(at)} milliseconds.`,
  noMatch: 'No other packet matches the filter.',
  noMatchWithin: (seconds: number) => `No packet matched the filter within ${seconds} s of virtual time.`,
  past: 'Looking back.',
  pastText: (at: string) => `All panes show your run as it was at ${at}.`,
  branch: 'Go on from here',
  branchTitle: 'Live on from this moment, as if what came later had not been',
  backToLive: 'Back to live',
  backToEnd: 'To the end',
  branched: (at: string) => `Goes on from ${at} of an earlier run.`,
  replay: (id: string) => `Replay of test ${id}.`,
  replayText: (wrong: number | null, isSmallest: boolean) => {
    if (wrong !== null) return `Packet ${wrong} is the first that went wrong.`
    return isSmallest ? 'Of the runs of this test that failed, the smallest.' : 'The run in which it failed.'
  },
  file: 'A capture from a file.',
  fileText: (name: string) => name,
  slider: 'Moment shown',
  others: 'others',
}

/** What a hand does to packets. */
export const hand = {
  bar: (packet: number) => `Packet ${packet}`,
  toolbar: 'Packet on the wire',
  drop: 'Drop',
  hold: 'Hold',
  release: 'Let go',
  double: 'Double',
  delay: 'Delay',
  edit: 'Edit',
  undo: 'Undo',
  undoTitle: (what: string) => `Take back: ${what}`,
  delayBy: 'Delay, ms',
  editField: 'Field',
  editValue: 'New value',
  editTitle: (packet: number) => `Edit packet ${packet}`,
  editNote: 'Time goes back to before the packet was sent; it is sent with this value, checksums mended.',
  apply: 'Send it so',
  cancel: 'Cancel',
  needsRun: 'Only packets of your own run can be held, dropped or changed.',
  done: (packet: number, kind: 'drop' | 'duplicate' | 'hold' | 'delay' | 'edit') =>
    `Packet ${packet} ${{ drop: 'is dropped', duplicate: 'is doubled', hold: 'is held', delay: 'is delayed', edit: 'is edited' }[kind]}`,
  released: (packet: number) => `Packet ${packet} goes on`,
  undone: 'Taken back',
  refused: 'The packet cannot be changed so.',
  noPast: 'This moment cannot be lived again.',
  noPastWhy: 'The world did not answer when its run ended, so what was done in it is not known. Run again.',
  held: '✋ held',
  edited: '✎ edited',
  copyOf: (packet: number) => `copy of #${packet}`,
}
