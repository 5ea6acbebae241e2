import { type Report, type TestResult, withoutControls } from '../../report/index.ts'
import { type CaptureDifference, compareCaptures } from './compare.ts'
import { ladderLines } from './ladder-lines.ts'

/** A submission's result on one backend, with the recording of each test. */
export interface GradedWorld {
  report: Report
  recordings: ReadonlyMap<string, Uint8Array>
}

/** One test in two worlds. */
export interface TestComparison {
  id: string
  simulated: TestResult['status']
  linux: TestResult['status']
  /** Why it was not compared. */
  skipped?: string
  /** The first difference, or null. */
  difference: (CaptureDifference & { ladders: { simulated: string[]; linux: string[] } }) | null
}

const SIDES = { left: 'in the simulated world', right: 'on Linux' }

/** Compares the conversations of both worlds, for every test that finished in both; `random` as in `Sides`. */
export function compareWorlds(
  simulated: GradedWorld,
  linux: GradedWorld,
  random: readonly string[] = [],
): TestComparison[] {
  return simulated.report.tests.flatMap((test): TestComparison[] => {
    const other = linux.report.tests.find(({ id }) => id === test.id)
    return other ? [compareTest([test, other], [simulated.recordings, linux.recordings], random)] : []
  })
}

type Recordings = GradedWorld['recordings']

function compareTest(
  [ours, theirs]: [TestResult, TestResult],
  [left, right]: [Recordings, Recordings],
  random: readonly string[],
): TestComparison {
  const { id } = ours
  const statuses = { id, simulated: ours.status, linux: theirs.status }
  const undecided = [ours, theirs].find(({ reason }) => reason !== undefined)
  if (undecided) return { ...statuses, skipped: undecided.reason!, difference: null }
  const [simulated, linux] = [left.get(id), right.get(id)]
  if (!simulated || !linux) return { ...statuses, skipped: 'there is no recording of it', difference: null }
  const difference = compareCaptures(simulated, linux, { ...SIDES, random })
  if (!difference) return { ...statuses, difference }
  const ladders = {
    simulated: ladderLines(simulated, difference.left.packet),
    linux: ladderLines(linux, difference.right.packet),
  }
  return { ...statuses, difference: { ...difference, ladders } }
}

/** Whether everything that both worlds ran is the same: results and conversations. */
export function areAlike(comparisons: readonly TestComparison[]): boolean {
  return comparisons.every(
    ({ simulated, linux, skipped, difference }) =>
      skipped !== undefined || (simulated === linux && difference === null),
  )
}

/** The comparison for a terminal: a line for each test, and below it the rows of both ladders at the first difference. */
export function comparisonAsText(comparisons: readonly TestComparison[]): string {
  const lines = comparisons.flatMap(({ id, simulated, linux, skipped, difference }) => {
    if (skipped !== undefined) return [`· ${id} was not compared: ${skipped}`]
    const results = simulated === linux ? simulated : `${simulated} ${SIDES.left}, ${linux} ${SIDES.right}`
    if (!difference) return [`${simulated === linux ? '=' : '≠'} ${id} ${results}, the same conversation`]
    return [`≠ ${id} ${results}: ${difference.sentence}`]
  })
  const first = comparisons.find(({ difference }) => difference)?.difference
  const ladder = (name: string, rows: string[]) => [`  ${name}`, ...rows.map((row) => `    ${row}`)]
  const ladders = first
    ? ['', ...ladder('The simulated world', first.ladders.simulated), ...ladder('Linux', first.ladders.linux)]
    : []
  return withoutControls(`${['Both worlds compared:', ...lines, ...ladders].join('\n')}\n`)
}
