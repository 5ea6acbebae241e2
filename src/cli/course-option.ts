import { useCourse } from '#grading/course/index.ts'
import { CommandError } from './command-error.ts'

/** Chooses the course that `--course DIR` names, and returns the other words of the command line. */
export function takeCourse(args: readonly string[]): string[] {
  const at = args.findIndex((word) => word === '--course' || word.startsWith('--course='))
  if (at < 0) {
    useCourse(undefined)
    return [...args]
  }
  const isApart = args[at] === '--course'
  const folder = isApart ? args[at + 1] : args[at]!.slice('--course='.length)
  if (!folder) throw new CommandError('--course: expected the folder of a course: --course my-course')
  useCourse(folder)
  return args.toSpliced(at, isApart ? 2 : 1)
}
