import { parseArgs } from 'node:util'
import { ensureImage, exportImage } from '#ci-runner'
import { sayingDocker } from '#grading/jail/index.ts'
import { CommandError } from './command-error.ts'
import { build } from './run-script.ts'

const HELP = `Usage: ackademy image build
       ackademy image export [FILE]

build   builds the Docker image for grading, unless this checkout's image exists. The base image is Node's own if a registry can be
        reached; otherwise it is built from Debian packages. ACKADEMY_BASE_IMAGE selects another. Prints the image's tag.
export  writes that image to FILE (default: ackademy-image.tar.gz), for a machine without a network. There, with the same checkout,
        run docker load --input FILE; then every grading command works.
`

const DEFAULT_FILE = 'ackademy-image.tar.gz'

/** `ackademy image build` and `ackademy image export`. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: { help: { type: 'boolean' } }, allowPositionals: true })
  const [verb, file, ...more] = positionals
  const isKnown = (verb === 'build' && file === undefined) || verb === 'export'
  if (values.help || !isKnown || more.length > 0) {
    process.stdout.write(HELP)
    return values.help ? 0 : 2
  }
  const say = (line: string) => process.stderr.write(`${line}\n`)
  await build('image', { quiet: false })
  const tag = await sayingDocker(ensureImage(say))
  if (verb === 'build') process.stdout.write(`${tag}\n`)
  else await sayExported(tag, file ?? DEFAULT_FILE)
  return 0
}

async function sayExported(tag: string, file: string): Promise<void> {
  try {
    const bytes = await sayingDocker(exportImage(tag, file))
    process.stdout.write(`${file}: ${tag}, ${Math.round(bytes / 1e6)} MB\n`)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    throw new CommandError(`${file} cannot be written: ${message}`)
  }
}
