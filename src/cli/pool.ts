import { GradingPool } from '#ci-runner'
import { readExercise } from '#grading/course/index.ts'
import { type Jail, jailFor, sayingDocker } from '#grading/jail/index.ts'
import { build } from './run-script.ts'

export interface PoolSizes {
  /** Gradings at the same time. */
  jobs: number
  /** Containers that boot while others work. */
  ahead: number
}

/** Builds what the image is made of, and opens a pool of containers for any exercises. */
export async function openPool({ jobs, ahead }: PoolSizes): Promise<GradingPool> {
  await build('image')
  const say = (line: string) => process.stderr.write(`${line}\n`)
  return sayingDocker(GradingPool.open({ size: jobs, ahead, say }))
}

/** The same for submissions of one exercise, whose mistakes are told before anything is built. */
export async function openJail(exerciseIdOrPath: string, sizes: PoolSizes): Promise<Jail> {
  readExercise(exerciseIdOrPath)
  return jailFor(exerciseIdOrPath, await openPool(sizes))
}
