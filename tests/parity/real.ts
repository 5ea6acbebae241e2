/** Runs a program with the pinned Node itself. */
import { spawn } from 'node:child_process'
import type { Outcome, ParityProgram } from './program.ts'

export function runReal({ entry, args, input, signals }: ParityProgram): Promise<Outcome> {
  const { NODE_OPTIONS: _, ...env } = process.env
  const child = spawn(process.execPath, [entry, ...args], {
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
