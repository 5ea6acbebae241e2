/** `ackademy run --client --save-test`: a capture becomes a test, which a server that answers otherwise fails. */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { DNS, LINES, WEB } from '../captures/foreign/servers.fixture.ts'

vi.setConfig({ testTimeout: 120_000 })

const root = fileURLToPath(new URL('../../', import.meta.url))
const ackademy = (...args: string[]) =>
  spawnSync(process.execPath, ['scripts/command.ts', ...args], { cwd: root, encoding: 'utf8' })

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ackademy-save-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

function write(path: string, text: string): string {
  const file = join(folder, path)
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, text)
  return file
}

/** An exercise with one test, saved from the capture; returns its folder and what the command said. */
function saved(id: string, capture: string, server: string): { exercise: string; told: string } {
  const yaml = `version: 1
id: ${id}
title: Saved
module: 3
kind: exercise
tier: 1
topology: wire
points: 1
difficulty: 1
tags: []
needs: [segments]
backends: [simulated]
variants: {}
submission: { files: [server.ts] }
starter: { fails: [${id}] }
tests: { files: [visible], groups: [{ id: all, title: All, tests: [${id}], points: 1 }] }
workspace: { program: server.ts, host: server }
`
  write(`${id}/exercise.yaml`, yaml)
  write(`${id}/prompt.mdx`, 'Answer like the server in the capture.\n')
  write(`${id}/hints.yaml`, 'version: 2\nstages: [{ text: Which bytes differ? }]\ncauses: []\n')
  write(`${id}/starter/server.ts`, 'setInterval(() => {}, 1000)\n')
  const program = write(`${id}/solution/server.ts`, server)
  mkdirSync(join(folder, id, 'tests'))
  const file = join(folder, id, 'tests', 'visible.test.ts')
  const copy = join(folder, `${id}.${capture.split('.')[1]}`)
  cpSync(join(root, 'tests/captures/foreign', capture), copy)
  const { status, stderr } = ackademy('run', '--client', copy, '--save-test', file, program)
  expect([status, existsSync(file)], stderr).toEqual([0, true])
  return { exercise: join(folder, id), told: stderr }
}

const grade = (exercise: string, submission: string) => ackademy('grade', '--unsandboxed', exercise, submission)

test.each([
  ['lines', 'lines-nano.pcap', LINES, ['toUpperCase', 'toLowerCase'], 'The answer to hello⏎'],
  ['two', 'two.pcap', LINES, ['toUpperCase()', 'toUpperCase().trimStart().slice(0, 4)'], 'The answer to'],
  ['fetch', 'fetch.pcapng', WEB, ['hello from', 'HELLO from'], 'The answer to GET /hello.txt HTTP/1.1 …'],
  ['dns', 'dns.pcap', DNS, ['? 80 : 81', '? 80 : 99'], 'The answer to'],
] as const)('%s: the saved test passes the same server, and fails another', (id, capture, server, [from, to], says) => {
  const { exercise, told } = saved(id, capture, server)
  expect(told).toContain(`test ${id} is saved in`)
  expect(told).toContain('It compares every byte that the server answers')
  const right = grade(exercise, join(exercise, 'solution'))
  expect([right.status, right.stderr], right.stdout).toEqual([0, ''])
  write(`${id}-wrong/server.ts`, server.replace(from, to))
  const wrong = grade(exercise, join(folder, `${id}-wrong`))
  expect(wrong.status, wrong.stdout).toBe(1)
  expect(wrong.stdout.toLowerCase()).toContain(says.toLowerCase())
})

test('a saved test reads like one that a person wrote, and leaves out what follows a clock', () => {
  const text = readFileSync(join(folder, 'lines', 'tests', 'visible.test.ts'), 'utf8')
  expect(text).toContain("await client.send('hello\\n')")
  expect(text).toContain("await expect(client.line(), 'the answer to hello⏎').toBe('HELLO')")
  expect(text).toContain("await expect(client.expectEnd(), 'your FIN after the last answer').toHappen()")
  const web = readFileSync(join(folder, 'fetch', 'tests', 'visible.test.ts'), 'utf8')
  expect(web).toContain('Date: *****************************\\r\\n')
})

test('an existing file stays, and the option needs a capture', () => {
  const program = join(folder, 'lines', 'solution', 'server.ts')
  const file = join(folder, 'lines', 'tests', 'visible.test.ts')
  const again = ackademy('run', '--client', join(folder, 'lines.pcap'), '--save-test', file, program)
  expect([again.status, again.stderr]).toEqual([2, expect.stringContaining('the file exists already')])
  expect(ackademy('run', '--save-test', 'a.test.ts', program).stderr).toContain('--save-test needs --client')
})
