import { DockerError, DockerUnusableError } from '../../../ci-runner/index.ts'
import { exerciseIds, readExercise } from '../course/index.ts'
import { UserError } from '../errors/index.ts'

/** Runs what needs Docker; what Docker could not do becomes a message for the person at the command line. */
export async function sayingDocker<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof DockerUnusableError) throw new UserError(`${error.message}. ${withoutDocker()}`)
    if (error instanceof DockerError) throw new UserError(error.message)
    throw error
  }
}

/** What is left to somebody without Docker. */
function withoutDocker(): string {
  const backends = exerciseIds().map((id) => ({ id, backends: readExercise(id).exercise.backends }))
  const here = backends.filter((one) => one.backends.includes('simulated')).map(({ id }) => id)
  const never = backends.filter((one) => !one.backends.includes('simulated')).map(({ id }) => id)
  const rest = never.length === 0 ? '' : `; ${never.join(', ')} need${never.length === 1 ? 's' : ''} a real kernel`
  return `Without it your own code can be graded with --unsandboxed in ${here.join(', ') || 'none'}${rest}`
}
