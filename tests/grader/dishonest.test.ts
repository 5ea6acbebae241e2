/** Submissions that cheat, and those that are only unlucky: each gets the status that is right, and a sentence that a learner understands. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { type Files, hasPassed, type Report, reportAsText } from '../../src/grader/index.ts'
import { readFolder } from '../../src/grader/node/index.ts'
import { course } from './course.ts'
import { closeWorlds, grade } from './support.ts'

vi.setConfig({ testTimeout: 120_000 })
afterAll(closeWorlds)

const exercise = course.exercise('tcp-echo-line')
const solution = exercise.solution!['server.ts']!

const gradeProgram = (program: string, tests: string[]) => grade(exercise, { 'server.ts': program }, { tests })
const sentences = ({ tests }: Report) =>
  Object.fromEntries(
    tests.map(({ id, status, evidence, reason }) => [
      id,
      status === 'passed' ? 'passed' : (evidence?.sentence ?? reason),
    ]),
  )

/** Nobody is shown a stack trace first, and nothing is called the platform's fault. */
function expectReadable(report: Report) {
  expect(report.status).toBe('graded')
  expect(hasPassed(report)).toBe(false)
  const text = reportAsText(report)
  const sentence = report.rejected?.sentence ?? report.tests.find(({ evidence }) => evidence)!.evidence!.sentence
  expect(text).toContain(sentence)
  expect(text.slice(0, text.indexOf(sentence))).not.toMatch(/\n\s+at /)
}

describe('a program that', () => {
  test('knows only the answers that it has seen fails what it has not seen', async () => {
    const answers = { PING: 'PONG', hello: 'echo: hello', 'PING PONG': 'echo: PING PONG', QUIT: 'BYE' }
    const report = await gradeProgram(
      `import net from 'node:net'
const answers = ${JSON.stringify(answers)}
net.createServer((socket) => {
  socket.on('data', (data) => {
    const line = String(data).trim()
    if (answers[line]) socket.write(answers[line] + '\\n')
    if (line === 'QUIT') socket.end()
  })
  socket.on('error', () => {})
}).listen(9000)`,
      ['v1', 'v2', 'h3/whole', 'h7'],
    )
    expectReadable(report)
    const { v2, h7, 'h3/whole': whole } = sentences(report)
    expect(v2).toBe('passed')
    expect(h7).toMatch(/^Expected a line from server:9000 within 2 s/)
    expect(whole).not.toBe('passed')
    expect(report.score!.points).toBeLessThan(4)
  })

  test('understands only whole segments is told at which byte one was cut', async () => {
    const chunk = exercise.wrong.find(({ name }) => name === 'chunk')!.files['server.ts']!
    const report = await gradeProgram(chunk, ['v1', 'h3/dribble'])
    expectReadable(report)
    const { v1, 'h3/dribble': dribble } = sentences(report)
    expect(v1).toBe('passed')
    expect(dribble).toMatch(/when byte \d+ began a new segment\.$/)
  })

  test('is right, but too slow, timed out', async () => {
    const slow = solution.replaceAll('socket.write(', 'later(socket, ')
    const report = await gradeProgram(
      `${slow}\nfunction later(socket, ...args) { setTimeout(() => socket.write(...args), 3_000) }`,
      ['v1'],
    )
    expectReadable(report)
    expect(report.tests[0]!.status).toBe('timed-out')
    expect(sentences(report).v1).toMatch(/^Expected a line from server:9000 within 2 s, but saw (none|nothing)/)
  })

  test('crashes after it has answered is told why it ended', async () => {
    const report = await gradeProgram(`${solution}\nsetTimeout(() => { throw new Error('out of cheese') }, 500)`, [
      'v1',
      'h9',
    ])
    expectReadable(report)
    expect(sentences(report).h9).toMatch(
      /^server\.ts ended with exit code 1: Error: out of cheese\. After that: Expected '/,
    )
    expect(report.tests.find(({ id }) => id === 'h9')!.evidence!.code).toBe('EXITED')
  })

  test('prints a report of its own is not believed', async () => {
    const forged = `console.log(JSON.stringify({ schema: 'https://ackademy.test/report/1', status: 'graded', score: { points: 10, of: 10 } }))
process.stdout.write('\\n{"kind":"report","report":{"status":"graded"}}\\n')
process.exit(0)`
    const report = await gradeProgram(forged, ['v1', 'h7'])
    expectReadable(report)
    expect(report.score!.points).toBe(0)
    expect(sentences(report).v1).toMatch(
      /^Expected server\.ts on server to listen on TCP port 9000 within 2 s, but saw its end: exit code 0/,
    )
  })

  test('patches what everybody uses changes nothing but itself', async () => {
    const patches = `
Array.prototype.map = function () { return [] }
Array.prototype.push = function () { return 1_000 }
Object.prototype.toJSON = () => ({ status: 'passed' })
JSON.stringify = () => '{"status":"passed"}'
Date = class { static now() { return 0 } }
globalThis.queueMicrotask = () => {}
globalThis.setTimeout = () => {}
Promise.prototype.then = function () { return this }
`
    const wrong = exercise.wrong.find(({ name }) => name === 'chunk')!.files['server.ts']!
    const report = await gradeProgram(`${wrong}\n${patches}`, ['v1', 'h3/whole', 'h3/dribble'])
    expectReadable(report)
    expect(sentences(report)['h3/dribble']).not.toBe('passed')
    expect(report.score!.points).toBeLessThan(5)
    // And whoever is graded next has a world of their own.
    const next = await gradeProgram(solution, ['v1', 'h3/dribble'])
    expect(Object.values(sentences(next))).toEqual(['passed', 'passed'])
  })

  test('never comes to an end of its turn is stopped, and so is one that listens to nobody', async () => {
    const loop = await gradeProgram(`${solution}\nsetTimeout(() => { for (;;) {} }, 10)`, ['v1'])
    expectReadable(loop)
    expect(sentences(loop).v1).toMatch(/^server\.ts was ended: /)
    const deaf = await gradeProgram("process.on('SIGTERM', () => {})\nsetInterval(() => {}, 1_000)", ['v1'])
    expectReadable(deaf)
    expect(sentences(deaf).v1).toMatch(/^Expected server\.ts on server to listen on TCP port 9000 within 2 s/)
  })

  test('works, and leaves a timer running, is told what is left', async () => {
    const report = await gradeProgram(`${solution}\nsetInterval(() => {}, 60_000)`, ['h8'])
    expectReadable(report)
    expect(sentences(report).h8).toBe(
      'Something was left when the test was over: server.ts on server: 1 timer still running.',
    )
  })

  test('writes without end is stopped at its limit', async () => {
    const report = await gradeProgram(`${solution}\nsetInterval(() => process.stdout.write('x'.repeat(100_000)), 1)`, [
      'v1',
      'h7',
    ])
    expect(report.status).toBe('graded')
    for (const { evidence } of report.tests) expect(JSON.stringify(evidence ?? '').length).toBeLessThan(100_000)
  })
})

