/** Marks the steps of a lesson as done, current and later, and records the lesson once all its questions are answered. */
import { progress, recordLesson } from '../progress/index.ts'
import { isFinished, standingOfSteps } from './lesson-steps.ts'

export function paintLesson(lesson: string): void {
  const steps = [...document.querySelectorAll<HTMLElement>('.step')]
  const questions = steps.map((step) =>
    [...step.querySelectorAll<HTMLElement>('[data-question]')].map(({ dataset }) => dataset.question ?? ''),
  )
  progress.subscribe((known) => {
    const predicted = new Set(known.predictions.map(({ id }) => id))
    const isAnswered = (id: string) => predicted.has(id) || id in known.answers
    const standings = standingOfSteps(questions, isAnswered)
    for (const [index, step] of steps.entries()) step.dataset.step = standings[index]!
    // Not inside the notification of the change itself.
    if (isFinished(questions, isAnswered) && !(lesson in known.lessons)) queueMicrotask(() => recordLesson(lesson))
  })
}
