import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import v8 from 'node:v8'
import type { AddOnName } from '#node/library/index.ts'
import { readLibrary } from '#node/library/on-disk/index.ts'
import { localStarter, type ProcessFactory, type ProcessStarter } from '#node/processes/index.ts'
import { nodeProcess, type PipedOptions, PipedProcesses, readImage } from '#node/processes/piped/index.ts'
import { addOnFile, createVmRealm, parseAddOn } from '#node/realm/platform/vm/index.ts'

const GENERATED = fileURLToPath(new URL('../../../../generated', import.meta.url))

/** Runs programs in contexts of this thread: the fastest way, for trusted programs. `around` wraps each process. */
export function sameThread(around: (create: ProcessFactory) => ProcessFactory = (create) => create): ProcessStarter {
  freeDeadContexts()
  const prepared = readImage(`${GENERATED}/process.image`)?.realm
  if (!prepared) {
    const library = readLibrary()
    return localStarter(around((calls, synchronous) => createVmRealm({ library, calls, synchronous })))
  }
  // The prepared image has no sources for add-ons: they are next to it.
  const addOns = (name: AddOnName) => parseAddOn(name, readFileSync(`${GENERATED}/${addOnFile(name)}`, 'utf8'))
  return localStarter(around((calls, synchronous) => createVmRealm({ library: prepared, calls, synchronous, addOns })))
}

/**
 * Marked step by step, contexts of worlds that have ended stay alive, and the heap grows with every world (measured with Node 24.21: 240 of them, 700 MB, and
 * a tenth of all processor time); marked in one go, they are freed.
 */
function freeDeadContexts(): void {
  v8.setFlagsFromString('--no-incremental-marking')
}

/** Runs programs in child processes behind pipes, `warm` of them booted ahead. The caller closes it. */
export function childProcesses(options: Omit<PipedOptions, 'command'> = {}): PipedProcesses {
  return new PipedProcesses({ command: nodeProcess(GENERATED), ...options })
}
