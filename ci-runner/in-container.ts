import type { Report } from '#grader'
import type { ReplayedWorld } from '#grader/running/index.ts'
import type { GradeOrder, ReplayJob } from './job.ts'
import { containerSource, GradingPool, type Progress, WarmContainer } from './pool/index.ts'

export interface ContainerOptions extends Progress {
  /** Takes a line about slow work, such as building an image. */
  say: (line: string) => void
}

/** Grades one submission in a container of its own, started for it. Throws a DockerError when Docker cannot be used or the container dies. */
export async function gradeInContainer(order: GradeOrder, options: ContainerOptions): Promise<Report> {
  const pool = await GradingPool.open({ say: options.say, size: 1 })
  return pool.submit(order, options).result
}

/** Replays a failure in a container of its own, with the program in the jail. Throws a DockerError when that cannot be done. */
export async function replayInContainer(
  job: ReplayJob,
  { say }: Pick<ContainerOptions, 'say'>,
): Promise<ReplayedWorld> {
  return new WarmContainer(await containerSource(say), 'simulated').replayWorld(job)
}
