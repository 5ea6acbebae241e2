/** The check that keeps clocks, chance and inexact arithmetic off the network floor must itself notice them. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const script = fileURLToPath(new URL('../../scripts/check-determinism.ts', import.meta.url))
const FILE = 'src/runtime/network/host/tcp.ts'

/** Checks a repository with these files; a script of packetdrill's is always there. */
function check(files: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), 'ackademy-determinism-'))
  try {
    for (const [name, text] of Object.entries({ 'src/packetdrill/index.ts': '', ...files })) {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), text)
    }
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, folder], { encoding: 'utf8' })
    return { status, stdout, problems: stderr.split('\n').slice(0, -1) }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

describe('the check of determinism', () => {
  test('passes whole numbers, names that only sound alike, and tests', () => {
    const text = `
      // Date.now() in a comment, and 'Math.random()' in a text
      export const now = { Date: 1, performance: 'Math.random()' }
      export const sum = now.Date + Math.floor(Math.max(1, 2) / 3) + 2 ** 20 + 10 ** 6 + Number(10n ** 3n)
      export interface Row { process: number; crypto: string }`
    const tests = 'export const at = Date.now()\nsetTimeout(() => {}, 1)'
    expect(check({ [FILE]: text, 'src/runtime/network/tcp.test.ts': tests })).toEqual({
      status: 0,
      stdout: 'determinism: 2 files read, 0 violations\n',
      problems: [],
    })
  })

  /** One a line, with what the check calls it. */
  const REACHES: [expression: string, name: string][] = [
    ['Date.now()', 'Date'],
    ['new Date()', 'Date'],
    ['performance.now()', 'performance'],
    ['setTimeout(() => {}, 1)', 'setTimeout'],
    ['globalThis.x', 'globalThis'],
    ['crypto.getRandomValues(bytes)', 'crypto'],
    ['Math.random()', 'Math.random'],
    ['Math.cbrt(2)', 'Math.cbrt'],
    ['Math.log2(2)', 'Math.log2'],
    ["Math['ran' + 'dom']()", 'Math'],
    ['bytes ** 3', '**'],
    ['2 ** 0.5', '**'],
    ["'a'.localeCompare('b')", 'localeCompare'],
    ['(1).toLocaleString()', 'toLocaleString'],
    ['{ Date }', 'Date'],
  ]

  test('finds each way out, by file and line', () => {
    const text = REACHES.map(([expression], index) => `export const value${index} = ${expression}`).join('\n')
    const { status, problems } = check({ [FILE]: text })
    expect(problems.map((problem) => problem.split(': ', 2).join(': '))).toEqual(
      REACHES.map(([, name], index) => `${FILE}:${index + 1}: ${name}`),
    )
    expect(status).toBe(1)
  })
})
