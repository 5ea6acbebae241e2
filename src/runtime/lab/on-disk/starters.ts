import { fileURLToPath } from 'node:url'
import { readLibrary } from '../../node/library/on-disk/index.ts'
import { localStarter, type ProcessStarter } from '../../node/processes/index.ts'
import { nodeProcess, type PipedOptions, PipedProcesses, readImage } from '../../node/processes/piped/index.ts'
import { createVmRealm } from '../../node/realm/platform/vm/index.ts'

const GENERATED = fileURLToPath(new URL('../../../../generated', import.meta.url))

/** Programs in contexts of this thread: fastest, for programs that may be trusted with it. */
export function sameThread(): ProcessStarter {
  const library = readImage(`${GENERATED}/process.image`)?.realm ?? readLibrary()
  return localStarter((calls, synchronous) => createVmRealm({ library, calls, synchronous }))
}

/** Programs in children behind pipes, `warm` of them booted ahead. Whoever makes this closes it. */
export function childProcesses(options: Omit<PipedOptions, 'command'> = {}): PipedProcesses {
  return new PipedProcesses({ command: nodeProcess(GENERATED), ...options })
}
