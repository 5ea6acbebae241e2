/** The `ackademy` command, from its one file, which is made anew when anything it is made of has changed. */
import { enableCompileCache } from 'node:module'
import { command } from './build/command.ts'
import { nodeProcess } from './build/node-process.ts'
import { bring, isThere } from './build/step.ts'

// What V8 made of the file is kept from one command to the next.
enableCompileCache()
for (const step of command) await bring(step)
const built = new URL('../generated/command.mjs', import.meta.url).href
const { lookBeforeBuilding, runCommand } = (await import(built)) as typeof import('../src/cli/main.ts')
lookBeforeBuilding((what) => what === 'runtime' && nodeProcess.every(isThere))
process.exitCode = await runCommand(process.argv.slice(2))