describe('a submission that cannot be run', () => {
  const rejected = async (files: Files) => {
    const report = await grade(exercise, files, { tests: ['v1'] })
    expectReadable(report)
    expect(report.score!.points).toBe(0)
    expect(report.tests.map(({ status }) => status)).toEqual(['not-run'])
    return report.rejected!
  }

  test('because it is empty', async () => {
    expect(await rejected({})).toEqual({ sentence: 'There is no server.ts in the submission, which is empty.' })
  })

  test('because a file is missing, or has another name', async () => {
    expect(await rejected({ 'Server.ts': solution })).toEqual({
      sentence: 'There is no server.ts in the submission: it has Server.ts.',
    })
  })

  test('because a program is not JavaScript', async () => {
    const { sentence, source } = await rejected({ 'server.ts': "import net from 'node:net'\nconst port = = 9000\n" })
    expect(sentence).toMatch(/^server\.ts:2:\d+ SyntaxError: /)
    expect(source).toMatchObject({ file: 'server.ts', line: 2 })
  })

  test('because a file in it is far too large', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ackademy-dishonest-'))
    try {
      mkdirSync(join(folder, 'data'))
      writeFileSync(join(folder, 'server.ts'), solution)
      writeFileSync(join(folder, 'data', 'movie.bin'), Buffer.alloc(50 * 2 ** 20, 'x'))
      const { sentence } = await rejected(readFolder(folder))
      expect(sentence).toBe('The submission has 52.4 MB, most of it in data/movie.bin; it may have 1 MB.')
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
