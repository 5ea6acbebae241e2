import { DockerError, DockerUnusableError } from '#ci-runner'
import { exerciseIds, readExercise } from '../course/index.ts'
import { UserError } from '../errors/index.ts'

/** Runs `body`, which needs Docker; turns Docker's failures into messages for the command line. */
export async function sayingDocker<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof DockerUnusableError) throw new UserError(`${error.message}. ${withoutDocker()}`)
    if (error instanceof DockerError) throw new UserError(error.message)
    throw error
  }
}

/** Says how many exercises work without Docker; a list of all would hide the message. */
function withoutDocker(): string {
  const all = exerciseIds().map((id) => readExercise(id).exercise.backends)
  const here = all.filter((backends) => backends.includes('simulated')).length
  return `Without it, --unsandboxed grades your own code in ${here} of the ${all.length} exercises; the others need a real kernel`
}
