import { mayUseAddOns } from '#node/library/index.ts'
import { readLibrary } from '#node/library/on-disk/index.ts'
import { localStarter } from '#node/processes/index.ts'
import { createVmRealm, prepareRealm, type VmRealmOptions } from '#node/realm/platform/vm/index.ts'
import type { Outcome, ParityProgram } from './program.ts'
import { runInWorld } from './world.ts'

const withAddOns = { library: readLibrary() }
const without: Omit<VmRealmOptions, 'calls'> = {
  library: prepareRealm(readLibrary()),
  addOns(name) {
    throw new Error(`The program asks for the add-on ${name}, although mayUseAddOns says of its text that it cannot`)
  },
}

/** Runs a program in a simulated process of this thread: without add-ons where a page would not wait for them. */
export function runSimulated(program: ParityProgram): Promise<Outcome> {
  const options = Object.values(program.files).some(mayUseAddOns) ? withAddOns : without
  return runInWorld(
    program,
    localStarter((calls, synchronous) => createVmRealm({ ...options, calls, synchronous })),
  )
}
