import { isPassed, type Progress } from '../progress/index.ts'
import type { CourseModule } from './course.ts'

/** A learner's progress in a module. */
export interface ModuleStanding {
  lessonsRead: number
  lessonsThere: number
  exercisesPassed: number
  exercisesThere: number
  /** 0 to 1; null if the quiz was not taken. */
  quiz: number | null
  state: 'later' | 'open' | 'started' | 'done'
}

/** Returns whether the module has any lesson or exercise yet. */
export function isWritten({ lessons, exercises }: CourseModule): boolean {
  return [...lessons, ...exercises].some(({ href }) => href !== null)
}

export function standingOf(module: CourseModule, progress: Progress): ModuleStanding {
  const lessons = module.lessons.filter(({ id }) => id !== null)
  const exercises = module.exercises.filter(({ href }) => href !== null)
  const lessonsRead = lessons.filter(({ id }) => id! in progress.lessons).length
  const exercisesPassed = exercises.filter(({ id }) => isPassed(progress, id)).length
  const quiz = progress.quizzes[module.name] ?? null
  const isDone = lessonsRead === lessons.length && exercisesPassed === exercises.length
  const isStarted = lessonsRead > 0 || quiz !== null || exercises.some(({ id }) => id in progress.exercises)
  return {
    lessonsRead,
    lessonsThere: lessons.length,
    exercisesPassed,
    exercisesThere: exercises.length,
    quiz,
    state: !isWritten(module) ? 'later' : isDone ? 'done' : isStarted ? 'started' : 'open',
  }
}

/** Points for an exercise: zero until it is passed, less the cost of hints. */
export function pointsOf(progress: Progress, { id, points }: { id: string; points: number }): number {
  return isPassed(progress, id) ? (progress.exercises[id]!.points ?? points) : 0
}

/**
 * Returns the next step: the first unread lesson, or else the first exercise to pass, of the earliest module that has
 * one.
 */
export function nextStep(
  modules: readonly CourseModule[],
  progress: Progress,
): { kind: 'lesson' | 'exercise'; module: CourseModule; title: string; href: string } | null {
  for (const module of modules) {
    const lesson = module.lessons.find(({ id }) => id !== null && !(id in progress.lessons))
    if (lesson?.href) return { kind: 'lesson', module, title: `${lesson.number} ${lesson.title}`, href: lesson.href }
    const exercise = module.exercises.find(({ id, href }) => href !== null && !isPassed(progress, id))
    if (exercise?.href && standingOf(module, progress).lessonsThere > 0)
      return { kind: 'exercise', module, title: exercise.title, href: exercise.href }
  }
  return null
}
