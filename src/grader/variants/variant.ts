import { hash32 } from '#network'
import type { BackendName, Exercise, Params, Scalar, VariantParameter } from '../exercise/index.ts'

/** The parts of an exercise from which variants are drawn. */
type Varied = Pick<Exercise, 'variants'> & { linux?: Exercise['linux'] }

/**
 * Draws a variant. The same key always gives the same values; each parameter is drawn by its own name, so that adding one
 * to an exercise does not change the others.
 */
export function drawParams(exercise: Varied, key: string, backend: BackendName): Params {
  const params = Object.fromEntries(
    Object.entries(exercise.variants).map(([name, parameter]) => [name, draw(parameter, `variant:${key}:${name}`)]),
  )
  return backend === 'linux' ? { ...params, ...exercise.linux?.params } : params
}

function draw(parameter: VariantParameter, label: string): Scalar {
  if ('value' in parameter) return parameter.value
  const number = hash32(0, label, 0)
  if ('oneOf' in parameter) return parameter.oneOf[number % parameter.oneOf.length]!
  const [least, most] = parameter.integer
  const steps = Math.floor((most - least) / parameter.step) + 1
  return least + (number % steps) * parameter.step
}

/** Most keys tried when looking for variants; more than enough for a value that one in a hundred has. */
const CANDIDATES = Array.from({ length: 600 }, (_, i) => `check/${i + 1}`)

/**
 * Few keys whose variants together show every value of every `oneOf`, and of every `integer` its lower and its upper half. Used
 * by the author's check. At least one.
 */
export function coveringVariants(exercise: Exercise): string[] {
  const shown = CANDIDATES.map((key) => ({ key, values: valuesShown(exercise, key) }))
  const missing = new Set(shown.flatMap(({ values }) => values))
  const keys: string[] = []
  const news = ({ values }: { values: string[] }) => values.filter((value) => missing.has(value)).length
  while (missing.size > 0) {
    const best = shown.reduce((most, candidate) => (news(candidate) > news(most) ? candidate : most))
    for (const value of best.values) missing.delete(value)
    keys.push(best.key)
  }
  return keys.length > 0 ? keys : [CANDIDATES[0]!]
}

function valuesShown(exercise: Exercise, key: string): string[] {
  return Object.entries(drawParams(exercise, key, 'simulated')).map(([name, value]) => {
    const parameter = exercise.variants[name]!
    if (!('integer' in parameter)) return `${name}=${value}`
    const [least, most] = parameter.integer
    return `${name}: ${Number(value) * 2 > least + most ? 'upper' : 'lower'} half`
  })
}

/** The parameters of the topology: its own of the exercise, then those that follow the variant. */
export function topologyParams(exercise: Exercise, params: Params): Params {
  const fromVariant = Object.entries(exercise.topologyFromVariant).map(([name, from]) => [name, params[from]!] as const)
  return { ...exercise.topologyParameters, ...Object.fromEntries(fromVariant) }
}

/** The text of `params.ts`: what the learner's program, the solution and the tests read. */
export function paramsFile(exercise: Varied, params: Params): string {
  const fields = Object.entries(params).map(([name, value]) => {
    const about = exercise.variants[name]?.about
    return `  ${name}: ${literal(value)} as ${typeOf(exercise.variants[name], value)},${about ? ` // ${about}` : ''}\n`
  })
  return `${HEADER}export const params = {\n${fields.join('')}}\n`
}

const HEADER =
  '// The values of your variant. This file is generated before every run: change your program, not this file.\n'

function typeOf(parameter: VariantParameter | undefined, value: Scalar): string {
  if (parameter && 'oneOf' in parameter && parameter.oneOf.every((choice) => typeof choice === 'string'))
    return parameter.oneOf.map(literal).join(' | ')
  return typeof value
}

/** Formats a value as a person would: single quotes, the escapes of JSON. */
function literal(value: Scalar): string {
  if (typeof value !== 'string') return String(value)
  return `'${JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
}
