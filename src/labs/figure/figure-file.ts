import { z } from 'zod'
import { readYaml } from '../../runtime/lab/yaml/index.ts'

const DurationText = z.string().regex(/^\d+(\.\d+)?(us|ms|s)$/, 'a duration such as 10ms')
const RateText = z.string().regex(/^\d+(\.\d+)?[kMG]bit$/, 'a rate such as 10Mbit')
const Probability = z.number().min(0).max(1)

const Settings = z.strictObject({ delay: DurationText, loss: Probability, rate: RateText })
/** What the reader can change of the link. */
export type FigureSettings = z.output<typeof Settings>

const Program = z.strictObject({
  host: z.string(),
  program: z.string(),
  /** The next program starts when this one listens here. */
  listens: z.number().int().optional(),
})

const Figure = z.strictObject({
  version: z.literal(1),
  title: z.string(),
  /** A name in `content/topologies/`. */
  topology: z.string(),
  /** Started in this order. */
  programs: z.array(Program).min(1),
  /** The link that the settings are about. */
  link: z.tuple([z.string(), z.string()]),
  settings: Settings,
  /** The values that the reader can choose from; what is not named cannot be changed. */
  knobs: z
    .strictObject({ delay: z.array(DurationText), loss: z.array(Probability), rate: z.array(RateText) })
    .partial()
    .default({}),
  seed: z.number().int().default(1),
})
export type Figure = z.output<typeof Figure>

/** Reads `figure.yaml`. Throws `FileProblems` with all that is wrong in it. */
export function readFigure(file: string, text: string): Figure {
  return readYaml(file, text, Figure)
}
