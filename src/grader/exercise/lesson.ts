import type { LoadedExercise } from './loaded-exercise.ts'

/**
 * Returns what to read again after a mistake, as a path below `content/`: `03-tcp-conversations/02-lines-buffers-tails#explain`. Undefined if the author
 * names nothing, or the exercise is not in a module.
 */
export function lessonOf(
  { folder, hints }: LoadedExercise,
  mistake: { lesson?: string | undefined },
): string | undefined {
  const [, module] = /([^/]+)\/exercises\/[^/]+$/.exec(folder) ?? []
  const lesson = mistake.lesson ?? hints.lesson
  if (lesson === undefined || lesson.includes('/')) return lesson
  return module === undefined ? undefined : `${module}/${lesson}`
}
