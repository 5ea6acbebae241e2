import { hashBytes, type LoadedExercise } from '#grader'
import type { CheckExtras, Graded } from '#grader/check/index.ts'
import type { GradeJob, OpenWorld } from '#grader/running/index.ts'
import { Failures } from '../replay/index.ts'
import { gradeFiles } from './grade-here.ts'

/** Grades a program in this process, and measures each test's time. */
export async function gradeTimed(
  exercise: LoadedExercise,
  job: GradeJob,
  { recordings, replays }: CheckExtras,
  openWorld: OpenWorld,
): Promise<Graded> {
  const failures = replays ? new Failures() : null
  const captures: Record<string, string> = {}
  const realMs: Record<string, number> = {}
  let last = performance.now()
  const report = await gradeFiles({
    ...job,
    exercise,
    openWorld,
    onTest: ({ id }) => {
      const now = performance.now()
      realMs[id] = now - last
      last = now
    },
    ...(failures && { onReplay: failures.onReplay }),
    ...((recordings || failures) && {
      onRecording: (test, pcapng) => {
        if (recordings) captures[test] = hashBytes(pcapng)
        failures?.onRecording(test, pcapng)
      },
    }),
  })
  return { report, captures, realMs, replays: failures?.replays ?? {} }
}
