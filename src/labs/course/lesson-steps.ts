export type StepStanding = 'done' | 'now' | 'later'

/**
 * A reader's position in a lesson: steps up to the last one with all questions answered are done, and the next one is
 * the current one. Each step is given by the ids of its questions.
 */
export function standingOfSteps(
  steps: readonly (readonly string[])[],
  isAnswered: (question: string) => boolean,
): StepStanding[] {
  const last = steps.findLastIndex((questions) => questions.length > 0 && questions.every(isAnswered))
  return steps.map((_, index) => (index <= last ? 'done' : index === last + 1 ? 'now' : 'later'))
}

/** True once every question is answered. A lesson without questions is never finished. */
export function isFinished(steps: readonly (readonly string[])[], isAnswered: (question: string) => boolean): boolean {
  const questions = steps.flat()
  return questions.length > 0 && questions.every(isAnswered)
}
