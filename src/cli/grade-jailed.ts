import { DockerError, gradeInContainer, type Job } from '../../ci-runner/index.ts'
import type { BackendName, ExerciseSources, Report } from '../grader/index.ts'
import { CommandError } from './command-error.ts'
import { exerciseSources, readExercise } from './exercises.ts'
import { readSubmission } from './grade-here.ts'
import type { GradeOptions } from './grade-options.ts'
import { build } from './run-script.ts'

/** Grades folders in the jail of the Docker image, each in a container of its own, `jobs` at the same time. */
export async function gradeJailed(
  options: GradeOptions,
  backend: BackendName,
): Promise<{ name: string; report: Report }[]> {
  const { folders, jobs, seed, variant, tests } = options
  const submissions = folders.map((name) => ({ name, submission: readSubmission(name) }))
  const grade = await prepareJail(options.exercise)
  const reports: { name: string; report: Report }[] = []
  const waiting = [...submissions.entries()]
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, { name, submission }] = next
      const job = { submission, backend, seed, variant, submissionName: name, ...(tests && { tests }) }
      reports[index] = { name, report: await grade(job) }
    }
  }
  await Promise.all(Array.from({ length: Math.min(jobs, folders.length) }, worker))
  return reports
}

export type GradeJailed = (
  job: Omit<Job, 'exercise' | 'exerciseHash' | 'recordings'>,
  onRecording?: (test: string, pcapng: Uint8Array) => void,
) => Promise<Report>

/** Makes ready what the image is made of, and returns what grades submissions of one exercise in containers. */
export async function prepareJail(exerciseIdOrPath: string): Promise<GradeJailed> {
  const { hash: exerciseHash } = readExercise(exerciseIdOrPath)
  const exercise = withoutAnswers(exerciseSources(exerciseIdOrPath))
  await build('image')
  return (job, onRecording) => {
    const recordings = onRecording !== undefined
    return gradeJob({ ...job, exercise, exerciseHash, recordings }, onRecording)
  }
}

async function gradeJob(job: Job, onRecording: Parameters<GradeJailed>[1]): Promise<Report> {
  try {
    const say = (line: string) => process.stderr.write(`${line}\n`)
    return await gradeInContainer(job, { say, ...(onRecording && { onRecording }) })
  } catch (error) {
    if (error instanceof DockerError) throw new CommandError(error.message)
    throw error
  }
}

/** What a container has to know of an exercise: no solution, no wrong solution goes where a submission's program runs. */
function withoutAnswers(sources: ExerciseSources): ExerciseSources {
  const files = Object.entries(sources.files).filter(([path]) => !/^(solution|wrong)\//.test(path))
  return { ...sources, files: Object.fromEntries(files) }
}
