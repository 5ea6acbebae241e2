import { describe, expect, test } from 'vitest'
import { AS_CLAIMED, check, EXERCISE, graded, HINTS, IDS, load, notes, problems } from './check.fixture.ts'
import type { GradeProgram } from './index.ts'

const places = async (...input: Parameters<typeof check>) => (await check(...input)).findings[0]?.where

describe('a problem is', () => {
  test('a solution that fails', async () => {
    expect(await problems({ solution: { fails: ['v1'] } })).toEqual(['solution: fails v1: It failed.'])
    // Two variants, two seeds of each, said once.
    expect(await places({ solution: { fails: ['v1'] } })).toHaveLength(4)
    expect((await places({ solution: { fails: ['v1'] } }))?.[0]).toMatch(/^simulated, variant check\/\d+, seed 1$/)
  })

  test('a wrong solution that passes a test it should fail, so that nothing catches it', async () => {
    const found = await problems({ chunk: {} })
    expect(found).toContainEqual('wrong/chunk: passes h3/dribble, but is claimed to fail it')
    expect(found).toContainEqual('wrong/chunk: passes every test')
  })

  test('a wrong solution that breaks more than is claimed', async () => {
    expect((await problems({ chunk: { fails: ['v1', 'h3/dribble'], hint: 'cut' } }))[0]).toContain(
      'fails v1, but is claimed to pass it',
    )
  })

  test('a cause that is not true of the program, and the claimed one where it is not shown', async () => {
    expect((await problems({ chunk: { fails: ['h3/dribble'], hint: 'silent' } }))[0]).toContain(
      'does not show the cause cut',
    )
    expect(await problems({ chunk: { fails: ['h3/dribble'], hint: 'silent' } })).toContainEqual(
      'wrong/chunk: is told the cause silent in v1, which is not said to be true of it',
    )
    expect((await problems({ starter: { fails: IDS } }))[0]).toContain('starter: does not show the cause silent')
  })

  test('a test that no wrong program fails', async () => {
    expect(await problems({ starter: { fails: ['v1'], hint: 'silent' } })).toEqual([
      'tests: no wrong program fails h3/whole, so nothing shows that it can fail',
    ])
  })

  test('a test that takes more time than it declares', async () => {
    expect((await problems({ solution: { took: 2400 } }))[0]).toBe(
      "tests: v1 lets 2400 ms pass: declare it, { waits: '3s' }",
    )
  })

  test('a capture that differs from run to run', async () => {
    let run = 0
    const grade: GradeProgram = async ({ submission }) => ({
      ...graded(AS_CLAIMED[submission['server.ts']!]!, '0'),
      captures: { v1: String(run++), 'h3/whole': '0' },
    })
    expect(await problems({}, { grade })).toEqual(['tests: v1: two runs with the same seed gave different captures'])
  })

  test('a group, claim or hint about a test that does not exist, and a test in no group', async () => {
    const exercise = load({
      'exercise.yaml': EXERCISE.replace('tests: [v1, "h3/*"]', 'tests: [v1, h7]'),
      'hints.yaml': HINTS.replace('{ v1: "*" }', '{ v9: "*" }'),
    })
    const found = await problems({}, { exercise })
    expect(found).toContainEqual(expect.stringContaining('group all: no test matches h7'))
    expect(found).toContainEqual(expect.stringContaining('hint silent: no test matches v9'))
    expect(found).toContainEqual('tests: h3/whole is in no group, so it is worth no points')
  })
})

describe('what running would not show is a problem too', () => {
  test('a cause that is true of no program', async () => {
    const extra = '  - { id: late, at: { v1: "*" }, when: { received: ending }, say: It was late. }\n'
    expect(await problems({}, { exercise: load({ 'hints.yaml': HINTS + extra }) })).toContainEqual(
      expect.stringContaining('hint late: is true of no program'),
    )
  })

  test('a prerequisite that is no exercise', async () => {
    const exercise = load({ 'exercise.yaml': EXERCISE.replace('tier: 1', 'tier: 1\nprerequisites: [echoo]') })
    expect(await problems({}, { exercise, exerciseIds: ['echo'] })).toContainEqual(
      'exercise.yaml: found the prerequisite "echoo", expected an exercise of the course',
    )
  })

  test('a lesson that does not exist', async () => {
    const exercise = load({ 'hints.yaml': `${HINTS}lesson: 01-lines#explain\n` })
    const lessons = ['03-tcp/01-lines', '03-tcp/01-lines#explian']
    expect(await problems({}, { exercise, lessons })).toContainEqual(
      'hints.yaml: there is no lesson 03-tcp/01-lines#explain; did you mean "03-tcp/01-lines#explian"?',
    )
    expect(await problems({}, { exercise, lessons: ['03-tcp/01-lines#explain'] })).not.toContainEqual(
      expect.stringContaining('there is no lesson'),
    )
  })

  test('files that nothing uses', async () => {
    const exercise = load({
      'tests/visible.test.ts': "import { a } from './setup.ts'",
      'tests/setup.ts': "export * from './deep/more.ts'",
      'tests/deep/more.ts': '',
      'tests/old.ts': '',
      'tests/programs/watcher.ts': '',
      'given/peer.ts': '',
      'prompt.mdx': 'Repair it. <Quiz id="its-name" />',
      'its-name.quiz.yaml': '',
    })
    const found = await problems(
      {},
      { exercise, paths: ['exercise.yaml', 'starter/server.ts', 'its-name.quiz.yaml', 'notes.txt'] },
    )
    expect(found.filter((sentence) => /^(tests\/|given\/|notes|its-name)/.test(sentence))).toEqual([
      'tests/old.ts: no test file imports it, and "tests.files" does not name it',
      "tests/programs/watcher.ts: no test runs it: lab.host(…).run('tests:watcher.ts')",
      'given/peer.ts: no program of "workspace" is or imports this file',
      'notes.txt: nothing in the exercise uses this file',
    ])
  })
})

test('an expect without a label is a problem', async () => {
  const tests = "test('v1 a', async () => {\n  expect(1).toBe(2)\n  expect(2, 'the two').toBe(2)\n})"
  expect(await problems({}, { exercise: load({ 'tests/visible.test.ts': tests }) })).toEqual([
    "tests/visible.test.ts:2: has no label: expect(value, 'the answer to PING')",
  ])
})

describe('a note is', () => {
  test('a test that only the starter fails', async () => {
    expect(await notes()).toContainEqual('tests: v1, h3/whole: only the starter fails it, no wrong solution')
  })

  test('a failure whose sentence does not say what was compared', async () => {
    const found = await notes({ chunk: { fails: ['h3/dribble'], hint: 'cut', unnamed: true } })
    expect(found).toContainEqual(
      expect.stringContaining('tests: h3/dribble fails with "It failed.", which does not name it'),
    )
  })
})
