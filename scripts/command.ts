/** Runs the `ackademy` command from its bundle, which is rebuilt when any of its sources has changed. */
import { enableCompileCache } from 'node:module'
import { command } from './build/command.ts'
import { nodeProcess } from './build/node-process.ts'
import { bring, isThere } from './build/step.ts'

// Keeps V8's compiled code from one command to the next.
enableCompileCache()
// sysexits(3), EX_SOFTWARE. Node exits with 1 after a crash, but for a command 1 means that a submission failed.
const CRASHED = 70
const crash = (error: unknown) => {
  console.error(error)
  process.exit(CRASHED)
}
process.on('uncaughtException', crash)
try {
  for (const step of command) await bring(step)
  const built = new URL('../generated/command.mjs', import.meta.url).href
  const { lookBeforeBuilding, runCommand } = (await import(built)) as typeof import('#cli/main.ts')
  lookBeforeBuilding((what) => what === 'runtime' && nodeProcess.every(isThere))
  process.exitCode = await runCommand(process.argv.slice(2))
} catch (error) {
  crash(error)
}
