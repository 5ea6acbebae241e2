import { describe, expect, test } from 'vitest'
import type { LoadedExercise } from '../../exercise/index.ts'
import { checkProse } from './index.ts'

const exercise = (prompt: string, say = 'Nothing came.') =>
  ({
    prompt,
    exercise: {
      submission: { files: ['server.ts'] },
      variants: { port: { value: 9000 }, tail: { oneOf: ['echo', 'drop'] }, maxLine: { oneOf: [8192, 65536] } },
    },
    hints: { version: 2, stages: [], causes: [{ id: 'silent', say }] },
    starter: { 'server.ts': '', 'lib/frames.ts': '' },
    solution: null,
    wrong: [],
    given: {},
    skeletons: { 'skeleton.ts': '' },
    tests: { 'visible.test.ts': "advance('2s'); expect(n).toBe(64 * 1024)" },
    programs: {},
    topology: { file: 'content/topologies/wire.yaml', text: 'delay: 10ms' },
  }) as unknown as LoadedExercise

const said = (prompt: string, say?: string) =>
  checkProse(exercise(prompt, say)).map(({ about, sentence }) => `${about}: ${sentence}`)

describe('texts may speak of', () => {
  test.each([
    'Keep `server.ts`, look into `lib/frames.ts`, `frames.ts` and `visible.test.ts`; `params.ts` is written for you.',
    'Call `socket.end()`, import `node:net`, ask `web.lab.test`.',
    '```sh\n# then\n$ npx ackademy grade echo DIR\nnc 10.0.9.2 9000\n```',
    'Type `ackademy check`. <Param name="port" /> <When param="tail" is="echo">x</When>',
    'On port 9000, after 2 s or 2000 ms, at most 64 KiB; 10 ms of delay; RFC 9293; 3 lines, 1 byte.',
    'A [page](https://example.test/a/port 80) and `port 1234` in code.',
  ])('%s', (prompt) => {
    expect(said(prompt)).toEqual([])
  })
})

describe('texts may not speak of', () => {
  test.each([
    [
      'two\nKeep `sever.ts`.',
      'prompt.mdx:2: mentions the file sever.ts, which does not exist; did you mean "server.ts"?',
    ],
    ['```sh\nnect 1\n```', 'prompt.mdx:2: mentions the command nect, which does not exist'],
    ['Type `ackademy chek`.', 'prompt.mdx:1: mentions ackademy chek, which does not exist; did you mean "check"?'],
    [
      '<Param name="prot" />',
      'prompt.mdx:1: <Param> names the parameter "prot", expected one of port, tail, maxLine; did you mean "port"?',
    ],
    ['<When param="tail" is="keep">x</When>', 'asks for "keep", which is not one of its values: "echo", "drop"'],
    [
      'It listens on port 9001.',
      'prompt.mdx:1: says "port 9001", which occurs in no test, solution, topology or variant',
    ],
    ['It waits 3 s.', 'says "3 s", which occurs in no test'],
    [
      'At most 8192 bytes.',
      'says "8192 bytes", which is one of several values of "maxLine": write <Param name="maxLine" />',
    ],
  ])('%s', (prompt, expected) => {
    expect(said(prompt).join('\n')).toContain(expected)
  })

  test('checks the sentence of a hint as well', () => {
    expect(said('', 'Look at `client.ts`.')).toEqual([
      expect.stringContaining('hint silent: mentions the file client.ts'),
    ])
  })
})
