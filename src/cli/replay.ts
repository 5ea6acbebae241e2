/**
 * `ackademy replay`: runs the world of a kept failure again, packet for packet.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { replayInContainer } from '#ci-runner'
import { hashBytes, withoutControls } from '#grader'
import { type ReplayedWorld, replayWorld } from '#grader/running/index.ts'
import { sayingDocker } from '#grading/jail/index.ts'
import { type ReplayFile, readReplayFile } from '#grading/replay/index.ts'
import { isLabError } from '#lab'
import { childProcesses, loadDriverFiles } from '#lab/on-disk/index.ts'
import packageFile from '../../package.json' with { type: 'json' }
import { CommandError } from './command-error.ts'
import { build } from './run-script.ts'

const HELP = `Usage: ackademy replay [options] FILE.replay.json

Replays a failure saved by \`--keep FOLDER\` of grade or check: the world with its smallest schedule or fewest faults, and the submitted
programs, in the jail of the Docker image. Prints its packets, and whether the capture is identical, byte for byte.
  --pcap FILE     write the capture, for Wireshark
  --unsandboxed   run your own code without the jail, on a machine without Docker

Exit status: 0 identical capture, 1 different capture, 2 error.
`

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { pcap: { type: 'string' }, unsandboxed: { type: 'boolean' }, help: { type: 'boolean' } },
  })
  if (values.help) {
    process.stdout.write(HELP)
    return 0
  }
  const [path, ...more] = positionals
  if (path === undefined || more.length > 0)
    throw new CommandError('expected one file: ackademy replay kept/h3-dribble.replay.json')
  const file = readReplayFile(path)
  const { ladder, pcapng } = await (values.unsandboxed ? replayHere(file) : replayJailed(file))
  if (values.pcap !== undefined) writeCapture(values.pcap, pcapng)
  const isSame = hashBytes(pcapng) === file.capture
  process.stdout.write(withoutControls(shown(file, ladder, isSame)))
  return isSame ? 0 : 1
}

/** In the jail of the Docker image, as it was graded. */
async function replayJailed({ recipe }: ReplayFile): Promise<ReplayedWorld> {
  await build('image')
  const say = (line: string) => process.stderr.write(`${line}\n`)
  return sayingDocker(replayInContainer({ replay: recipe }, { say }))
}

/** In child processes of this one. */
async function replayHere({ recipe }: ReplayFile): Promise<ReplayedWorld> {
  await build('runtime')
  const children = childProcesses()
  try {
    return await replayWorld(recipe, children.start, loadDriverFiles())
  } catch (error) {
    if (isLabError(error)) throw new CommandError(`the world cannot be made again: ${error.message}`)
    throw error
  } finally {
    children.close()
  }
}

function shown(
  { exercise, test, variant, seed, sentence, recipe }: ReplayFile,
  ladder: string[],
  isSame: boolean,
): string {
  const { version } = packageFile
  const then =
    recipe.platform === undefined || recipe.platform === version
      ? ''
      : `; it was kept by version ${recipe.platform}, this is ${version}`
  const verdict = isSame ? '✓ the same capture, byte for byte' : `✕ another capture than then${then}`
  return [
    `${exercise}, ${test}, variant ${variant}, seed ${seed}`,
    `  ${sentence}`,
    '',
    ...ladder.map((row) => `  ${row}`),
    '',
    verdict,
    '',
  ].join('\n')
}

function writeCapture(file: string, pcapng: Uint8Array): void {
  try {
    writeFileSync(file, pcapng)
  } catch (error) {
    throw new CommandError(`--pcap ${file}: ${(error as Error).message}`)
  }
}
