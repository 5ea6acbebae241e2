export const lab = {
  description: (title: string) => `${title}: write it, run it and see its packets, all in this page.`,
  variant:
    'The numbers and words of this task are in params.ts. Import them instead of copying: grading may use different values.',
  types: 'Types help the editor only: nothing checks them when your program runs, and plain JavaScript is fine.',
  lessons: 'Lessons for this exercise: ',
  firstStep: 'First step:',
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
  checkTitle: 'Check runs the practice tests in this page. Nothing is sent anywhere.',
  reset: 'Reset',
  save: 'Save',
  saveTitle: 'Save the packets as a pcapng file for Wireshark or tshark',
  saveNothing: 'No packets to save yet',
  noAutostart: 'No program starts by itself here.',
  noAutostartWhy: (host: string) =>
    `Check runs the tests against your code. To try it yourself, start a program in the terminal of ${host}: type node, then one of your files.`,
  stopNothing: 'Nothing is running',
  alreadyRunning: 'A check is running',
  submitting: 'A submission is running',
  saved: 'Saved on this device',
  notSaved: 'Not saved: this browser’s storage is full or blocked. Copy your code before you leave.',
  resetTitle: 'Restore the original files',
  resetDone: 'The original files are back. Your version is in the history.',
  undoReset: 'Undo reset',
  dismiss: 'Dismiss',
  shortcuts: 'Keyboard shortcuts',
  close: 'Close',
  readOnly: 'read only',
  changed: 'changed',
  generated: 'Generated from this exercise’s variant. The tests use the same values.',
  given: 'Provided for trying out your program. It is read only and is not submitted.',
  leaveEditor: 'Editor. Press Esc, then Tab to leave it; F6 goes to the next pane.',
  views: 'Panes',
  splitter: (between: string) => `Size of ${between}`,
}

/** The learner's variant of an exercise. */
export const variant = {
  yours: 'The values in this task were chosen at random for you. A submission is graded with different ones.',
  another: 'New variant',
  isNew: 'This is another variant: the values in the task and in params.ts are new. Your program is unchanged.',
  graded: (values: string) => `Graded with another variant than yours: ${values}.`,
}

/** The recorded session in a task. */
export const session = {
  title: 'A session with a finished program',
  recordedWith: 'Recorded with another variant than yours:',
  ended: 'closes its side',
}

/** The order of the panes. */
export const panes = {
  open: 'Panes',
  title: 'Arrange panes',
  columns: { code: 'Editor and dock', world: 'World', packets: 'Packets' },
  left: (column: string) => `Move left: ${column}`,
  right: (column: string) => `Move right: ${column}`,
  turn: { code: 'Dock above the editor', packets: 'Packet above the list' },
  now: (columns: readonly string[]) => `From left to right: ${columns.join(', ')}.`,
  reset: 'Reset layout',
}

export const dock = {
  task: 'Task',
  tests: 'Tests',
  runs: ', terminal, process running',
  crashed: ', terminal, process crashed',
  noProcess: ', terminal',
  failedBadge: (n: number) => `${n} failed`,
  stoppedBadge: (n: number) => `${n} failed, then stopped`,
  passedBadge: 'passed',
}

export const views = { code: 'Code', world: 'World', packets: 'Packets', tests: 'Tests', task: 'Task' }

export const editor = {
  loading: 'Loading the editor',
  label: (file: string) => `${file}, code editor`,
  sent: (packets: readonly number[]) => (packets.length === 1 ? 'Sent packet' : 'Sent packets'),
  packet: (number: number) => `#${number}`,
  beside: (packets: number, orMore: boolean) =>
    packets === 1 && !orMore
      ? 'This line sent 1 packet'
      : `This line sent ${packets} packets${orMore ? ' or more' : ''}`,
  showPackets: 'Show the packets sent by this line',
}

export const keys = {
  run: 'Run',
  check: 'Check',
  checkAgain: 'Check again what failed',
  again: 'Run the open failed test again',
  save: 'Saved already; in watch mode: check now',
  stop: 'Stop',
  nextPane: 'Next / previous pane',
  pane: 'Go to pane',
  play: 'Play or pause',
  step: 'Next / previous packet',
  ends: 'First / latest moment',
  match: 'Next / previous match of the filter',
  packet: 'Next / previous packet (in the list)',
  goTo: 'Go to the packet’s moment (in the list)',
  edit: 'Drop, hold, duplicate, edit the selected packet',
  undo: 'Undo the packet edit',
  code: 'Go to the line that sent the packet',
  cause: 'Go to the packet that caused it / back again',
  stream: 'Follow the packet’s stream',
  table: 'Switch between drawing and table',
  firstWrong: 'Replay of the failed test; its first wrong packet',
  filter: 'Display filter',
  clear: 'Clear the selection',
  leaveEditor: 'Leave the editor',
  help: 'Show these shortcuts',
  letterKeys: 'Use single-letter shortcuts outside text fields',
  screenReader: 'Screen reader mode: tables instead of drawings, editor adapted for reading aloud',
}
