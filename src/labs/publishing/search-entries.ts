import { readFileSync } from 'node:fs'
import type { SearchEntry } from '../search/index.ts'
import { lessonAddress } from './addresses.ts'
import { contentFiles } from './content-files.ts'
import { publishedCourse } from './course.ts'
import { glossary } from './glossary.ts'
import { type LessonFile, lessonFiles } from './lessons.ts'
import { publishedScenarios } from './surprises.ts'

/** Everything the search finds: sections of lessons, terms, modules and exercises. */
export async function searchEntries(): Promise<SearchEntry[]> {
  const { modules } = await publishedCourse()
  const entries: Omit<SearchEntry, 'id'>[] = []
  for (const module of modules) {
    entries.push({ kind: 'module', title: module.title, text: module.about, href: module.href })
    for (const { id, title, href } of module.exercises)
      if (href) entries.push({ kind: 'exercise', title, text: `${id} ${promptText(id)}`, href })
  }
  for (const { id, title, report } of publishedScenarios())
    entries.push({ kind: 'surprise', title, text: report, href: `/surprise/${id}/` })
  for (const lesson of lessonFiles()) entries.push(...lessonSections(lesson))
  for (const { term, also, text, id } of glossary())
    entries.push({ kind: 'term', title: [term, ...also].join(', '), text, href: `/glossary/#${id}` })
  return entries.map((entry, id) => ({ id, ...entry }))
}

/** One entry per step of a lesson, so that results lead close to the match. */
function lessonSections({ place, title, lead, body }: LessonFile): Omit<SearchEntry, 'id'>[] {
  const steps = [...body.matchAll(/<Step kind="(\w+)">([\s\S]*?)<\/Step>/g)]
  return [
    { kind: 'lesson' as const, title, text: plain(lead), href: lessonAddress(place).href },
    ...steps.map(([, kind = '', text = '']) => ({
      kind: 'lesson' as const,
      title,
      text: plain(text),
      href: lessonAddress(`${place}#${kind}`).href,
    })),
  ]
}

function promptText(exercise: string): string {
  const [file] = contentFiles(`content/*/exercises/${exercise}/prompt.mdx`)
  return file ? plain(readFileSync(file, 'utf8')) : ''
}

/** Without tags, links and marks: what a reader sees, but for numbers that only the page knows. */
function plain(text: string): string {
  return text
    .replace(/<(?:Param|Measured)\b[^>]*>/g, '…')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\]\([^)]*\)/g, ' ')
    .replace(/[#*`[\]{}|]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}
