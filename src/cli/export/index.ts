/**
 * `ackademy export`: an exercise for another system. `gradescope.ts` lists what goes into its zip, `zip.ts` writes zips.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { CommandError } from '../command-error.ts'
import { gradescopeFiles } from './gradescope.ts'
import { zipOf } from './zip.ts'

const HELP = `Usage: ackademy export gradescope EXERCISE [--out FILE]

Writes an exercise's autograder as a zip for Gradescope: tests and topology, without solution and wrong solutions, the platform, setup.sh
and run_autograder. Gradescope runs setup.sh once, when it builds its image; that needs the network (for Node and the packages in
package-lock.json). Grading does not. Only simulated exercises can be graded there: its containers may not create networks, and there is
no jail, so a submission runs in its own process under Node's permission model.
  --out FILE   the zip file (default EXERCISE-gradescope.zip)

Exit status: 0 written, 2 error.
`

/** Prints the path of what was written. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { out: { type: 'string' }, help: { type: 'boolean' } },
  })
  if (values.help) {
    process.stdout.write(HELP)
    return 0
  }
  const [system, exercise, ...rest] = positionals
  if (system !== 'gradescope' || exercise === undefined || rest.length > 0)
    throw new CommandError(
      `found "export ${positionals.join(' ')}", expected the system and one exercise: ackademy export gradescope tcp-echo-line`,
    )
  const { id, files } = gradescopeFiles(exercise)
  const out = values.out ?? `${id}-gradescope.zip`
  const zip = zipOf(files)
  try {
    writeFileSync(out, zip)
  } catch (error) {
    throw new CommandError(`--out ${out}: the zip cannot be written: ${(error as Error).message}`)
  }
  process.stdout.write(`${out} (${files.length} files, ${Math.round(zip.length / 1024)} KiB)\n`)
  return 0
}
