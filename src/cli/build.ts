import { cpSync, existsSync, readdirSync, statSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { CommandError } from './command-error.ts'
import { builtSite } from './site/index.ts'

const HELP = `Usage: ackademy build --out DIR

Builds the site of a course if it is out of date, and copies it to DIR for any host of static files. Its addresses are relative,
so it works at a host's root and under any path. docs/hosting.md says how to serve it.
  --out DIR     a new or empty folder

Exit status: 0 written, 2 error.
`

/** Prints where the site is. */
export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { out: { type: 'string' }, help: { type: 'boolean' } } })
  if (values.help) {
    process.stdout.write(HELP)
    return 0
  }
  const out = emptyFolder(values.out)
  const site = await builtSite()
  try {
    cpSync(site, out, { recursive: true })
  } catch (error) {
    throw new CommandError(`--out ${values.out}: the site cannot be written: ${(error as Error).message}`)
  }
  process.stdout.write(`The site is in ${relative(process.cwd(), out) || '.'}\n`)
  return 0
}

/** Files of an older site would stay beside the new ones, so nothing may be there. */
function emptyFolder(out: string | undefined): string {
  if (!out) throw new CommandError('expected the folder to write the site to: ackademy build --out public')
  const folder = resolve(out)
  const isTaken = existsSync(folder) && (!statSync(folder).isDirectory() || readdirSync(folder).length > 0)
  if (isTaken) throw new CommandError(`--out ${out}: expected a new or empty folder; nothing was written`)
  return folder
}
