import { timeText } from '../times.ts'

export const transport = {
  clock: 'Virtual time',
  notStarted: 'not started',
  live: 'virtual, live',
  paused: 'virtual, paused',
  ended: 'virtual, run ended',
  stopped: 'virtual, stopped',
  stuck: 'time is stopped',
  ofTest: (id: string) => `virtual, test ${id}`,
  pause: 'Pause',
  go: 'Resume',
  speed: 'Speed of virtual time',
  speedOption: (factor: number) => `${factor}×`,
  timeline: (text: string) => `Timeline: ${text}`,
  start: 'Go to the start',
  previous: 'Previous packet',
  next: 'Next packet',
  play: 'Play',
  match: 'Next match of the filter',
  end: 'Go to the latest moment',
  history: 'virtual, earlier moment',
  replaying: 'virtual, replaying',
  playing: 'virtual, playing back',
  file: 'from a capture file',
}

const FATE_WORDS: Record<string, string> = {
  'under way': 'is on the wire',
  delivered: 'is on the wire',
  arrived: 'has arrived',
  loss: 'is lost on the link',
  queue: 'is dropped, queue full',
  rule: 'is dropped',
  cut: 'is lost, link cut',
  mtu: 'is dropped, too big',
  filter: 'is dropped by a filter',
}

/** Announced when time is stepped or stops. */
export const time = {
  stepped: (at: number, packet: number, from: string, to: string, says: string, fate: string) =>
    `${timeText(at)} milliseconds. Packet ${packet}, ${from} to ${to}, ${says}, ${FATE_WORDS[fate] ?? fate}.`,
  pausedAt: (at: number) => `Paused at ${timeText(at)} milliseconds.`,
  noMatch: 'No other packet matches the filter.',
  noMatchWithin: (seconds: number) => `No packet matched the filter within ${seconds} s of virtual time.`,
  history: 'Earlier moment.',
  historyText: (at: string) => `World, packets and tables show your run at ${at}; terminals show all of it.`,
  branch: 'Continue from here',
  branchTitle: 'Continue the run from this moment (discards what came after)',
  backToLive: 'Back to live',
  backToEnd: 'Go to the end',
  replay: (id: string) => `Replay of test ${id}.`,
  replayText: (wrong: number | null, isSmallest: boolean) => {
    if (wrong !== null) return `Packet ${wrong} is the first wrong one.`
    return isSmallest ? 'This is the smallest run that still fails this test.' : 'This is the run that failed.'
  },
  file: 'Capture file.',
  fileText: (name: string) => name,
  passed: (id: string) => `Test ${id} passed.`,
  passedText: 'These are its packets.',
  /** What a test did, above the timeline. */
  steps: {
    connect: 'connect',
    send: (data: string) => `send ${data}`,
    line: 'expect a line',
    lines: (count: string) => `expect ${count} lines`,
    rest: 'read to the end',
    fin: 'expect FIN',
    reset: 'expect RST',
    silence: 'expect silence',
    end: 'send FIN',
    sendReset: 'send RST',
    wait: 'wait',
  },
  slider: 'Current time',
  others: 'others',
}

/** Edits of packets. */
export const packetEdit = {
  bar: (packet: number) => `Packet ${packet}`,
  toolbar: 'Packet edits',
  drop: 'Drop',
  hold: 'Hold',
  release: 'Release',
  duplicate: 'Duplicate',
  delay: 'Delay',
  edit: 'Edit',
  undo: 'Undo',
  undoTitle: (what: string) => `Undo: ${what}`,
  delayBy: 'Delay, ms',
  editField: 'Field',
  editValue: 'New value',
  editTitle: (packet: number) => `Edit packet ${packet}`,
  editNote:
    'The run goes back to just before this packet and sends it with the new value. Lengths and checksums are updated.',
  editNumbers:
    'Sequence numbers stay. With more or fewer bytes, the two ends count the stream differently from here on.',
  editProblem: (problem: string) => `Can’t send it: ${problem}.`,
  apply: 'Send',
  cancel: 'Cancel',
  done: (packet: number, kind: 'drop' | 'duplicate' | 'hold' | 'delay' | 'edit') =>
    `Packet ${packet} ${{ drop: 'dropped', duplicate: 'duplicated', hold: 'held', delay: 'delayed', edit: 'edited' }[kind]}`,
  released: (packet: number) => `Packet ${packet} released`,
  undone: 'Undone',
  refused: 'This edit isn’t valid.',
  editedAlready: 'This packet has an edit already. Undo it first (Z).',
  notBytes: (text: string) =>
    `${JSON.stringify(text)} looks like bytes, but they aren’t all two hex digits. Write bytes like 68:65:6c`,
  noReplay: 'Can’t go back to this moment.',
  noReplayWhy: 'The run ended before its steps could be saved, so it cannot be replayed. Run your program again.',
  held: '✋ held',
  edited: '✎ edited',
  copyOf: (packet: number) => `copy of #${packet}`,
}
