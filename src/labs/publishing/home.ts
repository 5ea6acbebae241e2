import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { readYaml } from '#lab/yaml/index.ts'
import { lessonAddress } from './addresses.ts'

/** A button that leads to a lesson by its place, or to an exercise by its id. */
const Way = z
  .union([
    z.strictObject({ text: z.string(), lesson: z.string() }),
    z.strictObject({ text: z.string(), exercise: z.string() }),
  ])
  .transform((way) => ({
    text: way.text,
    href: 'lesson' in way ? lessonAddress(way.lesson).href : `/lab/${way.exercise}/`,
  }))

const Home = z.strictObject({
  version: z.literal(1),
  /** The first words, line by line. */
  title: z.array(z.string()).min(1),
  lead: z.string(),
  /** For search engines. */
  description: z.string(),
  start: Way,
  also: Way.optional(),
  /** Beside the buttons. */
  note: z.string().optional(),
  /** A ladder that plays. */
  stage: z.strictObject({ title: z.string(), note: z.string(), figure: z.string() }).optional(),
  /** What the course offers. */
  offers: z
    .strictObject({
      title: z.string(),
      items: z.array(z.strictObject({ kind: z.string(), title: z.string(), text: z.string() })),
      note: z.string().optional(),
    })
    .optional(),
})
export type Home = z.output<typeof Home>

const FILE = 'content/home.yaml'

/** The course's own first page; null: the map of the course is the first page. */
export const publishedHome = (): Home | null =>
  existsSync(FILE) ? readYaml(FILE, readFileSync(FILE, 'utf8'), Home) : null
