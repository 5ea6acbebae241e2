import type { Graded, GradeJob } from '../../grader/check/index.ts'
import { hashBytes, type LoadedExercise } from '../../grader/index.ts'
import type { OpenWorld } from '../../grader/running/index.ts'
import { gradeFiles } from '../grade-here.ts'
import { Failures } from '../replay/index.ts'

/** Grades a program in this process, and takes the time of each test. */
export async function gradeJob(exercise: LoadedExercise, job: GradeJob, openWorld: OpenWorld): Promise<Graded> {
  const { program: submission, backend, seed, variant, tests, record, stopAtFirstFailure = false } = job
  const failures = job.replays ? new Failures() : null
  const captures: Record<string, string> = {}
  const realMs: Record<string, number> = {}
  let last = performance.now()
  const report = await gradeFiles({
    ...{ exercise, submission, backend, seed, variant, openWorld, stopAtFirstFailure },
    ...(tests && { tests }),
    onTest: ({ id }) => {
      const now = performance.now()
      realMs[id] = now - last
      last = now
    },
    ...(failures && { onReplay: failures.onReplay }),
    ...((record || failures) && {
      onRecording: (test, pcapng) => {
        if (record) captures[test] = hashBytes(pcapng)
        failures?.onRecording(test, pcapng)
      },
    }),
  })
  return { report, captures, realMs, replays: failures?.replays ?? {} }
}
