import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { contentFiles } from './content-files.ts'

/** A lesson's file, as its neighbor pages need it. */
export interface LessonFile {
  /** `03-tcp-conversations/01-handshake-and-stream`. */
  place: string
  title: string
  /** `3.1`. */
  number: string
  lead: string
  /** Ids of the exercises for it. */
  exercises: readonly string[]
  body: string
}

/** Every lesson with a file, in course order. */
export const lessonFiles = (): LessonFile[] =>
  contentFiles('content/[0-9][0-9]-*/[0-9][0-9]-*.mdx').map((file) => {
    const [, head = '', body = ''] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(readFileSync(file, 'utf8')) ?? []
    const { title = '', number = '', lead = '', exercises = [] } = (parse(head) ?? {}) as Partial<LessonFile>
    return { place: file.replace(/^content\/|\.mdx$/g, ''), title, number: String(number), lead, exercises, body }
  })
