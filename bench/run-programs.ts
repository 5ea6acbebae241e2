/**
 * `ackademy run` as a person types it, beside real Node in the same minute: a fixed amount of work each, timed from what the program prints. With and without
 * `--pcap`. Pairs in turn, of which the middle one counts; the share of processor time is told too, since other people's work on this machine changes it less.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Figure, median, report } from './figure.ts'

const FOLDER = join(import.meta.dirname, 'node-programs')
const main = fileURLToPath(new URL('../scripts/command.ts', import.meta.url))
const scratch = mkdtempSync(join(tmpdir(), 'ackademy-bench-'))
/** As bin/ackademy.mjs starts it. */
const env = { ...process.env, NODE_COMPILE_CACHE: join(scratch, 'cache') }
const PAIRS = 3
/** Linux counts a process's time in hundredths of a second. */
const TICK_MS = 10

interface Row {
  readonly what: string
  readonly program: string
  readonly rounds: number
  readonly unit: string
}

/** So many rounds that real Node takes a second or two on a quiet machine: V8 is warm. */
const ROWS: readonly Row[] = [
  { what: 'TCP echo of 64 bytes', program: 'tcp-echo.mjs', rounds: 80_000, unit: 'round trips/s' },
  { what: 'HTTP over a kept connection', program: 'http.mjs', rounds: 20_000, unit: 'requests/s' },
  { what: 'UDP echo of 64 bytes', program: 'udp-echo.mjs', rounds: 60_000, unit: 'round trips/s' },
  { what: 'TCP connect and close', program: 'tcp-connect.mjs', rounds: 12_000, unit: 'connections/s' },
]

/** Seconds from `begin` to `end`: on the wall, and of the processor. */
interface Took {
  readonly wall: number
  readonly processor: number
}

async function time(args: readonly string[]): Promise<Took> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'], env })
  const ended = new Promise((resolve) => child.on('close', resolve))
  let text = ''
  const printed = (word: string) =>
    new Promise<Took>((resolve, reject) => {
      const look = () => text.includes(word) && resolve({ wall: performance.now(), processor: processorTime(child) })
      child.stdout!.on('data', (bytes: Buffer) => {
        text += bytes
        look()
      })
      void ended.then(() => reject(new Error(`${args.join(' ')} ended without "${word}"`)))
    })
  const [begin, end] = await Promise.all([printed('begin'), printed('end')])
  await ended
  return { wall: (end.wall - begin.wall) / 1000, processor: (end.processor - begin.processor) / 1000 }
}

/** Milliseconds of all threads of a process that runs; NaN where there is no /proc, or it has ended. */
function processorTime({ pid }: ChildProcess): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS
  } catch {
    return Number.NaN
  }
}

async function* compared({ what, program, rounds, unit }: Row, options: readonly string[]): AsyncGenerator<Figure> {
  const pairs: { real: Took; ours: Took }[] = []
  const own = [join(FOLDER, program), String(rounds)]
  for (let pair = 0; pair < PAIRS; pair++)
    pairs.push({ real: await time(own), ours: await time([main, 'run', ...options, ...own]) })
  const { real, ours } = pairs.toSorted((a, b) => a.real.wall / a.ours.wall - b.real.wall / b.ours.wall)[PAIRS >> 1]!
  const beside = { what: 'real Node', value: rounds / real.wall }
  yield { what, value: rounds / ours.wall, unit, beside, goal: beside.value / 2 }
  const share = median(pairs.map((one) => one.real.processor / one.ours.processor))
  yield {
    what: `… work for the same processor time`,
    value: share * 100,
    unit: '%',
    beside: { what: 'real Node', value: 100 },
  }
}

async function* figures(): AsyncGenerator<Figure> {
  const wanted = process.argv.slice(2)
  for (const row of ROWS) {
    if (wanted.length > 0 && !wanted.includes(row.program)) continue
    yield* compared(row, [])
    yield* compared({ ...row, what: `${row.what}, --pcap` }, ['--pcap', join(scratch, 'capture.pcapng')])
  }
}

try {
  await report(figures())
} finally {
  rmSync(scratch, { recursive: true })
}
