import { spawn } from 'node:child_process'
import { CommandError } from './command-error.ts'
import { isPackage, PLATFORM } from './platform.ts'

const guard = new URL('../../scripts/end-with-parent.mjs', import.meta.url).href

type Built = 'runtime' | 'image' | 'parts' | 'all'

let isThere: (what: Built) => boolean = () => false

/** `look` tells which parts are up to date, which saves starting a process to find out. */
export function lookBeforeBuilding(look: typeof isThere): void {
  isThere = look
}

/**
 * Builds generated files that are missing or out of date: the programs' runtime; that and the grading image's parts; that and what the pages of
 * every course need; or all, with the shipped course's site.
 */
export async function build(what: Built, { quiet = true } = {}): Promise<void> {
  if (isPackage) return packaged(what)
  if (isThere(what)) return
  const status = await runScript('scripts/build.ts', quiet ? [what, '--quiet'] : [what])
  if (status !== 0) throw new CommandError('a part of the platform could not be built; the message is above')
}

/** A package has all generated files but those of a site. */
function packaged(what: Built): void {
  if (what === 'all' || what === 'parts')
    throw new CommandError('the installed package has no site: run this command in a checkout of the platform')
}

/**
 * Runs one of the repository's scripts with this Node, its output on standard error, and returns its exit status. `folder` has a copy of the
 * repository. The script ends when this process does.
 */
export function runScript(script: string, args: readonly string[], folder = PLATFORM): Promise<number> {
  const child = spawn(process.execPath, ['--import', guard, script, ...args], {
    cwd: folder,
    stdio: ['ignore', 2, 2, 'ipc'],
  })
  return new Promise((resolve) => child.on('close', (code) => resolve(code ?? 1)))
}
