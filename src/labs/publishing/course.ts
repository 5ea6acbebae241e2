import { readFileSync } from 'node:fs'
import { type InterviewItem, readInterview } from '#grader/interviews/index.ts'
import { type Quiz, readQuiz } from '#grader/quizzes/index.ts'
import type { CourseExercise, CourseLesson, CourseModule, CourseTrack } from '../course/index.ts'
import { lessonAddress, moduleAddress } from './addresses.ts'
import { contentFiles } from './content-files.ts'
import { courseFile } from './course-file.ts'
import { publishedDrills } from './drills.ts'
import { publishedExercises } from './exercises.ts'
import { lessonFiles } from './lessons.ts'

export interface Course {
  /** Its name, on every page. */
  title: string
  modules: readonly CourseModule[]
  tracks: readonly CourseTrack[]
}

let known: Promise<Course> | null = null

/** The planned course, with what exists of it. Read once for all pages. */
export function publishedCourse(): Promise<Course> {
  known ??= read()
  return known
}

async function read(): Promise<Course> {
  const plan = courseFile()
  const exercises = await publishedExercises()
  const written = writtenLessons()
  const quizzes = publishedQuizzes()
  const interviews = publishedInterviews()
  const modules = plan.modules.map((module): CourseModule => {
    const { number, name, title, about, needs } = module
    return {
      number,
      name,
      title,
      about,
      needs,
      href: moduleAddress(name),
      quiz: quizzes.some((quiz) => quiz.module === name) ? `/course/${name}/quiz/` : null,
      interview: interviews.has(name) ? `/course/${name}/interview/` : null,
      lessons: Object.entries(module.lessons).map(([number, title]): CourseLesson => {
        const lesson = written.get(number)
        return { number, title: lesson?.title ?? title, id: lesson?.id ?? null, href: lesson?.href ?? null }
      }),
      exercises: exerciseRows(name, module.exercises, exercises),
    }
  })
  return { title: plan.title, modules, tracks: Object.entries(plan.tracks).map(([id, track]) => ({ id, ...track })) }
}

/** Planned exercises first, in order, then any others of the module. Drills are listed elsewhere. */
function exerciseRows(
  module: string,
  planned: readonly string[],
  published: Awaited<ReturnType<typeof publishedExercises>>,
): CourseExercise[] {
  const own = published.filter(({ lab }) => moduleOf(lab.id) === module).map(({ lab }) => lab.id)
  const drills = new Set(publishedDrills().map(({ pack }) => pack.id))
  const ids = planned.filter((id) => !drills.has(id))
  return [...new Set([...ids, ...own])].map((id) => {
    const found = published.find(({ lab }) => lab.id === id)
    return { id, title: found?.lab.title ?? id, href: found ? `/lab/${id}/` : null, points: found?.points ?? 0 }
  })
}

/** Module of an exercise, by its name in addresses. */
function moduleOf(exercise: string): string {
  const [file = ''] = contentFiles(`content/*/exercises/${exercise}/exercise.yaml`)
  return folderName(file)
}

interface WrittenLesson {
  id: string
  title: string
  href: string
}

/** Lessons that have a file, by their numbers. */
function writtenLessons(): Map<string, WrittenLesson> {
  const lessons = new Map<string, WrittenLesson>()
  for (const { place, number, title } of lessonFiles()) {
    const { module, lesson, href } = lessonAddress(place)
    lessons.set(number, { id: `${module}/${lesson}`, title, href })
  }
  return lessons
}

/** A quiz by its name, for a lesson that asks it between two sections, or for an exercise that has it beside its text. */
export function quizById(id: string): Quiz {
  const [file, ...more] = contentFiles(`content/[0-9][0-9]-*/{,exercises/*/}${id}.quiz.yaml`)
  if (file === undefined || more.length > 0)
    throw new Error(`<Quiz id="${id}" /> found ${file ? 'several' : 'no'} ${id}.quiz.yaml in content/, expected one`)
  return readQuiz(file, readFileSync(file, 'utf8'))
}

export interface PublishedQuiz {
  module: string
  quiz: Quiz
}

/** The quiz of each module that has one: the first `*.quiz.yaml` in its folder. */
export function publishedQuizzes(): PublishedQuiz[] {
  const found = new Map<string, PublishedQuiz>()
  for (const file of contentFiles('content/[0-9][0-9]-*/*.quiz.yaml')) {
    const module = folderName(file)
    if (!found.has(module)) found.set(module, { module, quiz: readQuiz(file, readFileSync(file, 'utf8')) })
  }
  return [...found.values()]
}

/** The questions of each module that has an interview, by the module's name. */
export function publishedInterviews(): Map<string, readonly InterviewItem[]> {
  const files = contentFiles('content/[0-9][0-9]-*/*.interview.yaml')
  return new Map(files.map((file) => [folderName(file), readInterview(file, readFileSync(file, 'utf8')).items]))
}

/** The name in addresses of the module that a file is in. */
const folderName = (file: string): string => (file.split('/')[1] ?? '').replace(/^\d+-/, '')
