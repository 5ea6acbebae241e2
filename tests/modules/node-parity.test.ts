/**
 * Each program of `programs/` does under our loader, by itself and in a simulated process, what it does under the pinned Node:
 * output, errors, carets, stack frames.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { runSimulated } from '../parity/simulated.ts'
import { missing } from '../support/requirements.ts'
import { essence, type Outcome, type Program, parseProgram, runInLoader, runInNode } from './program.ts'

const folder = new URL('./programs/', import.meta.url)

/** A process does not yet put the caret of a synchronous throw under `throw` when it runs in this thread. */
const NOT_IN_A_PROCESS = new Set(['uncaught-throw-in-commonjs.program'])

const options = { concurrent: true, timeout: 30_000 }
describe.skipIf(missing('pinned Node'))('a program says the same as under Node', options, () => {
  for (const name of readdirSync(folder).sort()) {
    it(name.replace('.program', '').replaceAll('-', ' '), async () => {
      const program = parseProgram(readFileSync(new URL(name, folder), 'utf8'))
      const nodes = await runInNode(program)
      for (const run of [runInLoader, runInProcess]) {
        if (run === runInProcess && NOT_IN_A_PROCESS.has(name)) continue
        const ours = await run(program)
        expect({ ...ours, failure: comparable(ours.failure, nodes.failure) }, run.name).toEqual(nodes)
      }
      expect(nodes.stdout + nodes.failure).not.toBe('')
    })
  }
})

/** Where Node would show a line of its own library, we show the learner's. */
function comparable(ours: string, nodes: string): string {
  const excerpt = /^[^\n]*\n[^\n]*\n *\^\n\n/
  return excerpt.test(nodes) ? ours : ours.replace(excerpt, '')
}

async function runInProcess(program: Program): Promise<Outcome> {
  const files = Object.fromEntries(Object.entries(program.files).map(([name, text]) => [`/work/${name}`, text]))
  const simulation = { entry: `/work/${program.entry}`, files, args: [], input: null, signals: [] }
  const { stdout, stderr } = await runSimulated(simulation)
  return { stdout, failure: essence(stderr, program) }
}
