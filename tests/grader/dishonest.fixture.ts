/** Submissions to tcp-echo-line that cheat, and those that are only unlucky, each with what its tests come to and what is said, on either backend. */

import { expect } from 'vitest'
import { type BackendName, type Files, hasPassed, type Report, reportAsText } from '#grader'
import { course } from './course.ts'

type Outcome = 'passed' | [status: 'failed' | 'timed-out' | 'not-run', sentence: RegExp]

export interface Submission {
  /** Behind "a submission that". */
  does: string
  files: Files
  /** By test. */
  told: Record<string, Outcome>
  /** Where a real kernel's tests come to something else. */
  onLinux?: Record<string, Outcome>
  /** Why it was not run at all. */
  rejected?: RegExp
}

const { solution, wrong } = course.exercise('tcp-echo-line')
const SOLUTION = solution!['server.ts']!
const CHUNK = wrong.find(({ name }) => name === 'chunk')!.files['server.ts']!

const ANSWERS = { PING: 'PONG', hello: 'echo: hello', 'PING PONG': 'echo: PING PONG', QUIT: 'BYE' }
const HARD_CODED = `import net from 'node:net'
const answers = ${JSON.stringify(ANSWERS)}
net.createServer((socket) => {
  socket.on('data', (data) => {
    const line = String(data).trim()
    if (answers[line]) socket.write(answers[line] + '\\n')
    if (line === 'QUIT') socket.end()
  })
  socket.on('error', () => {})
}).listen(9000)`
const SLOW = `${SOLUTION.replaceAll('socket.write(', 'later(socket, ')}
function later(socket, ...args) { setTimeout(() => socket.write(...args), 3_000) }`
const CRASHING = SOLUTION.replace(
  "socket.write('PONG\\n')",
  "{ socket.write('PONG\\n'); setTimeout(() => { throw new Error('out of cheese') }, 5) }",
)
const FORGED = `console.log(JSON.stringify({ schema: 'https://ackademy.test/report/1', status: 'graded', score: { points: 10, of: 10 } }))
process.stdout.write('\\n{"kind":"report","report":{"status":"graded"}}\\n')
process.exit(0)`
const PATCHED = `${CHUNK}
Array.prototype.map = function () { return [] }
Array.prototype.push = function () { return 1_000 }
Object.prototype.toJSON = () => ({ status: 'passed' })
JSON.stringify = () => '{"status":"passed"}'
Date = class { static now() { return 0 } }
globalThis.queueMicrotask = () => {}
globalThis.setTimeout = () => {}
Promise.prototype.then = function () { return this }
`

const NO_LINE: Outcome = ['timed-out', /^The answer to .* did not come within 2 s; nothing came\.$/]
const NOT_RUN: Outcome = ['not-run', /./]

export const SUBMISSIONS: Submission[] = [
  {
    does: 'knows only the answers that it has seen',
    files: { 'server.ts': HARD_CODED },
    told: {
      v2: 'passed',
      'h3/whole': ['timed-out', /^The three answers did not come within 2 s; instead: 2 lines: 'PONG⏎PONG⏎'\.$/],
      h7: NO_LINE,
    },
  },
  {
    does: 'understands only whole segments',
    files: { 'server.ts': CHUNK },
    told: { v1: 'passed', 'h3/whole': 'passed', 'h3/dribble': ['failed', /when byte \d+ began a new segment\.$/] },
    // On a machine that is busy the cuts may stay as many as they were.
    onLinux: {
      v1: 'passed',
      'h3/whole': 'passed',
      'h3/dribble': ['failed', /^The three answers: number [12] of 3 is 'you said /],
    },
  },
  { does: 'is right, but too slow', files: { 'server.ts': SLOW }, told: { v1: NO_LINE } },
  {
    does: 'crashes after it has answered',
    files: { 'server.ts': CRASHING },
    told: { v1: ['failed', /^server\.ts ended with exit code 1: Error: out of cheese/], v2: 'passed' },
  },
  {
    does: 'prints a report of its own',
    files: { 'server.ts': FORGED },
    told: {
      v1: ['failed', /^Your program was started, but did not listen on port 9000; instead: its end: exit code 0/],
    },
  },
  {
    does: 'patches what everybody uses',
    files: { 'server.ts': PATCHED },
    told: { 'h3/dribble': ['failed', /./] },
  },
  {
    does: 'never comes to an end of its turn',
    files: { 'server.ts': `${SOLUTION}\nsetTimeout(() => { for (;;) {} }, 10)` },
    told: { v1: ['failed', /^server\.ts gave no answer within \d+ s and was stopped/] },
    onLinux: { v1: NO_LINE },
  },
  {
    does: 'never ends, and listens to nobody',
    files: { 'server.ts': "process.on('SIGTERM', () => {})\nsetInterval(() => {}, 1_000)" },
    told: { v1: ['timed-out', /^Your program was started, but did not listen on port 9000/] },
  },
  {
    does: 'is empty',
    files: {},
    told: { v1: NOT_RUN },
    rejected: /^There is no server\.ts in the submission, which is empty\.$/,
  },
  {
    does: 'lacks a file, or has it under another name',
    files: { 'Server.ts': SOLUTION },
    told: { v1: NOT_RUN },
    rejected: /^There is no server\.ts in the submission: it has Server\.ts\.$/,
  },
  {
    does: 'is not JavaScript',
    files: { 'server.ts': "import net from 'node:net'\nconst port = = 9000\n" },
    told: { v1: NOT_RUN },
    rejected: /^server\.ts:2:\d+ SyntaxError: /,
  },
  {
    does: 'has a file that is far too large',
    files: { 'server.ts': SOLUTION, 'data/movie.bin': 'x'.repeat(50 * 2 ** 20) },
    told: { v1: NOT_RUN },
    rejected: /^The submission has 52\.4 MB, most of it in data\/movie\.bin; it may have 1 MB\.$/,
  },
]

/** Each test came to what it should, and the first thing that is said is a sentence: no stack trace, nothing that is the platform's fault. */
export function expectTold(report: Report, { told, onLinux = {}, rejected }: Submission, backend: BackendName): void {
  const expected = { ...told, ...(backend === 'linux' && onLinux) }
  expect(report.status, report.reason).toBe('graded')
  expect(hasPassed(report)).toBe(false)
  expect(report.tests.map(({ id }) => id).sort()).toEqual(Object.keys(expected).sort())
  for (const { id, status, evidence, reason } of report.tests) {
    const [wanted, sentence] = expected[id] === 'passed' ? ['passed', /^$/] : expected[id]!
    expect([id, status]).toEqual([id, wanted])
    expect(evidence?.sentence ?? reason ?? '').toMatch(sentence!)
  }
  if (rejected) {
    expect(report.rejected!.sentence).toMatch(rejected)
    expect(report.score!.points).toBe(0)
  }
  const text = reportAsText(report)
  const sentence = report.rejected?.sentence ?? report.tests.find(({ evidence }) => evidence)!.evidence!.sentence
  expect(text.indexOf(sentence)).toBeGreaterThan(0)
  expect(text.slice(0, text.indexOf(sentence))).not.toMatch(/\n\s+at /)
}
