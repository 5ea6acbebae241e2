import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { z } from 'zod'
import { hashBytes, type Report } from '#grader'
import type { Replay } from '#grader/check/index.ts'
import type { WorldRecipe } from '#lab'
import { UserError } from '../errors/index.ts'

const isRecipe = (value: unknown): value is WorldRecipe =>
  typeof value === 'object' && value !== null && 'version' in value && Array.isArray((value as WorldRecipe).journal)

/** A stored failure: the recipe of its world, and the expected result of the replay. */
const ReplayFile = z.strictObject({
  kind: z.literal('ackademy/replay'),
  version: z.literal(1),
  exercise: z.string(),
  test: z.string(),
  variant: z.string(),
  seed: z.number().int(),
  /** Expected and received values. */
  sentence: z.string(),
  /** Hash of the pcapng capture: `sha256:…`. */
  capture: z.string(),
  recipe: z.custom<WorldRecipe>(isRecipe, 'expected the recipe of a world'),
})
export type ReplayFile = z.output<typeof ReplayFile>

/** Recipes and captures of a grading's failed tests, by test id. */
export class Failures {
  readonly #recipes = new Map<string, WorldRecipe>()
  readonly #captures = new Map<string, Uint8Array>()

  readonly onReplay = (test: string, recipe: WorldRecipe): void => {
    this.#recipes.set(test, recipe)
  }
  readonly onRecording = (test: string, pcapng: Uint8Array): void => {
    this.#captures.set(test, pcapng)
  }

  /** Failures that can be replayed, by test: those with a recipe and a capture. */
  get replays(): Record<string, Replay> {
    const made = [...this.#recipes].flatMap(([test, recipe]) => {
      const pcapng = this.#captures.get(test)
      return pcapng ? [[test, { recipe, pcapng }] as const] : []
    })
    return Object.fromEntries(made)
  }

  keep(folder: string, report: Report): void {
    keepReplays(folder, report, this.replays)
  }
}

/** Writes `h3-dribble.replay.json` and `h3-dribble.pcapng` for every failure, and says on standard error how to run it again. */
export function keepReplays(
  folder: string,
  { exercise, inputs, tests, authority }: Report,
  replays: Readonly<Record<string, Replay>>,
): void {
  // Without the jail, only the user's own code runs.
  const command = authority === 'practice' ? 'replay --unsandboxed' : 'replay'
  for (const { id: test, evidence } of tests) {
    const replay = replays[test]
    if (!replay) continue
    const file: ReplayFile = {
      kind: 'ackademy/replay',
      version: 1,
      exercise: exercise.id,
      test,
      variant: inputs.variant,
      seed: inputs.seed,
      sentence: evidence?.sentence ?? '',
      capture: hashBytes(replay.pcapng),
      recipe: replay.recipe,
    }
    const path = join(folder, test.replaceAll('/', '-'))
    mkdirSync(folder, { recursive: true })
    writeFileSync(`${path}.pcapng`, replay.pcapng)
    writeFileSync(`${path}.replay.json`, `${JSON.stringify(file)}\n`)
    process.stderr.write(`kept: ackademy ${command} ${path}.replay.json\n`)
  }
}

/** Returns the folder for a submission's failures; of several submissions, each gets its own. */
export function keptIn(folder: string, submission: string, submissions: readonly string[]): string {
  return submissions.length === 1 ? folder : join(folder, basename(resolve(submission)))
}

/** Throws `UserError` for any other file. */
export function readReplayFile(path: string): ReplayFile {
  let data: unknown
  try {
    data = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new UserError(`${path} cannot be read: ${(error as Error).message}`)
  }
  const { success, data: file, error } = ReplayFile.safeParse(data)
  if (success) return file
  const [issue] = error.issues
  throw new UserError(
    `${path} is no replay, as \`--keep FOLDER\` of grade and check writes them: ${[issue?.path.join('.'), issue?.message].filter(Boolean).join(': ')}`,
  )
}
