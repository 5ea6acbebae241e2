import { describe, expect, test } from 'vitest'
import { FileProblems, type Files, loadExercise } from './index.ts'

const EXERCISE = `version: 1
id: echo
title: An echo
module: 3
kind: exercise
tier: 1
points: 3
backends: [simulated]
topology: wire
variants:
  port: { value: 7 }
  prefix: { oneOf: ["> ", "echo: "] }
submission: { files: [server.ts] }
starter: { fails: [v1], hint: silent }
tests:
  files: [visible]
  groups:
    - { id: all, title: All, tests: ["v*"], points: 3 }
`
const HINTS = `version: 2
stages: [{ text: What is a stream? }]
causes:
  - { id: silent, at: { v1: the answer }, when: { received: nothing }, say: "Nothing came from port {params.port}." }
`
const WRONG = `version: 1
mistakes:
  late:
    idea: Answers late.
    fails: [v1]
    hint: silent
    edits:
      server.ts:
        - find: solved
          put: late
`
const FILES: Files = {
  'exercise.yaml': EXERCISE,
  'hints.yaml': HINTS,
  'prompt.mdx': 'Echo. <Quiz id="echo-name" />',
  'echo-name.quiz.yaml': '',
  'starter/server.ts': '// nothing',
  'starter/notes.md': 'notes',
  'solution/server.ts': '// solved',
  'wrong.yaml': WRONG,
  'tests/visible.test.ts': '// tests',
  'tests/programs/watcher.ts': '// helper',
}
const load = (changes: Record<string, string | undefined> = {}, module?: string) => {
  const files = Object.fromEntries(
    Object.entries({ ...FILES, ...changes }).filter(([, text]) => text !== undefined),
  ) as Files
  return loadExercise({
    folder: 'content/03-tcp/exercises/echo',
    files,
    topologies: { 'wire.yaml': 'name: wire', 'lan4.yaml': 'name: lan4' },
    ...(module && { module: { file: 'content/03-tcp/module.yaml', text: module } }),
  })
}
const problems = (changes: Record<string, string | undefined>) => {
  try {
    load(changes)
  } catch (error) {
    if (error instanceof FileProblems) return error.message.replaceAll('content/03-tcp/exercises/echo/', '')
    throw error
  }
  return 'accepted'
}

describe('an exercise folder', () => {
  test('is the starter, the solution laid over it, and each mistake laid over that', () => {
    const loaded = load()
    expect(loaded.starter).toEqual({ 'server.ts': '// nothing', 'notes.md': 'notes' })
    expect(loaded.solution).toEqual({ 'server.ts': '// solved', 'notes.md': 'notes' })
    expect(loaded.wrong).toMatchObject([{ name: 'late', files: { 'server.ts': '// late', 'notes.md': 'notes' } }])
    expect(loaded.tests).toEqual({ 'visible.test.ts': '// tests' })
    expect(loaded.programs).toEqual({ 'watcher.ts': '// helper' })
    expect(loaded.topology).toEqual({ file: 'content/topologies/wire.yaml', text: 'name: wire' })
  })

  test('may give programs to try it with, which are not submitted', () => {
    const workspace = 'workspace: { program: try.ts, host: a, programs: [{ program: server.ts, host: b }] }\n'
    const loaded = load({ 'given/try.ts': '// asks', 'exercise.yaml': EXERCISE + workspace })
    expect(loaded.given).toEqual({ 'try.ts': '// asks' })
    expect(Object.keys({ ...loaded.starter, ...loaded.solution })).not.toContain('try.ts')
  })

  test('takes what exercise.yaml leaves out from its module', () => {
    const without = EXERCISE.replace('topology: wire\n', '').replace('tier: 1\n', '')
    const loaded = load(
      { 'exercise.yaml': without },
      'version: 1\nnumber: 3\ntitle: TCP\ndefaults: { topology: lan4, tier: 2 }\n',
    )
    expect(loaded.exercise).toMatchObject({ topology: 'lan4', tier: 2 })
    expect(loaded.topology.text).toBe('name: lan4')
  })

  test('may come without its solution, for a page that must not reveal it', () => {
    expect(load({ 'solution/server.ts': undefined, 'wrong.yaml': undefined })).toMatchObject({
      solution: null,
      wrong: [],
    })
  })

  test('has a hash that any of its files changes', () => {
    expect(load().hash).toMatch(/^sha256:[0-9a-f]{64}$/)
    expect(load().hash).toBe(load().hash)
    expect(load({ 'tests/visible.test.ts': '// other' }).hash).not.toBe(load().hash)
  })
})

