import { fileURLToPath } from 'node:url'
import { builtChild, PipedWorlds } from '../grader/node/index.ts'
import type { OpenWorld } from '../grader/running/index.ts'
import { CommandError } from './command-error.ts'
import { runScript } from './run-script.ts'

const generated = fileURLToPath(new URL('../../generated', import.meta.url))

/** Builds what is missing, and runs `body` with simulated worlds whose programs run in children without a jail. */
export async function withSimulatedWorlds<T>(body: (openWorld: OpenWorld) => Promise<T>): Promise<T> {
  const status = await runScript('scripts/build.ts', ['runtime', '--quiet'])
  const command = builtChild(generated)
  if (status !== 0 || !command) throw new CommandError('the runtime could not be built; the message is above')
  const worlds = new PipedWorlds({ command })
  try {
    return await body(worlds.open)
  } finally {
    worlds.close()
  }
}
