import { readLibrary } from '../../src/runtime/node/library/on-disk/index.ts'
import { localStarter } from '../../src/runtime/node/processes/index.ts'
import { createVmRealm } from '../../src/runtime/node/realm/platform/vm/index.ts'
import type { Outcome, ParityProgram } from './program.ts'
import { runInWorld } from './world.ts'

/** Runs a program in a simulated process of this thread. */
export function runSimulated(program: ParityProgram): Promise<Outcome> {
  const library = readLibrary()
  return runInWorld(
    program,
    localStarter((calls, synchronous) => createVmRealm({ library, calls, synchronous })),
  )
}
