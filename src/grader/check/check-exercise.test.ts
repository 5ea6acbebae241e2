import { describe, expect, test } from 'vitest'
import { type Files, type LoadedExercise, loadExercise } from '../exercise/index.ts'
import { Report } from '../report/index.ts'
import { type CheckOptions, checkAsText, checkExercise, type GradeProgram } from './index.ts'

const EXERCISE = `version: 1
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
const HINTS = `version: 1
stages: [{ text: What is a stream? }]
mistakes:
  - { id: silent, priority: 1, when: { fails: [v1] }, say: Nothing came. }
  - { id: cut, priority: 2, when: { fails: ["h3/*"] }, say: It was cut. }
`
const load = (changes: Files = {}): LoadedExercise =>
  loadExercise({
    folder: 'content/03-tcp/exercises/echo',
    files: {
      'exercise.yaml': EXERCISE,
      'hints.yaml': HINTS,
      'prompt.mdx': 'Echo.',
      'starter/server.ts': 'starter',
      'solution/server.ts': 'solution',
      'wrong/chunk/server.ts': 'chunk',
      'wrong/chunk/wrong.yaml': 'version: 1\nidea: Chunks.\nfails: [h3/dribble]\npasses: [v1]\nhint: cut\n',
      'tests/visible.test.ts': '',
      ...changes,
    },
    topologies: { 'wire.yaml': '' },
  })

interface Behaviour {
  fails?: string[]
  hint?: string
  alsoMatched?: string[]
  took?: number
}
const AS_CLAIMED: Record<string, Behaviour> = {
  solution: {},
  starter: { fails: ['v1', 'h3/whole', 'h3/dribble'], hint: 'silent' },
  chunk: { fails: ['h3/dribble'], hint: 'cut' },
}
const IDS = ['v1', 'h3/whole', 'h3/dribble']
const evidence = { sentence: 'It failed.', code: 'TIMEOUT', expected: '', seen: '', at: 0, steps: [], processes: [] }

function reportOf({ fails = [], hint, alsoMatched = [], took = 10 }: Behaviour): Report {
  const row = (id: string) => ({
    ...{ id, title: id, file: 'visible', backend: 'simulated', took },
    ...(fails.includes(id) ? { status: 'failed', evidence } : { status: 'passed' }),
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

async function check(behaviours: Record<string, Behaviour> = {}, more: Partial<CheckOptions> = {}) {
  const all = { ...AS_CLAIMED, ...behaviours }
  const grade: GradeProgram = async (program, _inputs, onRecording) => {
    for (const id of IDS) onRecording?.(id, new Uint8Array([1]))
    return reportOf(all[program['server.ts']!]!)
  }
  const waits = new Map(IDS.map((id) => [id, 2000]))
  return checkExercise({ exercise: load(), backends: ['simulated'], seeds: 2, grade, waits, ...more })
}
const problems = async (...input: Parameters<typeof check>) =>
  (await check(...input)).findings
    .filter(({ kind }) => kind === 'problem')
    .map(({ about, sentence }) => `${about}: ${sentence}`)

describe('an exercise that holds what it promises', () => {
  test('has no problem, and a kill matrix with a row for every wrong program', async () => {
    const result = await check()
    expect(result).toMatchObject({ passed: true, exercise: 'echo' })
    expect(result.matrices[0]?.matrix.rows).toEqual([
      { program: 'starter', failed: ['v1', 'h3/whole', 'h3/dribble'], hint: 'silent' },
      { program: 'wrong/chunk', failed: ['h3/dribble'], hint: 'cut' },
    ])
    expect(checkAsText(result)).toContain(`  program      v1  h3/whole  h3/dribble  hint
  starter      ✕   ✕         ✕           silent
  wrong/chunk  ·   ·         ✕           cut`)
    expect(checkAsText(result)).toContain('✓ echo holds what it promises')
  })

  test('is run with every value of its variants', async () => {
    const seen = new Set<string>()
    const grade: GradeProgram = async (program, { variant }, onRecording) => {
      seen.add(variant)
      onRecording?.('v1', new Uint8Array([1]))
      return reportOf(AS_CLAIMED[program['server.ts']!]!)
    }
    await check({}, { grade })
    expect(seen.size).toBeGreaterThanOrEqual(2)
  })
})

describe('a problem is', () => {
  test('a solution that fails', async () => {
    expect((await problems({ solution: { fails: ['v1'] } }))[0]).toMatch(
      /^solution: simulated, variant check\/\d+, seed 1: fails v1: It failed\.$/,
    )
  })

  test('a wrong solution that a claimed test lets pass, and so nothing catches', async () => {
    const found = await problems({ chunk: {} })
    expect(found).toContainEqual(
      expect.stringContaining(
        'wrong/chunk: simulated, variant check/1, seed 1: passes h3/dribble, which is claimed to fail',
      ),
    )
    expect(found).toContainEqual('wrong/chunk: passes every test')
  })

  test('a wrong solution that breaks more than is claimed', async () => {
    expect((await problems({ chunk: { fails: ['v1', 'h3/dribble'], hint: 'cut' } }))[0]).toContain(
      'fails v1, which is claimed to pass',
    )
  })

  test('another hint than the claimed one, or none', async () => {
    expect((await problems({ chunk: { fails: ['h3/dribble'], hint: 'silent' } }))[0]).toContain(
      'shows the hint silent, claimed is cut',
    )
    expect((await problems({ starter: { fails: IDS } }))[0]).toContain(
      'starter: simulated, variant check/1, seed 1: shows no hint, claimed is silent',
    )
  })

  test('a test that no wrong program fails', async () => {
    expect(await problems({ starter: { fails: ['v1'], hint: 'silent' } })).toEqual([
      'tests: h3/whole is failed by no wrong program, so nothing shows that it can fail',
    ])
  })

  test('a test that lets more time pass than it declares', async () => {
    expect((await problems({ solution: { took: 2400 } }))[0]).toBe(
      "tests: v1 lets 2400 ms pass: declare it, { waits: '3s' }",
    )
  })

  test('a capture that differs from run to run', async () => {
    let run = 0
    const grade: GradeProgram = async (program, _inputs, onRecording) => {
      if (onRecording) run++
      for (const id of IDS) onRecording?.(id, new Uint8Array([id === 'v1' ? run : 0]))
      return reportOf(AS_CLAIMED[program['server.ts']!]!)
    }
    expect(await problems({}, { grade })).toEqual(['tests: v1: two runs with one seed gave two different captures'])
  })

  test('a group, claim or hint about a test that does not exist, and a test in no group', async () => {
    const exercise = load({
      'exercise.yaml': EXERCISE.replace('tests: [v1, "h3/*"]', 'tests: [v1, h7]'),
      'hints.yaml': HINTS.replace('fails: [v1]', 'fails: [v9]'),
    })
    const found = await problems({}, { exercise })
    expect(found).toContainEqual(expect.stringContaining('group all: there is no test h7'))
    expect(found).toContainEqual(expect.stringContaining('hint silent: there is no test v9'))
    expect(found).toContainEqual('tests: h3/whole is in no group, so it gives no points')
  })
})

describe('a note is', () => {
  const notes = async (...input: Parameters<typeof check>) =>
    (await check(...input)).findings
      .filter(({ kind }) => kind === 'note')
      .map(({ about, sentence }) => `${about}: ${sentence}`)

  test('a test that only the starter fails', async () => {
    expect(await notes()).toContainEqual('tests: v1, h3/whole: failed by the starter only, by no wrong solution')
  })

  test('a mistake that matches another hint as well, or shares its hint', async () => {
    expect(await notes({ chunk: { fails: ['h3/dribble'], hint: 'cut', alsoMatched: ['utf8'] } })).toContainEqual(
      'wrong/chunk: matches utf8 as well; the priority decides',
    )
  })
})

test('what was run on no backend is not said to hold', async () => {
  const result = await check({}, { backends: [] })
  expect(checkAsText(result)).toContain('· echo was not run')
})

test('a grading for which the machine was too slow is done again', async () => {
  let slow = 2
  const grade: GradeProgram = async (program, _inputs, onRecording) => {
    onRecording?.('v1', new Uint8Array([1]))
    const report = reportOf(AS_CLAIMED[program['server.ts']!]!)
    return slow-- > 0 ? { ...report, status: 'ungradable', reason: 'too slow' } : report
  }
  expect((await check({}, { grade })).passed).toBe(true)
})

test('where a mistake is claimed on some backends only, it is run on those only', async () => {
  const exercise = load({
    'wrong/chunk/wrong.yaml': 'version: 1\nidea: Chunks.\nfails: [h3/dribble]\nhint: cut\nbackends: [linux]\n',
  })
  expect((await check({}, { exercise })).matrices[0]?.matrix.rows.map((row) => row.program)).toEqual(['starter'])
})
