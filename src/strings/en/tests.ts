import { plural } from './plural.ts'

const shownPoints = (points: number) => plural(Math.round(points * 100) / 100, 'point')

const more = (sealed: number) => (sealed === 1 ? '1 more runs when you submit' : `${sealed} more run when you submit`)

export const tests = {
  notRun: (n: number, sealed: number) =>
    sealed === 0
      ? `${plural(n, 'test')}. Check runs them here; nothing is sent anywhere.`
      : `${plural(n, 'practice test')}. Check runs them here; nothing is sent anywhere. ${more(sealed)}.`,
  runElsewhere: (n: number) => `${plural(n, 'test')}, on a real kernel. Submit runs them in Docker.`,
  running: 'Running the tests…',
  runningTest: (id: string) => `Running ${id}`,
  passedAll: (n: number, sealed: number) =>
    sealed === 0 ? `${n} of ${n} passed.` : `${plural(n, 'practice test')} passed; ${more(sealed)}.`,
  sealedPoints: (points: number) => `The tests that run when you submit decide the other ${shownPoints(points)}.`,
  passedSome: (passed: number, of: number) => `${passed} of ${of} passed.`,
  backTo: (module: string) => `Back to “${module}”`,
  passedEarlier: (passed: number, of: number) => `${passed} of ${of} passed with an earlier version.`,
  /** Some tests were run again, the others only with an earlier version of the program. */
  passedAgain: (passed: number, of: number) =>
    of > 1
      ? `${passed} of the ${of} tests that were run again passed.`
      : `The test that failed before ${passed > 0 ? 'passes now' : 'still fails'}.`,
  othersEarlier: (passed: number, of: number) =>
    passed < of
      ? `${passed} of the other ${of} passed with an earlier version.`
      : of > 1
        ? `The other ${of} passed with an earlier version.`
        : 'The other one passed with an earlier version.',
  earlier: 'earlier version',
  nextExercise: (title: string) => `Next: ${title}`,
  earned: (points: number) => `Your tests earned ${shownPoints(points)}; hints took off the rest:`,
  hintCost: (stage: number, points: number) => `Hint ${stage} cost ${shownPoints(points)}.`,
  againFailed: (n: number) => (n === 1 ? 'Run the failed test again' : `Run the ${n} failed again`),
  againUnpassed: (n: number) => `Run the ${n} that did not pass again`,
  again: 'Run again',
  watch: 'Watch: check what failed after each change',
  stoppedAt: (n: number) =>
    `Check stopped here: ${plural(n, 'further test')} not run, because they might wait for your program as long.`,
  show: (id: string) => `Show the packets of ${id}`,
  test: (id: string) => `Test ${id}`,
  expected: 'expected',
  received: 'received',
  firstWrongPacket: 'First wrong packet',
  expectedAfter: 'Expected after this packet',
  openReplay: 'Open replay',
  showPackets: 'Show packets',
  packetsKept: 'Packets of this test',
  showWhat: 'list, ladder and bytes',
  nothing: 'nothing',
  goToPacket: (n: number) => `Go to #${n}`,
  reference: 'Compared with the solution',
  yours: 'yours',
  solutions: 'solution',
  nothingMore: 'nothing more',
  hint: (stage: number, of: number) => `Hint ${stage} of ${of}.`,
  hintOnly: 'Hint.',
  nextHint: 'Next hint',
  sameHint: (test: string) => `Same mistake as in ${test}. See the hint there.`,
  readAgain: (lesson: string) => `Review: ${lesson}`,
  cutAt: (bytes: string) => `A new segment starts at byte ${bytes}.`,
  joinedAt: (bytes: string) => `Bytes before and after ${bytes} share a segment.`,
  steps: 'What the test did',
  source: 'Source of the visible tests',
  hiddenNote: (n: number) => `The source of ${plural(n, 'practice test')} is hidden.`,
  refused: 'Your program was not run.',
  ungradable: 'This run could not be graded',
  notStarted: 'not run',
  status: {
    passed: '✓',
    failed: '✕',
    'timed-out': '◷',
    'not-run': '·',
    ungradable: '?',
    'platform-error': '!',
  },
  statusWords: {
    passed: 'passed',
    failed: 'failed',
    'timed-out': 'timed out',
    'not-run': 'not run',
    ungradable: 'could not be graded',
    'platform-error': 'our fault',
  },
}
