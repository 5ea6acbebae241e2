import type { LoadedExercise } from '../../exercise/index.ts'
import { UNITS } from '../../questions/index.ts'
import { type Finding, note, problem } from '../findings.ts'
import { lineAt, sentences, type Text } from './texts.ts'

/** A number that makes an exact claim about the network: it has a unit, or is a port. */
const EXACT =
  /(?:\bport (\d+)\b)|(?<![\w.,])(\d[\d\u00a0\u202f ]*(?:\.\d+)?)[\u00a0\u202f ]?(ns|µs|us|ms|s|min|seconds?|minutes?|bytes?|B|kB|KiB|MB|MiB|[kMG]?bit\/s)\b/g

const WORDS: Record<string, string> = {
  second: 's',
  seconds: 's',
  minute: 'min',
  minutes: 'min',
  byte: 'B',
  bytes: 'B',
}

/**
 * Checks that exact numbers in sentences come from somewhere: a variant, the limits, the topology, the tests or the solution. Any
 * other is out of date, or was never true, unless it comes from a standard: it gets a note. Values that differ between variants are written as <Param>.
 */
export function checkNumbers(text: Text, exercise: LoadedExercise): Finding[] {
  const prose = sentences(text.text)
  const known = knownNumbers(exercise)
  return [...prose.matchAll(EXACT)].flatMap((match) => {
    const place = text.about.includes('.mdx') ? `${text.about}:${lineAt(prose, match.index)}` : text.about
    const found = match[0].trim()
    const digits = match[1] ?? match[2]!
    const number = Number(digits.replace(/\D(?!\d*$)/g, (sign) => (sign === '.' ? '.' : '')).replace(/[^\d.]/g, ''))
    if (number < 2) return []
    const varies = variantWith(exercise, number)
    if (varies)
      return [
        problem(
          place,
          `says "${found}", which is one of several values of "${varies}": write <Param name="${varies}" />`,
        ),
      ]
    if (formsOf(number, match[3]).some((form) => known.has(form))) return []
    return [note(place, `says "${found}", which occurs in no test, solution, topology or variant`)]
  })
}

function variantWith({ exercise }: LoadedExercise, number: number): string | undefined {
  const several = Object.entries(exercise.variants).filter(
    ([, variant]) => 'oneOf' in variant && variant.oneOf.length > 1,
  )
  return several.find(([, variant]) => 'oneOf' in variant && variant.oneOf.includes(number))?.[0]
}

/** The same quantity as a test may write it: `2 s` is 2 and 2000, `64 KiB` is 64 and 65536. */
function formsOf(number: number, word = ''): string[] {
  const unit = WORDS[word] ?? word
  const of = UNITS[unit === 'µs' ? 'us' : unit]
  if (!of) return [String(number)]
  const others = Object.values(UNITS).filter(({ kind }) => kind === of.kind)
  const exact = others.map(({ factor }) => Math.round((number * of.factor * 1e9) / factor) / 1e9)
  return [number, ...exact].map(String)
}

function knownNumbers({ exercise, tests, starter, solution, programs, topology, wrong }: LoadedExercise): Set<string> {
  const sources = [
    JSON.stringify(exercise),
    topology.text,
    ...[tests, starter, solution ?? {}, programs, ...wrong.map(({ files }) => files)].flatMap((files) =>
      Object.values(files),
    ),
  ]
  const found = sources.flatMap((source) => [...source.matchAll(/(?<![\w.])\d[\d_]*(?:\.\d+)?(?:e\d+)?|0x[\da-f]+/gi)])
  const numbers = found.map(([digits]) => Number(digits.replaceAll('_', '')))
  const products = sources.flatMap((source) =>
    [...source.matchAll(/(\d[\d_]*)\s*(\*\*?)\s*(\d[\d_]*)/g)].map(([, a, sign, b]) => {
      const [left, right] = [Number(a!.replaceAll('_', '')), Number(b!.replaceAll('_', ''))]
      return sign === '**' ? left ** right : left * right
    }),
  )
  return new Set([...numbers, ...products].map(String))
}
