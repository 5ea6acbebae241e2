import { spawn } from 'node:child_process'
import { CommandError } from './command-error.ts'
import { isPackage, PLATFORM } from './platform.ts'

const guard = new URL('../../scripts/end-with-parent.mjs', import.meta.url).href

type Built = 'runtime' | 'image' | 'all'

let isThere: (what: Built) => boolean = () => false

/** `look` tells which parts are up to date, which saves starting a process to find out. */
export function lookBeforeBuilding(look: typeof isThere): void {
  isThere = look
}

/** Builds generated files that are missing or out of date: the programs' runtime, that and the grading image's parts, or all. */
export async function build(what: Built, { quiet = true } = {}): Promise<void> {
  if (isPackage) return packaged(what)
  if (isThere(what)) return
  const status = await runScript('scripts/build.ts', quiet ? [what, '--quiet'] : [what])
  if (status !== 0) throw new CommandError('a part of the platform could not be built; the message is above')
}

/** A package has all generated files but the site. */
function packaged(what: Built): void {
  if (what === 'all')
    throw new CommandError('the installed package has no site: run this command in a checkout of the platform')
}

/** Runs one of the repository's scripts with this Node, its output on standard error, and returns its exit status. The script ends when this process does. */
function runScript(script: string, args: string[]): Promise<number> {
  const child = spawn(process.execPath, ['--import', guard, script, ...args], {
    cwd: PLATFORM,
    stdio: ['ignore', 2, 2, 'ipc'],
  })
  return new Promise((resolve) => child.on('close', (code) => resolve(code ?? 1)))
}
