/** A small exercise with made-up gradings, to test the check's conclusions without running anything. */
import { type Files, type LoadedExercise, loadExercise } from '../exercise/index.ts'
import { Report } from '../report/index.ts'
import { type CheckOptions, checkExercise, type Graded, type GradeProgram } from './index.ts'

export const EXERCISE = `version: 1
id: echo
title: An echo
module: 3
kind: exercise
tier: 1
points: 3
backends: [simulated, linux]
topology: wire
variants: { tail: { oneOf: [echo, drop] } }
submission: { files: [server.ts] }
starter: { fails: [v1], hint: silent }
tests:
  files: [visible]
  groups: [{ id: all, title: All, tests: [v1, "h3/*"], points: 3 }]
`
export const HINTS = `version: 2
stages: [{ text: What is a stream? }]
causes:
  - { id: silent, at: { v1: "*" }, when: { received: nothing }, say: Nothing came. }
  - { id: cut, at: { "h3/*": "*" }, when: { cut: inside-line }, say: It was cut. }
`
export const WRONG = `version: 1
mistakes:
  chunk:
    idea: Chunks.
    fails: [h3/dribble]
    passes: [v1]
    hint: cut
    edits: { server.ts: [{ find: solution, put: chunk }] }
`
export const load = (changes: Files = {}): LoadedExercise =>
  loadExercise({
    folder: 'content/03-tcp/exercises/echo',
    files: {
      'exercise.yaml': EXERCISE,
      'hints.yaml': HINTS,
      'prompt.mdx': 'Echo.',
      'starter/server.ts': 'starter',
      'solution/server.ts': 'solution',
      'wrong.yaml': WRONG,
      'tests/visible.test.ts': '',
      ...changes,
    },
    topologies: { 'wire.yaml': '' },
  })

interface Behaviour {
  fails?: string[]
  hint?: string
  alsoMatched?: string[]
  notRun?: string[]
  took?: number
  /** Its failures do not say what was compared. */
  unnamed?: true
}
export const AS_CLAIMED: Record<string, Behaviour> = {
  solution: {},
  starter: { fails: ['v1', 'h3/whole', 'h3/dribble'], hint: 'silent' },
  chunk: { fails: ['h3/dribble'], hint: 'cut' },
}
export const IDS = ['v1', 'h3/whole', 'h3/dribble']
const evidence = { sentence: 'It failed.', code: 'TIMEOUT', expected: '', seen: '', at: 0, steps: [], processes: [] }

function reportOf({ fails = [], hint, alsoMatched = [], notRun = [], took = 10, unnamed }: Behaviour): Report {
  const row = (id: string) => ({
    id,
    title: id,
    file: 'visible',
    backend: 'simulated',
    took,
    ...(fails.includes(id)
      ? { status: 'failed', evidence: { ...evidence, ...(unnamed && { unnamed }) } }
      : { status: 'passed' }),
    ...(notRun.includes(id) && { status: 'not-run', reason: 'too long' }),
  })
  return Report.parse({
    schema: 'https://ackademy.test/report/1',
    exercise: { id: 'echo', title: 'An echo', hash: '', points: 3 },
    submission: { hash: '', files: [] },
    inputs: { variant: 'k', params: {}, seed: 1, platform: '', node: '' },
    authority: 'practice',
    status: 'graded',
    score: { points: 0, of: 3, groups: [] },
    tests: IDS.map(row),
    hints: hint ? [{ id: hint, stage: 2, text: '', test: 'v1', show: 'ladder', alsoMatched }] : [],
    replay: '',
    run: { startedAt: '2026-01-01T00:00:00.000Z', tookMs: 1, host: '' },
  })
}

export const graded = (behaviour: Behaviour, capture: string | null): Graded => ({
  report: reportOf(behaviour),
  captures: capture === null ? {} : Object.fromEntries(IDS.map((id) => [id, capture])),
  realMs: { v1: 12 },
  replays: {},
})

export async function check(behaviours: Record<string, Behaviour> = {}, more: Partial<CheckOptions> = {}) {
  const all = { ...AS_CLAIMED, ...behaviours }
  const grade: GradeProgram = async ({ submission }, { recordings }) =>
    graded(all[submission['server.ts']!]!, recordings ? '1' : null)
  const waits = new Map(IDS.map((id) => [id, 2000]))
  return checkExercise({ exercise: load(), backends: ['simulated'], seeds: 2, grade, waits: () => waits, ...more })
}
const found =
  (kind: 'problem' | 'note') =>
  async (...input: Parameters<typeof check>): Promise<string[]> =>
    (await check(...input)).findings
      .filter((finding) => finding.kind === kind)
      .map(({ about, sentence }) => `${about}: ${sentence}`)
export const problems = found('problem')
export const notes = found('note')
