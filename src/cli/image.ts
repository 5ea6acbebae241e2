import { parseArgs } from 'node:util'
import { DockerError, ensureImage } from '../../ci-runner/index.ts'
import { CommandError } from './command-error.ts'
import { build } from './run-script.ts'

const HELP = `Usage: ackademy image build

Builds the Docker image that grades, where the one for this checkout is missing. The base image is Node's own where a registry can be
reached, else it is made here from Debian's packages; ACKADEMY_BASE_IMAGE names another.
`

/** \`ackademy image build\`: prints the image's tag. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: { help: { type: 'boolean' } }, allowPositionals: true })
  if (values.help || positionals[0] !== 'build' || positionals.length > 1) {
    process.stdout.write(HELP)
    return values.help ? 0 : 2
  }
  await build('image', { quiet: false })
  try {
    process.stdout.write(`${await ensureImage((line) => process.stderr.write(`${line}\n`))}\n`)
    return 0
  } catch (error) {
    if (error instanceof DockerError) throw new CommandError(error.message)
    throw error
  }
}
