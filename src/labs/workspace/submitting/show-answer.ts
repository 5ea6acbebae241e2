import type { Report } from '#grader'
import { strings } from '#strings'
import type { Recording } from '../../recording/index.ts'
import type { Banners } from '../banners.ts'
import type { CheckState } from '../check-state.ts'
import { readCapture } from '../packets/index.ts'
import type { Workspace } from '../workspace.ts'

const words = strings.submit

/** A grader's answer: a report with the packets of failed tests (pcapng in base64). */
export interface GradedElsewhere {
  /** As it was sent: not read yet. */
  report: unknown
  recordings?: Readonly<Record<string, string>>
}

/** Shows it like a check of these files in the page, and returns its report. Throws if it is none. */
export async function showAnswer(
  { report: sent, recordings = {} }: GradedElsewhere,
  files: Readonly<Record<string, string>>,
  { workspace, check, banners }: { workspace: Workspace; check: CheckState; banners: Banners },
): Promise<Report> {
  const report = await readReport(sent)
  check.take(report, await recordingsOf(recordings), { ...files, ...workspace.exercise.whole })
  workspace.dock.value = 'tests'
  if (report.status !== 'graded') {
    banners.say('warning', words.failed, words.failedText(report.reason ?? ''))
    return report
  }
  const passed = report.tests.filter(({ status }) => status === 'passed').length
  const points = report.score ? words.graded(report.score.points, report.score.of) : ''
  banners.say('info', points, words.passed(passed, report.tests.length))
  workspace.announcement.value = `${points} ${words.passed(passed, report.tests.length)}`
  return report
}

/** What another machine sent, as this version knows reports: what an older one lacks is filled in. */
async function readReport(sent: unknown): Promise<Report> {
  const schema = await import('#grader/report/index.ts')
  const read = schema.Report.safeParse(sent)
  if (read.success) return read.data
  throw new Error(words.unreadable(read.error.issues[0]?.path.join('.') ?? ''))
}

/** Worlds of failed tests, to inspect like those that ran here; unreadable ones are left out. */
async function recordingsOf(captures: Readonly<Record<string, string>>): Promise<Map<string, Recording>> {
  const recordings = new Map<string, Recording>()
  for (const [test, pcapng] of Object.entries(captures)) {
    const bytes = Uint8Array.from(atob(pcapng), (char) => char.charCodeAt(0))
    const read = await readCapture(new File([bytes], `${test}.pcapng`))
    if (typeof read !== 'string') recordings.set(test, read.recording)
  }
  return recordings
}
