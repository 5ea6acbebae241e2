/**
 * The same programs as processes of the operating system, which is what a graded program is: behind a pipe, under Node's own restrictions. All
 * of them where everything is proven; elsewhere every twelfth, and the one whose children run while it stands still.
 */
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { nodeProcess, PipedProcesses } from '#node/processes/piped/index.ts'
import { FULL } from '../support/proof.ts'
import { missing } from '../support/requirements.ts'
import { comparable, differenceOn } from './program.ts'
import { PROGRAMS } from './programs.ts'
import { runReal } from './real.ts'
import { runInWorld } from './world.ts'

const PATIENCE = 120_000
const platform = process.versions.v8.startsWith('13.6.') ? 'simulated' : 'newer engine'
const chosen = [...PROGRAMS].filter(([name], index) => FULL || index % 12 === 0 || name === 'child-sync.cjs')

let children: PipedProcesses
beforeAll(() => {
  children = new PipedProcesses({ command: nodeProcess(resolve('generated')), wallMs: PATIENCE, warm: 1 })
})
afterAll(() => children.close())

describe.skipIf(missing('pinned Node'))('a process behind a pipe does what Node does', () => {
  for (const [name, program] of chosen) {
    const reason = differenceOn(platform, program)
    it(reason === undefined ? name : `${name} differs: ${reason}`, { timeout: PATIENCE }, async () => {
      const [piped, real] = await Promise.all([runInWorld(program, children.start), runReal(program)])
      const expected = comparable(real, program)
      if (reason === undefined) expect(comparable(piped, program)).toEqual(expected)
      else expect(comparable(piped, program)).not.toEqual(expected)
    })
  }
})
