/**
 * A process here and Node itself run the same programs: output, order of events, errors and exit codes are equal, byte for byte. The
 * programs leave out what is no promise of Node's: which of two connections' events comes first, and how long anything takes.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { describeProgram, type Outcome } from './program.ts'
import { runReal } from './real.ts'
import { runSimulated } from './simulated.ts'

const FOLDER = fileURLToPath(new URL('./programs/', import.meta.url))

/** Of all that is printed only the process's own number may differ. */
function comparable(outcome: Outcome, ignoresLoaderFrames: boolean): Outcome {
  const withoutPid = (text: string) => text.replace(/\(node:\d+\)/g, '(node:PID)')
  const frames = ignoresLoaderFrames ? /^ {4}at .*node:internal\/(?:modules|main)\/.*\n/gm : /$^/
  return { ...outcome, stdout: withoutPid(outcome.stdout), stderr: withoutPid(outcome.stderr).replace(frames, '') }
}

describe.concurrent('a simulated process does what Node does', () => {
  for (const name of readdirSync(FOLDER))
    it(name, async () => {
      const entry = FOLDER + name
      const program = describeProgram(entry, readFileSync(entry, 'utf8'))
      const [simulated, real] = await Promise.all([runSimulated(program), runReal(program)])
      const { ignoresLoaderFrames = false } = program
      expect(comparable(simulated, ignoresLoaderFrames)).toEqual(comparable(real, ignoresLoaderFrames))
    }, 30_000)
})
