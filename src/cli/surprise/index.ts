/**
 * `ackademy surprise`: a world with a hidden fault, investigated line by line from standard input. The page is the same with
 * panes; the grade is the engine's in both.
 */
import { randomInt } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { withoutControls } from '#grader'
import { drawScenario, Investigation, type LoadedScenario, type OpenWorld } from '#grader/surprise/index.ts'
import { scenarios } from '#grading/course/index.ts'
import { didYouMean } from '#lab'
import { openSimulatedLab } from '#lab/on-disk/index.ts'
import { CommandError } from '../command-error.ts'
import { wholeNumber } from '../option-values.ts'
import { build } from '../run-script.ts'
import { Session } from './session.ts'

const HELP = `Usage: ackademy surprise [options] [SCENARIO]

A user complains, and the seed has hidden a fault in the world. Find it with ping, dig, ss and the packets, name it, prove it by packets and
mend it. Commands are read from standard input, one per line; the first lines that it prints explain them. Without SCENARIO the seed draws one.
  --seed N       the same seed hides the same fault and gives the same packets (default: a new one)
  --list         list the scenarios
  --pcap FILE    write the capture at the end, for Wireshark

Exit status: 0 named, proven and mended, 1 not, 2 error.
`

/** Seeds that are short to type. */
const SEEDS = 1_000_000

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      seed: { type: 'string' },
      list: { type: 'boolean' },
      pcap: { type: 'string' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) return print(HELP)
  const all = scenarios()
  if (values.list) return print(all.map(({ id, title }) => `${id.padEnd(20)} ${title}\n`).join(''))
  const [id, ...more] = positionals
  if (more.length > 0) throw new CommandError('expected one scenario: ackademy surprise shop-unreachable')
  const seed = values.seed === undefined ? randomInt(1, SEEDS) : wholeNumber('--seed', values.seed, 0)
  const scenario = id === undefined ? drawScenario(all, seed) : named(all, id)
  await build('runtime')
  return investigate(scenario, seed, values.pcap)
}

function print(text: string): number {
  process.stdout.write(text)
  return 0
}

function named(all: readonly LoadedScenario[], id: string): LoadedScenario {
  const found = all.find((one) => one.id === id)
  if (found) return found
  const ids = all.map((one) => one.id)
  throw new CommandError(`unknown scenario "${id}", expected one of ${ids.join(', ')}${didYouMean(id, ids)}`)
}

/** The author's programs are trusted, and a learner brings none: worlds run in this process. */
const openHere: OpenWorld = async (start) => {
  const { lab } = await openSimulatedLab(start)
  return { lab, close: () => lab.close() }
}

async function investigate(scenario: LoadedScenario, seed: number, pcap: string | undefined): Promise<number> {
  const investigation = await Investigation.begin(scenario, seed, openHere)
  try {
    const session = new Session(investigation)
    const isTyped = process.stdin.isTTY === true
    const say = (text: string) => process.stdout.write(`${withoutControls(text.trimEnd())}\n`)
    say(session.introduction())
    const lines = createInterface({ input: process.stdin })
    if (isTyped) process.stdout.write('> ')
    for await (const line of lines) {
      if (!isTyped && line.trim() !== '') say(`\n> ${line.trim()}`)
      const answer = await session.line(line)
      if (answer === null) break
      if (answer !== '') say(answer)
      if (isTyped) process.stdout.write('> ')
    }
    lines.close()
    if (pcap !== undefined) writeCapture(pcap, await investigation.lab.pcapng())
    return session.isSolved ? 0 : 1
  } finally {
    await investigation.close()
  }
}

function writeCapture(file: string, pcapng: Uint8Array): void {
  try {
    writeFileSync(file, pcapng)
  } catch (error) {
    throw new CommandError(`--pcap ${file}: ${(error as Error).message}`)
  }
}
