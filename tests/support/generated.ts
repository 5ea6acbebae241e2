/** Builds the generated files that tests need, before the first test. */
import { command } from '../../scripts/build/command.ts'
import { nodeProcess } from '../../scripts/build/node-process.ts'
import { bring } from '../../scripts/build/step.ts'

export default async function setup(): Promise<void> {
  for (const step of [...nodeProcess, ...command]) await bring(step)
}
