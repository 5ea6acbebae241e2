import { fileURLToPath } from 'node:url'
import type { LoadedExercise } from '#grader'
import { builtChild, PipedWorlds } from '#grader/node/index.ts'
import type { OpenWorld } from '#grader/running/index.ts'
import { CommandError } from '../command-error.ts'
import { build } from '../run-script.ts'

const generated = fileURLToPath(new URL('../../../generated', import.meta.url))

/**
 * Builds what is missing, and runs `body` with simulated worlds whose programs run in children without a jail. The first of them
 * are started for `exercise`.
 */
export async function withSimulatedWorlds<T>(
  { exercise }: LoadedExercise,
  body: (openWorld: OpenWorld) => Promise<T>,
): Promise<T> {
  await build('runtime')
  const command = builtChild(generated)
  if (!command)
    throw new CommandError(`generated/ holds no program to run a simulated process with: run \`npm run build\``)
  const worlds = new PipedWorlds({ command })
  try {
    worlds.prepare(exercise)
    return await body(worlds.open)
  } finally {
    worlds.close()
  }
}
