/** Each program of packages/programs by `ackademy run`, as a person starts it, beside Node itself. */
import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { installedPackages } from '../../scripts/build/packages.ts'
import { bring } from '../../scripts/build/step.ts'
import { ackademy } from '../cli/command.ts'

const PROGRAMS = fileURLToPath(new URL('../../packages/programs/', import.meta.url))
const PATIENCE = 120_000
const programs = readdirSync(PROGRAMS).filter((name) => /\.[cm]js$/.test(name))

beforeAll(() => bring(installedPackages), PATIENCE)

function outputOfNode(file: string): Promise<string> {
  const env = { PATH: process.env.PATH, TZ: 'UTC', LANG: 'C' }
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'], env })
  return text(child.stdout)
}

test.for(programs)('%s prints what it prints on Node', { timeout: PATIENCE }, async (name) => {
  const [{ stdout, stderr, status }, expected] = await Promise.all([
    ackademy(['run', PROGRAMS + name]),
    outputOfNode(PROGRAMS + name),
  ])
  expect({ stdout, stderr, status }).toEqual({ stdout: expected, stderr: '', status: 0 })
  expect(expected).not.toBe('')
})
