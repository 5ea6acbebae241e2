export const lab = {
  description: (title: string) => `${title}: write it, run it and see its packets, in this page.`,
  variant:
    'The numbers and words of this task are in params.ts. Take them from there: where it is graded, they may be others.',
  types: 'Types are there for the editor: nothing checks them when your program runs, and plain JavaScript is fine.',
  lessons: 'Lessons that lead here: ',
  panes: {
    code: 'Editor',
    dock: 'Dock',
    world: 'World',
    packets: 'Packets',
    packet: 'Packet',
    transport: 'Transport',
  },
  run: 'Run',
  stop: 'Stop',
  check: 'Check',
  reset: 'Reset',
  save: 'Save',
  saveTitle: 'Save the packets as a pcapng file, for Wireshark or tshark',
  saveNothing: 'There are no packets to save yet',
  nothingBegins: 'No program begins by itself here.',
  nothingBeginsWhy: (host: string) =>
    `Check has the tests use what you wrote. To try it by hand, start a program in the terminal of ${host}: node, then one of your files.`,
  stopNothing: 'Nothing is running',
  alreadyRunning: 'A check is under way',
  saved: 'Saved on this device',
  notSaved: 'Not saved: this browser forbids storage. Copy your code before you leave.',
  resetTitle: 'Put the files back as they were at the start',
  resetDone: 'Your files are as they were at the start. What you had is kept.',
  undoReset: 'Undo reset',
  dismiss: 'Dismiss',
  shortcuts: 'Keyboard shortcuts',
  close: 'Close',
  readOnly: 'read only',
  changed: 'changed',
  generated: 'This file is made from the variant of the exercise. The tests use the same values.',
  given: 'Given to try your program with. It cannot be changed, and is not handed in.',
  leaveEditor: 'Editor. Esc, then Tab leaves it; F6 goes to the next pane.',
  views: 'Panes',
  splitter: (between: string) => `Size of ${between}`,
}

/** Where panes stand. */
export const panes = {
  open: 'Panes',
  title: 'Where panes stand',
  columns: { code: 'Editor and dock', world: 'World', packets: 'Packets' },
  left: (column: string) => `Move left: ${column}`,
  right: (column: string) => `Move right: ${column}`,
  turn: { code: 'Dock above the editor', packets: 'Packet above the list' },
  now: (columns: readonly string[]) => `From left to right: ${columns.join(', ')}.`,
  reset: 'As at first',
}

export const dock = {
  task: 'Task',
  tests: 'Tests',
  runs: ', terminal, a process runs',
  crashed: ', terminal, the process crashed',
  noProcess: ', terminal',
  failedBadge: (n: number) => `${n} failed`,
  passedBadge: 'passed',
}

export const views = { code: 'Code', world: 'World', packets: 'Packets', tests: 'Tests', task: 'Task' }

export const editor = {
  loading: 'The editor is loading',
  label: (file: string) => `${file}, code editor`,
  sent: (packets: readonly number[]) => (packets.length === 1 ? 'Sent packet' : 'Sent packets'),
  packet: (number: number) => `#${number}`,
  beside: (packets: number, orMore: boolean) =>
    packets === 1 && !orMore
      ? 'This line sent 1 packet'
      : `This line sent ${packets} packets${orMore ? ' or more' : ''}`,
  showPackets: 'Show the packets that this line sent',
}

export const keys = {
  run: 'Run',
  check: 'Check',
  stop: 'Stop',
  nextPane: 'Next pane, previous pane',
  pane: 'Go to a pane',
  play: 'Let time go, or hold it',
  step: 'On, back by a packet',
  ends: 'To the start, to the latest moment',
  match: 'Next, previous match of the filter',
  packet: 'Packet on, back (in the list)',
  goTo: 'To the moment of the packet (in the list)',
  hand: 'Drop, hold, double, edit the packet on the wire',
  undo: 'Take that back',
  code: 'Line of code that sent the packet',
  stream: 'Follow the packet’s stream',
  table: 'Drawing or table',
  firstWrong: 'Replay of the failed test; its first wrong packet',
  filter: 'Display filter',
  clear: 'Clear the selection',
  leaveEditor: 'Leave the editor',
  help: 'This list',
  letterKeys: 'Single letters are shortcuts, outside text fields',
  screenReader: 'For screen readers: drawings as tables, the editor as it is best read aloud',
}
