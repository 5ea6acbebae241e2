/** The `ackademy` command, from its one file, which is made anew when anything it is made of has changed. */
import { enableCompileCache } from 'node:module'
import { command } from './build/command.ts'
import { nodeProcess } from './build/node-process.ts'
import { bring, isThere } from './build/step.ts'

// What V8 made of the file is kept from one command to the next.
enableCompileCache()
// sysexits(3), EX_SOFTWARE. Node's own status of a crash is 1, by which a command says that a submission has failed.
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
