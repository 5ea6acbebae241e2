import { showValue } from '#lab'
import { PropertyFailure } from '../../plan/index.ts'
import { Draw, seededSource } from './draw.ts'
import { smallestChoices } from './smallest.ts'

export interface ForAllOptions<T = unknown> {
  /** Describes a value in the sentence of a failure: `3 segments, 40 bytes`. */
  say?: (value: T) => string
  /** How many values are tried; default 100. */
  runs?: number
  /** Distinguishes two properties of one test. */
  label?: string
}

const MOST_SHOWN = 160

/** Describes a value for the start of a sentence: of a long one only its numbers and short texts. */
function showInput(value: unknown): string {
  const whole = showValue(value, 10_000)
  if (whole.length <= MOST_SHOWN || Object.prototype.toString.call(value) !== '[object Object]')
    return showValue(value, MOST_SHOWN)
  const short = Object.entries(value as object).filter(([, part]) => typeof part !== 'object')
  return `${showValue(Object.fromEntries(short), MOST_SHOWN).replace(/ \}$/, '')}, … }`
}

/**
 * Checks a property with values drawn from the world's seed, and fails with the simplest value found that breaks it:
 * `await forAll(lab, (draw) => draw.bytes(0, 300), async (data) => expect(await decode(await encode(data))).toEqualBytes(data))`
 */
export async function forAll<T>(
  lab: { seed: number },
  make: (draw: Draw) => T,
  holds: (value: T) => Promise<unknown> | unknown,
  { runs = 100, label = '', say = showInput }: ForAllOptions<T> = {},
): Promise<void> {
  for (let run = 0; run < runs; run++) {
    const choices: number[] = []
    const draws = seededSource(lab.seed, `property:${label}:${run}`)
    const failure = await breaks(make, holds, (most) => record(choices, draws(most)))
    if (failure) throw await simplest(make, holds, choices, failure, say)
  }
}

interface Failure<T> {
  value: T
  error: unknown
}

async function breaks<T>(
  make: (draw: Draw) => T,
  holds: (value: T) => unknown,
  source: (most: number) => number,
): Promise<Failure<T> | null> {
  const value = make(new Draw(source))
  try {
    await holds(value)
    return null
  } catch (error) {
    return { value, error }
  }
}

async function simplest<T>(
  make: (draw: Draw) => T,
  holds: (value: T) => unknown,
  choices: number[],
  first: Failure<T>,
  say: (value: T) => string,
) {
  let shown = first
  await smallestChoices(choices, async (candidate) => {
    const used: number[] = []
    const failure = await breaks(make, holds, (most) => record(used, Math.min(candidate[used.length] ?? 0, most)))
    if (failure) shown = failure
    return failure ? used : null
  })
  return new PropertyFailure(say(shown.value), shown.error)
}

function record(choices: number[], choice: number): number {
  choices.push(choice)
  return choice
}
