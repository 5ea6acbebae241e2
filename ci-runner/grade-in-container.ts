import type { Report } from '../src/grader/index.ts'
import type { Job } from './job.ts'
import { GradingPool, type Progress } from './pool/index.ts'

export interface ContainerOptions extends Progress {
  /** A line about something that takes long: an image that is built. */
  say: (line: string) => void
}

/** Grades one submission in a container of its own, started for it. Throws a DockerError when Docker cannot be used or the container dies. */
export async function gradeInContainer(job: Job, options: ContainerOptions): Promise<Report> {
  const pool = await GradingPool.open({ say: options.say, size: 1 })
  return pool.submit(job, options).result
}
