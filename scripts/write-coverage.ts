/**
 * Writes docs/coverage.md: every topic that the course is to cover (content/coverage.yaml), with the lessons and exercises that are there and those that
 * are not there yet.
 */
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'

interface Topic {
  topic: string
  /** Numbers such as 3.1. */
  lessons: string[]
  exercises: string[]
}
interface Group {
  title: string
  topics: Topic[]
}

export const COVERAGE = 'docs/coverage.md'

/** The page as it should be now. */
export function coverageText(): string {
  const { groups } = parse(readFileSync('content/coverage.yaml', 'utf8')) as { groups: Group[] }
  const lessons = lessonFiles()
  const exercises = exerciseFolders()
  const all = groups.flatMap(({ topics }) => topics)
  const complete = all.filter((topic) => missing(topic, lessons, exercises).length === 0).length
  const begun = all.filter((topic) => found(topic, lessons, exercises).length > 0).length - complete
  return [
    '# What the course covers',
    '',
    'Made by `node scripts/with-node.mjs scripts/write-coverage.ts` of content/coverage.yaml and of what is there.',
    '',
    `${all.length} topics: ${complete} complete, ${begun} begun, ${all.length - complete - begun} not yet.`,
    ...groups.flatMap(({ title, topics }) => [
      ...['', `## ${title}`, '', '| topic | there | not yet |', '| --- | --- | --- |'],
      ...topics.map((topic) => row(topic, lessons, exercises)),
    ]),
    '',
  ].join('\n')
}

type Places = ReadonlyMap<string, string>

const namesOf = ({ lessons, exercises }: Topic) => [...lessons, ...exercises]

function missing(topic: Topic, lessons: Places, exercises: Places): string[] {
  return namesOf(topic).filter((name) => !lessons.has(name) && !exercises.has(name))
}

function found(topic: Topic, lessons: Places, exercises: Places): string[] {
  return namesOf(topic).flatMap((name) => {
    const place = lessons.get(name) ?? exercises.get(name)
    return place ? [`[${name}](../${place})`] : []
  })
}

function row(topic: Topic, lessons: Places, exercises: Places): string {
  const [there, not] = [found(topic, lessons, exercises), missing(topic, lessons, exercises)]
  return `| ${topic.topic} | ${there.join(', ') || '–'} | ${not.join(', ') || '–'} |`
}

/** Files of the lessons that are written, by their numbers. */
function lessonFiles(): Map<string, string> {
  const files = globSync('content/*/*.mdx').sort()
  return new Map(
    files.flatMap((file) => {
      const number = /^number: '(.+)'$/m.exec(readFileSync(file, 'utf8'))?.[1]
      return number ? [[number, file] as const] : []
    }),
  )
}

/** Folders of exercises and drills, by their ids. */
function exerciseFolders(): Map<string, string> {
  const files = globSync('content/*/{exercises,drills}/*/{exercise,drill}.yaml').sort()
  return new Map(files.map(dirname).map((folder) => [basename(folder), folder]))
}

if (process.argv[1] === fileURLToPath(import.meta.url) && existsSync('content')) writeFileSync(COVERAGE, coverageText())
