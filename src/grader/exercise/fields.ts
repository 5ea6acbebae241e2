import { z } from 'zod'

/** A folder's or hint's name: `tcp-echo-line`. */
export const Id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case words joined by "-"')

/** A parameter of a variant: `maxLine`. */
export const ParameterName = z.string().regex(/^[a-z][A-Za-z0-9]*$/, 'a camelCase name')

/** A file by its path in the folder it belongs to: `server.ts`, `lib/frames.ts`. */
export const FilePath = z
  .string()
  .regex(/^(?!\/)(?!.*(^|\/)\.\.?(\/|$))[^\\]+$/, 'a path inside the folder, for example server.ts or lib/frames.ts')

/** `200ms`, `1.5s`, `10min`, `1h`. */
export const DurationText = z
  .string()
  .regex(/^\d+(\.\d+)?(ms|s|min|h)$/, 'a duration with its unit, for example 200ms, 2s, 10min')

/** `2026-12-01T23:59+01:00`: an instant with its zone, so that it means the same everywhere. */
export const InstantText = z.iso.datetime({
  offset: true,
  error: 'a date and a time with its zone, for example 2026-12-01T23:59:00+01:00',
})

/** `256M`: mebibytes. */
export const MebibytesText = z.string().regex(/^\d+M$/, 'a size in MiB, for example 256M')

export const Scalar = z.union([z.string(), z.number(), z.boolean()])
export type Scalar = z.output<typeof Scalar>

/** The values of an exercise's parameters in one variant. */
export type Params = Record<string, Scalar>

export const BackendName = z.enum(['simulated', 'linux', 'webcontainer'])
export type BackendName = z.output<typeof BackendName>

/** A test id or a pattern of ids: `v1`, `h3/dribble`, `h3/*`. `*` matches any characters. */
export const TestPattern = z
  .string()
  .regex(/^[a-z0-9*][a-z0-9/*-]*$/, 'a test id or a pattern of ids, for example v1, h3/dribble, h3/*')

const MILLISECONDS = { ms: 1, s: 1_000, min: 60_000, h: 3_600_000 } as const

/** Milliseconds of a text that passed `DurationText`. */
export function durationMs(text: string): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s|min|h)$/.exec(text) ?? []
  if (amount === undefined) throw new Error(`not a duration: "${text}"`)
  return Number(amount) * MILLISECONDS[unit as keyof typeof MILLISECONDS]
}

/** Mebibytes of a text that passed `MebibytesText`. */
export const mebibytes = (text: string): number => Number(text.slice(0, -1))

/** Whether `id` matches a `TestPattern`. */
export function matchesPattern(pattern: string, id: string): boolean {
  // A pattern has only [a-z0-9/*-], and of these only * is special in a regular expression.
  return new RegExp(`^${pattern.split('*').join('.*')}$`).test(id)
}

/** A lesson of the exercise's own module, or of another one, and a step of it. */
export const LessonName = z
  .string()
  .regex(
    /^(\d\d-[a-z0-9-]+\/)?\d\d-[a-z0-9-]+(#[a-z]+)?$/,
    'expected a lesson of the module, optionally with a step: 02-lines-buffers-tails#explain; or 07-udp/02-size of another one',
  )
