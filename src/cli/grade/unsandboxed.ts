import type { Judged } from '#grader'
import { readExercise } from '#grading/course/index.ts'
import { gradeHere, readSubmission } from '#grading/here/index.ts'
import { Failures, keptIn } from '#grading/replay/index.ts'
import { type GradeCommand, jobFor } from './command.ts'
import { withSimulatedWorlds } from './own-worlds.ts'

/** Grades folders in this process, one after the other: the user's own code, without the jail. */
export function gradeUnsandboxed(command: GradeCommand): Promise<Judged[]> {
  const { folders, keep } = command
  const exercise = readExercise(command.exercise)
  return withSimulatedWorlds(exercise, async (openWorld) => {
    const judged: Judged[] = []
    for (const name of folders) {
      const job = jobFor(command, name, await readSubmission(name, exercise))
      const failures = keep === null ? undefined : new Failures()
      const report = await gradeHere(exercise, job, openWorld, failures)
      if (keep !== null) failures?.keep(keptIn(keep, name, folders), report)
      judged.push({ name, report })
    }
    return judged
  })
}
