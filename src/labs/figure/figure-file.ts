import { z } from 'zod'
import { readYaml } from '#lab/yaml/index.ts'

const DurationText = z.string().regex(/^\d+(\.\d+)?(us|ms|s)$/, 'a duration such as 10ms')
const RateText = z.string().regex(/^\d+(\.\d+)?[kMG]bit$/, 'a rate such as 10Mbit')
const Probability = z.number().min(0).max(1)

const ParamValue = z.union([z.string(), z.number(), z.boolean()])
export type ParamValue = z.output<typeof ParamValue>

const Settings = z.strictObject({
  delay: DurationText,
  loss: Probability,
  rate: RateText,
  /** Packets that may wait at each end of the link; the link's own limit by default. */
  queue: z.number().int().positive().optional(),
  /** Values that the programs import from `./params.ts`. */
  params: z.record(z.string(), ParamValue).default({}),
})
/** Settings that the reader can change: the link, and values in `params.ts`. */
export type FigureSettings = z.output<typeof Settings>

/**
 * An event in the world, outside the programs: a host loses power, a cable is cut, a box on the path drops what a
 * display filter matches.
 */
const at = {
  /** Counted from the start of the last program. */
  at: DurationText,
  /** Only with these parameter values: `{ powerFails: true }`. */
  when: z.record(z.string(), ParamValue).default({}),
}
const Event = z.union([
  z.strictObject({ ...at, host: z.string(), do: z.enum(['power-off', 'power-on']) }),
  z.strictObject({ ...at, link: z.tuple([z.string(), z.string()]), do: z.enum(['cut', 'restore']) }),
  z.strictObject({ ...at, link: z.tuple([z.string(), z.string()]), do: z.literal('drop'), filter: z.string().min(1) }),
])
export type FigureEvent = z.output<typeof Event>

/** The same programs under other conditions, for a race; other settings are as in `settings`. */
const Variant = z.strictObject({ title: z.string(), settings: Settings.partial() })

const Knob = z.enum(['delay', 'loss', 'rate', 'queue'])
/** For a heat map: two variants for each pair of values of two knobs. */
const HeatMap = z.strictObject({ between: z.tuple([z.string(), z.string()]), across: Knob, down: Knob })

/** For curves: a number that the programs print, for each value of one parameter; a curve for each value of another. */
const Curves = z.strictObject({
  /** The parameter along the horizontal axis: numbers. */
  across: z.string(),
  lines: z.string(),
  /** Finds the number in a printed line, as its first group. */
  reads: z.string(),
  /** What the number is. */
  title: z.string(),
})

const Program = z.strictObject({
  host: z.string(),
  program: z.string(),
  /** The next program starts when this one listens here. */
  listens: z.number().int().optional(),
  /** Shows only its name until the reader opens it: the lesson shows the program elsewhere. */
  folded: z.boolean().default(false),
})

const Figure = z.strictObject({
  version: z.literal(1),
  title: z.string(),
  /** A name in `content/topologies/`. */
  topology: z.string(),
  /** Parameters of the topology that take the value of one of `params`: `{ prefix: mask }`. */
  topologyFromParams: z.record(z.string(), z.string()).default({}),
  /** What hosts have in their files before the programs start: text by path, by host. `{params.NAME}` is a value. */
  files: z.record(z.string(), z.record(z.string().startsWith('/'), z.string())).default({}),
  /** In starting order. */
  programs: z.array(Program).min(1),
  /** In any order. */
  events: z.array(Event).default([]),
  /** The link that the settings apply to. */
  link: z.tuple([z.string(), z.string()]),
  settings: Settings,
  /** Values to choose from; settings not named here cannot be changed. */
  knobs: z
    .strictObject({
      delay: z.array(DurationText),
      loss: z.array(Probability),
      rate: z.array(RateText),
      queue: z.array(z.number().int().positive()),
      /** Values and label of each parameter. */
      params: z.record(z.string(), z.strictObject({ label: z.string(), values: z.array(ParamValue).min(2) })),
    })
    .partial()
    .default({}),
  seed: z.number().int().default(1),
  /** Idle time after which a run counts as over: longer than the pauses of a sender that retries on a bad link. */
  quiet: DurationText.default('20s'),
  /** The longest run, in virtual time. */
  longest: DurationText.default('300s'),
  variants: z.record(z.string(), Variant).default({}),
  map: HeatMap.optional(),
  curves: Curves.optional(),
})
export type Figure = z.output<typeof Figure>

/** Reads `figure.yaml`. Throws `FileProblems` with all its errors. */
export function readFigure(file: string, text: string): Figure {
  return readYaml(file, text, Figure)
}

/** Source of the `./params.ts` that programs import; null for a figure without parameters. */
function paramsModule(params: FigureSettings['params']): string | null {
  return Object.keys(params).length === 0 ? null : `export const params = ${JSON.stringify(params)} as const\n`
}

/** Files of a figure's programs, with the parameter module. */
export function programFiles(
  files: Readonly<Record<string, string>>,
  { params }: Pick<FigureSettings, 'params'>,
): Record<string, string> {
  const text = paramsModule(params)
  return { ...files, ...(text !== null && { 'params.ts': text }) }
}

/** Values for the topology's parameters. */
export const topologyValues = (
  { topologyFromParams }: Pick<Figure, 'topologyFromParams'>,
  { params }: Pick<FigureSettings, 'params'>,
): FigureSettings['params'] =>
  Object.fromEntries(Object.entries(topologyFromParams).map(([name, from]) => [name, params[from]!]))

/** The text of a host's file, with the values of the parameters that it mentions. */
export function fileText(text: string, { params }: Pick<FigureSettings, 'params'>): string {
  return text.replace(/\{params\.(\w+)\}/g, (mention, name: string) => String(params[name] ?? mention))
}

/** Settings of a variant. Throws if the figure has no such variant. */
export function variantSettings({ settings, variants }: Figure, name: string): FigureSettings {
  const variant = variants[name]
  if (!variant)
    throw new RangeError(`There is no variant "${name}" among ${Object.keys(variants).join(', ') || 'none'}`)
  const { params, ...link } = variant.settings
  return { ...settings, ...definedOnly(link), params: { ...settings.params, ...params } }
}

function definedOnly<Values extends object>(values: Values): { [Name in keyof Values]: NonNullable<Values[Name]> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never
}
