/** `ackademy grade` as it is typed: what it prints, and its exit status. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { Report } from '#grader'
import { zipOf } from '#grader/node/submission/zip.fixture.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const echo = 'content/03-tcp-conversations/exercises/tcp-echo-line'
const ackademy = (...args: string[]) =>
  spawnSync(process.execPath, ['scripts/command.ts', ...args], { cwd: root, encoding: 'utf8' })
const grade = (...args: string[]) => ackademy('grade', '--unsandboxed', ...args)

// A whole command each time, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 })

let empty = ''
beforeAll(() => {
  empty = mkdtempSync(join(tmpdir(), 'ackademy-cli-'))
})
afterAll(() => rmSync(empty, { recursive: true }))

describe('ackademy grade', () => {
  test('prints a report and ends with 0 when every submission passes', () => {
    const { status, stdout } = grade('tcp-echo-line', `${echo}/solution`, '--test', 'v1')
    expect(stdout).toContain('✓ v1 answers three lines')
    expect(status).toBe(0)
  })

  test('ends with 1 when one fails: the sentence first, then packets and hint, never a stack trace', () => {
    const { status, stdout } = grade('tcp-echo-line', `${echo}/starter`, '--test', 'v1')
    expect(status).toBe(1)
    const places = ['✕ The answer to PING', 'v1 answers', 'Packets', 'Hint: Your server accepted the connection'].map(
      (text) => stdout.indexOf(text),
    )
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(places[0]).toBeGreaterThan(0)
    expect(stdout).not.toMatch(/^\s+at /m)
  })

  test('writes the report as JSON, the same for the same inputs', () => {
    const run = () =>
      Report.parse(JSON.parse(grade('tcp-echo-line', `${echo}/starter`, '--test', 'v1', '--format', 'json').stdout))
    const [a, b] = [run(), run()]
    expect({ ...a, run: null }).toEqual({ ...b, run: null })
    expect(a.hints[0]?.id).toBe('no-answer')
  })

  test('grades several submissions at the same time, in the order given', () => {
    const { status, stdout } = grade(
      'tcp-echo-line',
      `${echo}/starter`,
      `${echo}/solution`,
      '--test',
      'v1',
      '--jobs',
      '2',
      '--format',
      'json',
    )
    expect(status).toBe(1)
    const reports = JSON.parse(stdout) as Report[]
    expect(reports.map((report) => report.tests[0]?.status)).toEqual(['timed-out', 'passed'])
  })

  test('takes a zip file as a batch does: without the folder around everything', () => {
    const zip = join(empty, 'ann.zip')
    const text = readFileSync(join(root, echo, 'solution/server.ts'), 'utf8')
    writeFileSync(zip, zipOf([{ name: 'homework/server.ts', text }]))
    const { status, stdout } = grade('tcp-echo-line', zip, '--test', 'v1')
    expect(stdout).toContain('✓ v1 answers three lines')
    expect(status).toBe(0)
  })

  test("writes CTRF, and Gradescope's results of one submission", () => {
    const one = ['tcp-echo-line', `${echo}/solution`, '--test', 'v1', '--format']
    expect(JSON.parse(grade(...one, 'ctrf').stdout)).toMatchObject({ reportFormat: 'CTRF' })
    expect(JSON.parse(grade(...one, 'gradescope').stdout)).toMatchObject({
      output_format: 'text',
      tests: expect.any(Array),
    })
  })

  test('writes JUnit XML', () => {
    const { stdout } = grade('tcp-echo-line', `${echo}/solution`, '--test', 'v2', '--format', 'junit')
    expect(stdout).toContain('<testcase name="v2 says BYE, then FIN" classname="tcp-echo-line.visible"')
  })
})

describe('what cannot be done ends with 2 and one sentence', () => {
  test.each([
    [
      'a real kernel without the jail',
      ['grade', '--unsandboxed', '--backend', 'linux', 'tcp-echo-line', `${echo}/solution`],
      'real kernels are in the Docker image only',
    ],
    ['an exercise that does not exist', ['grade', '--unsandboxed', 'tcp-ecko', '.'], 'there is no exercise "tcp-ecko"'],
    [
      'a folder that does not exist',
      ['grade', '--unsandboxed', 'tcp-echo-line', 'nowhere'],
      'there is no folder or zip file nowhere',
    ],
    [
      'a test that does not exist',
      ['grade', '--unsandboxed', 'tcp-echo-line', `${echo}/solution`, '--test', 'h99'],
      'found no test h99, expected one of v1, v2',
    ],
    [
      'a backend that the exercise does not have',
      ['grade', '--backend', 'linux', 'session-state-machine', '.'],
      'session-state-machine has simulated',
    ],
  ])('%s', (_, args, message) => {
    const { status, stderr, stdout } = ackademy(...args)
    expect(status).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toContain(message)
    expect(stderr).not.toMatch(/^\s+at /m)
  })

  test('a broken exercise, with file and line', () => {
    const folder = join(empty, 'broken')
    spawnSync('cp', ['-r', join(root, echo), folder])
    writeFileSync(join(folder, 'exercise.yaml'), 'version: 1\nid: broken\ntitel: A line server\n')
    const { status, stderr } = grade(folder, `${echo}/solution`)
    expect(status).toBe(2)
    expect(stderr).toMatch(/exercise\.yaml:3:1: titel: unknown key "titel".*did you mean "title"/)
  })

  test('a submission without the file is graded: it fails', () => {
    const { status, stdout } = grade('tcp-echo-line', empty)
    expect(status).toBe(1)
    expect(stdout).toContain('There is no server.ts in the submission')
  })
})
