import type { LoadedExercise } from './loaded-exercise.ts'

/**
 * What to read again after a mistake, as a place below `content/`: `03-tcp-conversations/02-lines-buffers-tails#explain`. Undefined where its author names
 * nothing, or the exercise lies in no module.
 */
export function lessonOf(
  { folder, hints }: LoadedExercise,
  mistake: { lesson?: string | undefined },
): string | undefined {
  const [, module] = /([^/]+)\/exercises\/[^/]+$/.exec(folder) ?? []
  const lesson = mistake.lesson ?? hints.lesson
  return module === undefined || lesson === undefined ? undefined : `${module}/${lesson}`
}
