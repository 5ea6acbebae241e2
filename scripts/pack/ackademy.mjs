#!/usr/bin/env node
// The `ackademy` command of the installed package, in which everything is built.
import * as modules from 'node:module'

const OLDEST_MAJOR = 24
// sysexits(3), EX_SOFTWARE. Node exits with 1 after a crash, but for a command 1 means that a submission failed.
const CRASHED = 70

function crash(error) {
  console.error(error)
  process.exit(CRASHED)
}

if (Number.parseInt(process.versions.node, 10) < OLDEST_MAJOR) {
  process.stderr.write(`Ackademy needs Node ${OLDEST_MAJOR} or newer; this is Node ${process.versions.node}.\n`)
  process.exit(2)
}
process.on('uncaughtException', crash)
// Keeps V8's compiled code from one command to the next.
modules.enableCompileCache()
try {
  const { runCommand } = await import('../generated/command.mjs')
  process.exitCode = await runCommand(process.argv.slice(2))
} catch (error) {
  crash(error)
}
