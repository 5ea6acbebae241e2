import type { Params, Scalar } from '#grader'
import { drawParams, mentionedParams, paramsFile } from '#grader/variants/index.ts'
import type { LabExercise, LabVariants } from '../lab-exercise.ts'

/** The page of an exercise in another variant. */
export function inVariant(exercise: LabExercise, key: string): LabExercise {
  const { variants } = exercise
  if (variants === null || key === exercise.variant) return exercise
  const params = drawParams({ variants: variants.parameters }, key, 'simulated')
  return { ...exercise, variant: key, params, ...partsOf(exercise, variants, params) }
}

type Varying = Pick<LabExercise, 'programs' | 'byHand'>

/** Parts of the page that depend on the parameters. */
export function partsOf(
  { programs, byHand }: Varying,
  { parameters, mentions, args, port }: LabVariants,
  params: Params,
): Varying & Pick<LabExercise, 'generated' | 'whole'> {
  const exercise = { variants: parameters }
  const shown = mentionedParams(mentions, params)
  const textOf = (value: Scalar | { parameter: string }) =>
    String(typeof value === 'object' ? params[value.parameter] : value)
  return {
    generated: Object.keys(shown).length === 0 ? {} : { 'params.ts': paramsFile(exercise, shown) },
    whole: { 'params.ts': paramsFile(exercise, params) },
    programs: programs.map((program, i) => ({ ...program, args: args[i]!.map(textOf) })),
    byHand: byHand && { ...byHand, port: typeof port === 'string' ? Number(params[port]) : (port ?? byHand.port) },
  }
}

/** Keys that are tried for a variant that differs. */
const TRIES = 200

/** The next key after this one whose variant differs from its own: `seed`, `seed/1`, `seed/2`, … */
export function nextVariant({ variants }: LabExercise, key: string): string {
  const [, start = key, count = '0'] = /^(.*?)(?:\/(\d+))?$/.exec(key) ?? []
  const drawn = (one: string) => JSON.stringify(drawParams({ variants: variants?.parameters ?? {} }, one, 'simulated'))
  const keys = Array.from({ length: TRIES }, (_, i) => `${start}/${Number(count) + 1 + i}`)
  return keys.find((one) => drawn(one) !== drawn(key)) ?? keys[0]!
}
