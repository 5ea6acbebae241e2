/**
 * Solutions under attack: a file of `attacks/` holds lab tests for the exercise of its name, as `tests/` of the exercise does, and the grader runs the
 * solution through them. An id names the numbered rule of the prompt and what is done to it: `r3-fin`. They are harder than what an
 * exercise asks of learners: hostile peers, drawn input, a hundred times the size.
 */
import { readdirSync, readFileSync } from 'node:fs'
import type { LoadedExercise, Params } from '#grader'
import { compileFunction } from '#grader/node/index.ts'
import { loadTests } from '#grader/running/index.ts'
import { course } from '../grader/course.ts'

const FOLDER = new URL('attacks/', import.meta.url)
const ENDING = '.attack.ts'
/** Attacks import what the tests of their exercise share from where it is. The grader has all test files in one folder. */
const OTHER_TESTS = /'\.\.\/\.\.\/\.\.\/content\/[^']+\/tests\//g

export const attackedIds: readonly string[] = readdirSync(FOLDER)
  .filter((name) => name.endsWith(ENDING))
  .map((name) => name.slice(0, -ENDING.length))

/** The exercise with the attacks as its only tests. */
export function underAttack(id: string): LoadedExercise {
  const loaded = course.exercise(id)
  const text = readFileSync(new URL(id + ENDING, FOLDER), 'utf8').replace(OTHER_TESTS, "'./")
  const groups = [{ id: 'attacks', title: 'Attacks', tests: ['*'], points: 1, credit: 'all' as const, weights: {} }]
  return {
    ...loaded,
    exercise: { ...loaded.exercise, points: 1, tests: { ...loaded.exercise.tests, files: ['practice'], groups } },
    tests: { ...loaded.tests, 'practice.test.ts': text },
  }
}

/** Numbers of the prompt's rules. */
export const rulesOf = ({ prompt }: LoadedExercise): number[] =>
  [...prompt.matchAll(/^(\d)\. /gm)].map(([, number]) => Number(number))

/** Numbers of the rules that are attacked. */
export async function attackedRules(exercise: LoadedExercise, params: Params): Promise<number[]> {
  const tests = await loadTests(exercise, params, compileFunction)
  return [...new Set(tests.map(({ id }) => Number(/^r(\d)-/.exec(id)?.[1])))].sort()
}
