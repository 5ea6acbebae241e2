/** What the pinned Node itself does with a program. */
import { spawn } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { PINNED_VERSION } from '#node/library/on-disk/index.ts'
import { realNode } from '../support/real-node.ts'
import type { Outcome, ParityProgram } from './program.ts'

const KEPT = fileURLToPath(new URL('../../results/real-node/', import.meta.url))

/**
 * Runs a program with real Node, or tells what it did: four suites compare with the same programs, and one run of each is enough. What is kept
 * counts for these files under the pinned Node and nothing else.
 */
export async function runReal(program: ParityProgram): Promise<Outcome> {
  const described = JSON.stringify([`v${PINNED_VERSION}`, program])
  const kept = `${KEPT}${createHash('sha256').update(described).digest('hex')}.json`
  const known = await readFile(kept, 'utf8').catch(() => null)
  if (known !== null) return JSON.parse(known) as Outcome
  const outcome = await run(program)
  await mkdir(KEPT, { recursive: true })
  // Whole or not at all: others may look at the same moment.
  const written = `${kept}.${randomUUID()}`
  await writeFile(written, JSON.stringify(outcome))
  await rename(written, kept)
  return outcome
}

function run({ entry, args, input, signals }: ParityProgram): Promise<Outcome> {
  const { NODE_OPTIONS: _, ...env } = process.env
  const child = spawn(realNode(), [entry, ...args], {
    argv0: 'node',
    // A host's time zone and language are no machine's.
    env: { ...env, TZ: 'UTC', LANG: 'C', LC_ALL: undefined, NO_COLOR: undefined, FORCE_COLOR: undefined },
  })
  const outcome = { stdout: '', stderr: '' }
  const waiting = [...signals]
  child.stdout.on('data', (data) => {
    outcome.stdout += data
    if (waiting[0] && outcome.stdout.includes(waiting[0].afterOutput)) child.kill(waiting.shift()!.signal)
  })
  child.stderr.on('data', (data) => {
    outcome.stderr += data
  })
  child.stdin.on('error', () => {}) // a program need not read it
  child.stdin.end(input ?? '')
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ ...outcome, code, signal }))
  })
}
