/**
 * Writes docs/coverage.md: every topic that the course should cover (content/coverage.yaml), with the lessons, exercises and questions that exist and
 * those still to come.
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
  /** Of an interview, `interview/question`. */
  questions?: string[]
}
interface Group {
  title: string
  topics: Topic[]
}

export const COVERAGE = 'docs/coverage.md'

/** Returns the page's current text. */
export function coverageText(): string {
  const { groups } = parse(readFileSync('content/coverage.yaml', 'utf8')) as { groups: Group[] }
  const places = new Map([...lessonFiles(), ...exerciseFolders(), ...interviewQuestions()])
  const all = groups.flatMap(({ topics }) => topics)
  const complete = all.filter((topic) => missing(topic, places).length === 0).length
  const begun = all.filter((topic) => found(topic, places).length > 0).length - complete
  return [
    '# What the course covers',
    '',
    'Made by `node scripts/with-node.mjs scripts/write-coverage.ts` of content/coverage.yaml and of what is there.',
    '',
    `${all.length} topics: ${complete} complete, ${begun} begun, ${all.length - complete - begun} not yet.`,
    ...groups.flatMap(({ title, topics }) => [
      ...['', `## ${title}`, '', '| topic | there | not yet |', '| --- | --- | --- |'],
      ...topics.map((topic) => row(topic, places)),
    ]),
    '',
  ].join('\n')
}

type Places = ReadonlyMap<string, string>

const namesOf = ({ lessons, exercises, questions = [] }: Topic) => [...lessons, ...exercises, ...questions]

const missing = (topic: Topic, places: Places) => namesOf(topic).filter((name) => !places.has(name))

const found = (topic: Topic, places: Places) =>
  namesOf(topic).flatMap((name) => (places.has(name) ? [`[${name}](../${places.get(name)})`] : []))

function row(topic: Topic, places: Places): string {
  const [there, not] = [found(topic, places), missing(topic, places)]
  return `| ${topic.topic} | ${there.join(', ') || '–'} | ${not.join(', ') || '–'} |`
}

/** Files of the existing lessons, by number. */
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

/** Files of the interviews, by `interview/question`. */
function interviewQuestions(): Map<string, string> {
  const files = globSync('content/*/*.interview.yaml').sort()
  return new Map(
    files.flatMap((file) => {
      const { id, items } = parse(readFileSync(file, 'utf8')) as { id: string; items: { id: string }[] }
      return items.map((item) => [`${id}/${item.id}`, file] as const)
    }),
  )
}

if (process.argv[1] === fileURLToPath(import.meta.url) && existsSync('content')) writeFileSync(COVERAGE, coverageText())
