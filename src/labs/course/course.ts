export interface CourseLesson {
  number: string
  title: string
  /** `module/lesson`; null for one that does not exist yet. */
  id: string | null
  href: string | null
}

export interface CourseExercise {
  id: string
  title: string
  /** Null for one that does not exist yet. */
  href: string | null
  points: number
}

export interface CourseModule {
  number: number
  name: string
  title: string
  about: string
  /** Numbers of the modules that it builds on. */
  needs: readonly number[]
  href: string
  quiz: string | null
  interview: string | null
  lessons: readonly CourseLesson[]
  exercises: readonly CourseExercise[]
}

export interface CourseTrack {
  id: string
  title: string
  modules: readonly number[]
}