describe('problems are reported with file, line, field, found and expected', () => {
  test.each([
    [
      'points that do not add up',
      { 'exercise.yaml': EXERCISE.replace('points: 3\nb', 'points: 4\nb') },
      'exercise.yaml:7:1: points: found 4, expected 3, the sum of all test groups',
    ],
    [
      'a misspelt field',
      { 'exercise.yaml': EXERCISE.replace('tier: 1', 'tire: 1') },
      'exercise.yaml:6:1: tire: unknown key "tire"',
    ],
    [
      'a value of another type',
      { 'exercise.yaml': EXERCISE.replace('module: 3', 'module: three') },
      'exercise.yaml:4:1: module: found "three", expected a number',
    ],
    [
      'weights where all or nothing counts',
      { 'exercise.yaml': EXERCISE.replace('points: 3 }', 'points: 3, weights: { "v*": 2 } }') },
      'exercise.yaml:18:56: tests.groups[0].weights: found weights, expected "credit: each" as well',
    ],
    [
      'a weight for tests of another group',
      { 'exercise.yaml': EXERCISE.replace('points: 3 }', 'points: 3, credit: each, weights: { h1: 2 } }') },
      `tests.groups[0].weights.h1: found "h1", expected one of the group's "tests": v*`,
    ],
    [
      'a difficulty that is none',
      { 'exercise.yaml': EXERCISE.replace('tier: 1', 'tier: 1\ndifficulty: 9') },
      'exercise.yaml:7:1: difficulty: found 9, expected a number of at most 5',
    ],
    [
      'an exercise that presupposes itself',
      { 'exercise.yaml': EXERCISE.replace('tier: 1', 'tier: 1\nprerequisites: [echo]') },
      'exercise.yaml:7:17: prerequisites[0]: found "echo", expected a different exercise',
    ],
    [
      'a range that goes down',
      { 'exercise.yaml': EXERCISE.replace('{ value: 7 }', '{ integer: [9, 1] }') },
      'variants.port.integer: found [9, 1], expected the minimum before the maximum',
    ],
    [
      'a file outside of the folder',
      { 'exercise.yaml': EXERCISE.replace('[server.ts]', '[../server.ts]') },
      'submission.files[0]: found "../server.ts", expected a path inside the folder',
    ],
    [
      'a lab page for a file that is not handed in',
      {
        'exercise.yaml': `${EXERCISE}workspace: { program: main.ts, host: server }\n`,
      },
      'workspace.program: found "main.ts", expected one of "submission.files" or given/: server.ts',
    ],
    [
      'a given file with the name of one of the learner',
      { 'given/server.ts': '// a peer' },
      "exercise.yaml:1:1: found given/server.ts, expected a name that differs from the learner's files",
    ],
    [
      'a port of the lab page that is no parameter',
      {
        'exercise.yaml': `${EXERCISE}workspace: { program: server.ts, host: a, byHand: { host: b, port: prot } }\n`,
      },
      'workspace.byHand.port: found "prot", expected a parameter of "variants": port, prefix; did you mean "port"?',
    ],
    [
      'a program of the lab page with a parameter that is not there',
      { 'exercise.yaml': `${EXERCISE}workspace: { program: server.ts, host: a, args: [{ parameter: prot }] }\n` },
      'workspace.args[0].parameter: found "prot", expected a parameter of "variants": port, prefix; did you mean "port"?',
    ],
    [
      'a program of the lab page twice on a host',
      {
        'exercise.yaml': `${EXERCISE}workspace: { program: server.ts, host: a, programs: [{ program: server.ts, host: a }] }\n`,
      },
      'workspace.programs[0]: found "server.ts" on "a" twice, expected each program once per host',
    ],
    [
      'a topology that is nowhere',
      { 'exercise.yaml': EXERCISE.replace('wire', 'wier') },
      'exercise.yaml:9:1: topology: found "wier", expected one of content/topologies (lan4, wire) or ./file.yaml in this folder; did you mean "wire"?',
    ],
    [
      'a folder of another name',
      { 'exercise.yaml': EXERCISE.replace('id: echo', 'id: eco') },
      'exercise.yaml:2:1: id: found "eco", expected "echo", the name of the folder',
    ],
    [
      'a test file that is missing',
      { 'tests/visible.test.ts': undefined },
      'exercise.yaml:16:11: tests.files[0]: found no tests/visible.test.ts',
    ],
    [
      'a question in its text that is nowhere',
      { 'echo-name.quiz.yaml': undefined },
      'exercise.yaml:1:1: found no echo-name.quiz.yaml in this folder, expected the questions of <Quiz id="echo-name" />',
    ],
    [
      'a hint that does not exist',
      { 'wrong.yaml': WRONG.replace('silent', 'slient') },
      'wrong.yaml:6:5: mistakes.late.hint: found "slient", expected an id of hints.yaml: silent; did you mean "silent"?',
    ],
    [
      'a placeholder that is none',
      { 'hints.yaml': HINTS.replace('{params.port}', '{prot}') },
      'found {prot}, expected {params.<name>} or one of cut,',
    ],
    [
      'a value that the predicate does not look at',
      { 'hints.yaml': HINTS.replace('{params.port}', '{cut}') },
      'found {cut}, which "when" does not look at in every case',
    ],
    [
      'a hint about a parameter that is none',
      { 'hints.yaml': HINTS.replace('params.port', 'params.prot') },
      'found the parameter "prot", expected one of the exercise: port, prefix; did you mean "port"?',
    ],
    [
      'a cause that only infers from which tests fail',
      { 'hints.yaml': HINTS.replace('{ received: nothing }', '{ error: TIMEOUT, tests: { fail: v1, pass: h2 } }') },
      'expected evidence in every case',
    ],
    [
      'a cause with a branch that does',
      { 'hints.yaml': HINTS.replace('{ received: nothing }', '{ any: [{ received: nothing }, { error: END }] }') },
      'expected evidence in every case',
    ],
    [
      'a predicate that is none',
      { 'hints.yaml': HINTS.replace('received: nothing', 'recieved: nothing') },
      'unknown key "recieved"',
    ],
    [
      'a solution file that changes nothing',
      { 'solution/notes.md': 'notes' },
      'found solution/notes.md equal to starter/notes.md, expected only files that differ',
    ],
    ['a file that is missing altogether', { 'hints.yaml': undefined }, 'hints.yaml:1:1: file not found'],
    ['text that is no YAML', { 'exercise.yaml': 'id: "echo\n' }, 'exercise.yaml:'],
  ])('%s', (_, changes, expected) => {
    expect(problems(changes)).toContain(expected)
  })

  test('problems of several files are reported together', () => {
    expect(
      problems({ 'exercise.yaml': EXERCISE.replace('tier: 1', 'tier: 7'), 'hints.yaml': undefined }).split('\n'),
    ).toHaveLength(2)
  })
})
