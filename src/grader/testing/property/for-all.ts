import { showValue } from '../../../runtime/lab/index.ts'
import { Finding } from '../../plan/index.ts'
import { Draw, seededSource } from './draw.ts'
import { smallestChoices } from './smallest.ts'

export interface ForAllOptions {
  /** How many values are tried; default 100. */
  runs?: number
  /** Tells the values of two properties of one test apart. */
  label?: string
}

/** What `forAll` throws: the failure of the simplest value found. */
export class PropertyFailure extends Error {
  override readonly name = 'AssertionError'
  readonly actual: Finding
  readonly expected: string

  constructor(finding: Finding, cause: unknown) {
    super(finding.sentence, { cause })
    this.actual = finding
    this.expected = finding.expected
  }
}

/**
 * Holds a property to values drawn from the world's seed, and fails with the simplest value found that breaks it:
 * `await forAll(lab, (draw) => draw.bytes(0, 300), async (data) => expect(await decode(await encode(data))).toEqualBytes(data))`
 */
export async function forAll<T>(
  lab: { seed: number },
  make: (draw: Draw) => T,
  holds: (value: T) => Promise<unknown> | unknown,
  { runs = 100, label = '' }: ForAllOptions = {},
): Promise<void> {
  for (let run = 0; run < runs; run++) {
    const choices: number[] = []
    const draws = seededSource(lab.seed, `property:${label}:${run}`)
    const failure = await breaks(make, holds, (most) => record(choices, draws(most)))
    if (failure) throw await simplest(make, holds, choices, failure, run)
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
  run: number,
) {
  let shown = first
  await smallestChoices(choices, async (candidate) => {
    const used: number[] = []
    const failure = await breaks(make, holds, (most) => record(used, Math.min(candidate[used.length] ?? 0, most)))
    if (failure) shown = failure
    return failure ? used : null
  })
  const { value, error } = shown
  const found = (error as { actual?: unknown }).actual
  const why =
    found instanceof Finding
      ? found.sentence
      : error instanceof Error
        ? error.message.split('\n')[0]!
        : showValue(error)
  const input = showValue(value)
  return new PropertyFailure(
    new Finding({
      sentence: `For ${input}: ${why}`,
      expected:
        found instanceof Finding ? found.expected : `that it holds for every value (this came of number ${run + 1})`,
      seen: `${input} breaks it: ${why}`,
      ...(found instanceof Finding && { packets: found.packets, firstWrong: found.firstWrong }),
    }),
    error,
  )
}

function record(choices: number[], choice: number): number {
  choices.push(choice)
  return choice
}
