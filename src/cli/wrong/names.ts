import type { Attempt, LoadedExercise, WrongSolution } from '#grader'
import { didYouMean } from '#lab'
import { CommandError } from '../command-error.ts'

const ATTEMPTS = 'attempts/'

/** The name of the attempt that `attempts/NAME` means, as `check` writes it; undefined for a wrong program. */
export const attemptName = (name: string): string | undefined =>
  name.startsWith(ATTEMPTS) ? name.slice(ATTEMPTS.length) : undefined

/** Finds a wrong program by its name, or an attempt by `attempts/NAME`. */
export function programNamed(
  { exercise, wrong, attempts }: LoadedExercise,
  name: string,
): Pick<WrongSolution, 'name' | 'files'> {
  const attempt = attemptName(name)
  const programs = attempt === undefined ? wrong : attempts
  const found = programs.find((one: WrongSolution | Attempt) => one.name === (attempt ?? name))
  if (found) return found
  const names = programs.map((one) => (attempt === undefined ? one.name : ATTEMPTS + one.name))
  const kind = attempt === undefined ? 'wrong program' : 'attempt'
  throw new CommandError(
    `${exercise.id} has no ${kind} "${name}"${didYouMean(name, names)}\nit has ${names.join(', ') || 'none'}`,
  )
}
