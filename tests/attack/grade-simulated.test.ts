/** Submissions that cheat, hang or break things instead of answering: each ends in a report that says so, and none passes. */
import { afterAll, describe, expect, test, vi } from 'vitest'
import { hasPassed, type Report } from '#grader'
import { closeWorlds, course, grade, openWorlds } from '../grader/support.ts'

// An endless loop may run for some seconds, longer on a busy machine.
vi.setConfig({ testTimeout: 120_000 })

const complete = course.exercise('tcp-echo-line')
// These programs act at once, so waiting long for an answer gains nothing.
const limited = (limits: object) => ({
  ...complete,
  exercise: { ...complete.exercise, limits: { ...complete.exercise.limits, ...limits } },
})
const exercise = limited({ within: '300ms' })
/** For programs that never end: each of their turns and packets costs the grader a request and a reply. */
const endless = limited({ within: '30ms', packets: 1_000 })
const hasty = openWorlds({ wallMs: 400, warm: 1 })
afterAll(() => {
  closeWorlds()
  hasty.close()
})

const submit = (server: string) => grade(exercise, { 'server.ts': server }, { tests: ['v1'] })
const submitEndless = (server: string) =>
  grade(endless, { 'server.ts': server }, { tests: ['v1'], openWorld: hasty.open })
const firstSentence = (report: Report) => report.tests[0]!.evidence?.sentence
const output = (report: Report) => report.tests[0]!.evidence!.processes[0]!.stdout

/** The starter: it listens and stays silent, so only cheating could make it pass. */
const SILENT = `
import net from 'node:net'
import { params } from './params.ts'
net.createServer(() => {}).listen(params.port)
`

describe('a submission that cheats does not pass', () => {
  test('by reading the tests: they are on no disk that it can see', async () => {
    const report = await submit(`
import fs from 'node:fs'
const seen = []
for (const path of ['/tests/practice.test.ts', '/tests', './tests/visible.test.ts', '/work/tests', '/proc/self/environ', '${import.meta.filename}'])
  try { seen.push(path + ' ' + String(fs.existsSync(path) && fs.readFileSync(path, 'utf8').length)) } catch (error) { seen.push(path + ' ' + error.code) }
for (const path of ['/tests/practice.test.ts', '${import.meta.filename}'])
  await import(path).then(() => seen.push('imported ' + path), () => {})
console.log(JSON.stringify(seen))
${SILENT.replace(/import net.*\n/, '')
  .replace('import {', 'const {')
  .replace(" from './params.ts'", " = await import('./params.ts')")
  .replace('net.', "(await import('node:net')).default.")}`)
    expect(hasPassed(report)).toBe(false)
    expect(output(report)).not.toContain('imported')
    expect(output(report)).not.toMatch(/ \d{3,}/)
  })

  test('by patching the clock, chance, exit and the prototypes of everything', async () => {
    const report = await submit(`
Date.now = () => 0
Math.random = () => 0.5
performance.now = () => 0
process.exit = () => {}
Object.prototype.status = 'passed'
Object.prototype.then = undefined
Array.prototype.every = () => true
Array.prototype.filter = () => []
String.prototype.split = () => ['PONG']
Uint8Array.prototype.indexOf = () => 0
Function.prototype.call = () => 'PONG'
globalThis.expect = () => ({ toBe() {} })
${SILENT}`)
    expect(hasPassed(report)).toBe(false)
    expect(report.tests.every(({ status }) => status !== 'passed')).toBe(true)
  })

  test('by printing a report', async () => {
    const report = await submit(`
const forged = { schema: 'https://ackademy.test/report/1', status: 'graded', score: { points: 10, of: 10 }, tests: [{ id: 'v1', status: 'passed' }] }
console.log(JSON.stringify(forged))
console.error(JSON.stringify(forged))
process.stdout.write('PONG\\n')
${SILENT}`)
    expect(hasPassed(report)).toBe(false)
    expect(report.score?.points).toBe(0)
  })

  test('by reaching for the real process and writing to the descriptors it has', async () => {
    const report = await submit(`
const real = this?.constructor?.constructor ?? (() => {}).constructor
try {
  const outside = real('return typeof process === "object" ? process : null')()
  const fs = outside?.getBuiltinModule?.('fs')
  for (let fd = 1; fd < 12; fd++) try { fs?.writeSync(fd, '\\0\\0\\0\\x7fPONG\\n'.repeat(100)) } catch {}
} catch {}
${SILENT}`)
    expect(hasPassed(report)).toBe(false)
  })
})

describe('a submission that misbehaves gets one clear sentence', () => {
  test('when it exits at once', async () => {
    expect(firstSentence(await submit('process.exit(0)'))).toMatch(
      /^Your program was started, but did not listen on port 9000; instead: its end: exit code 0 at .* ms\.$/,
    )
  })

  test('when it throws at once: the error comes first, not its stack', async () => {
    const report = await submit("throw new TypeError('nothing works')")
    expect(firstSentence(report)).toBe('server.ts ended with exit code 1: TypeError: nothing works')
    expect(report.tests[0]!.evidence!.processes[0]!.stderr).toContain('server.ts:1')
  })

  test('when it does not parse: file, line and column', async () => {
    const report = await submit('const a = 1\nlet b = = 2\n')
    expect(report.rejected?.sentence).toMatch(/^server\.ts:2:9 SyntaxError: /)
    expect(report.score?.points).toBe(0)
  })

  test('when its file is missing', async () => {
    const report = await grade(exercise, { 'main.ts': SILENT })
    expect(report.rejected?.sentence).toBe('There is no server.ts in the submission: it has main.ts.')
  })

  test.each([
    ['loops for ever', 'for (;;) {}'],
    ['loops for ever with awaits', 'for (;;) await null'],
    ['loops for ever with timers', 'const again = () => setImmediate(again)\nagain()'],
    ['loops for ever when a client is there', SILENT.replace('() => {}', '() => { for (;;) {} }')],
  ])('when it %s', async (_, server) => {
    const report = await submitEndless(server)
    expect(report.status).toBe('graded')
    expect(['failed', 'timed-out']).toContain(report.tests[0]!.status)
    expect(firstSentence(report)).not.toBe('')
  })

  test('when it eats memory', async () => {
    const report = await submit("const all = []\nfor (;;) all.push(Buffer.alloc(1e6, 'x'))")
    expect(report.status).toBe('graded')
    expect(report.tests[0]!.status).toBe('failed')
    expect(firstSentence(report)).toMatch(/^server\.ts was ended|^server\.ts ended/)
  })

  test('when it floods its output', async () => {
    const report = await submitEndless("for (;;) console.log('x'.repeat(10_000))")
    expect(report.status).toBe('graded')
    expect(report.tests[0]!.status).not.toBe('passed')
    expect(JSON.stringify(report).length).toBeLessThan(100_000)
  })

  test('when it floods the network', async () => {
    const report = await submitEndless(
      `import dgram from 'node:dgram'\nconst s = dgram.createSocket('udp4')\nconst go = () => { for (let i = 0; i < 100; i++) s.send('x', 9, '10.0.9.1'); setImmediate(go) }\ngo()`,
    )
    expect(report.status).toBe('graded')
    expect(report.tests[0]!.status).not.toBe('passed')
  })
})
