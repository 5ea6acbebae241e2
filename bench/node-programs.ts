/**
 * The same programs on real Node over the kernel's loopback and on the simulated runtime over its own, the full TCP below, in the same run: a fixed
 * amount of work each, timed from outside, since inside the time is virtual.
 */
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildNetwork } from '#network'
import { Kernel, type Program, World } from '#node/kernel/index.ts'
import { inThread, nodeProgram } from '../tests/node/node-programs.ts'
import { type Figure, report } from './figure.ts'

const FOLDER = join(import.meta.dirname, 'node-programs')
const SOURCES = Object.fromEntries(readdirSync(FOLDER).map((name) => [name, readFileSync(join(FOLDER, name), 'utf8')]))
/** Whose median counts, of real Node and of ours in turn: the machine has other work too. */
const RUNS = 3

interface Row {
  readonly what: string
  readonly program: string
  readonly rounds: number
  /** What one round counts. */
  readonly amount: number
  readonly unit: string
}

const ROWS: readonly Row[] = [
  { what: 'TCP echo of 64 bytes', program: 'tcp-echo.mjs', rounds: 20_000, amount: 1, unit: 'round trips/s' },
  { what: 'TCP stream in writes of 64 KiB', program: 'tcp-stream.mjs', rounds: 8_000, amount: 0.065536, unit: 'MB/s' },
  { what: 'TCP connect and close', program: 'tcp-connect.mjs', rounds: 3_000, amount: 1, unit: 'connections/s' },
  { what: 'HTTP over a kept connection', program: 'http.mjs', rounds: 6_000, amount: 1, unit: 'requests/s' },
  { what: 'UDP echo of 64 bytes', program: 'udp-echo.mjs', rounds: 20_000, amount: 1, unit: 'round trips/s' },
]

/** Notes when a program prints `begin` and `end`. */
class Stopwatch {
  #text = ''
  #began = 0
  #ended = 0

  readonly note = (bytes: Uint8Array): void => {
    this.#text += Buffer.from(bytes).toString()
    if (this.#began === 0 && this.#text.startsWith('begin')) this.#began = performance.now()
    if (this.#text.includes('end')) this.#ended ||= performance.now()
  }

  get seconds(): number {
    if (this.#ended === 0) throw new Error(`The program did not come to its end; it printed ${this.#text}`)
    return (this.#ended - this.#began) / 1000
  }
}

async function onRealNode(program: string, rounds: number): Promise<number> {
  const watch = new Stopwatch()
  const child = spawn(process.execPath, [join(FOLDER, program), String(rounds)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  child.stdout.on('data', watch.note)
  await new Promise((resolve) => child.on('close', resolve))
  return watch.seconds
}

const start = inThread()

async function onOurs(name: string, rounds: number): Promise<number> {
  const watch = new Stopwatch()
  const host = { kind: 'host', name: 'host', interfaces: [], routes: [] } as const
  const network = buildNetwork({ name: 'alone', nodes: [host], links: [] }, { seed: 1 })
  const kernel = new Kernel(network)
  const program: Program = nodeProgram(name, '', [String(rounds)])
  for (const [file, source] of Object.entries(SOURCES)) program.files[`/work/${file}`] = source
  const process = await start(kernel, network.host('host'), program, { turnTime: Number.MAX_SAFE_INTEGER })
  process.onOutput = (fd, bytes) => (fd === 1 ? watch.note(bytes) : globalThis.process.stderr.write(bytes))
  await new World(network, kernel).runUntil(() => process.exit !== null, Number.MAX_SAFE_INTEGER)
  return watch.seconds
}

async function* figures(): AsyncGenerator<Figure> {
  const wanted = process.argv.slice(2)
  for (const { what, program, rounds, amount, unit } of ROWS) {
    if (wanted.length > 0 && !wanted.includes(program)) continue
    const pairs: { real: number; ours: number }[] = []
    for (let run = 0; run < RUNS; run++) {
      const [real, ours] = [await onRealNode(program, rounds), await onOurs(program, rounds)]
      pairs.push({ real: (rounds * amount) / real, ours: (rounds * amount) / ours })
    }
    const { real, ours } = pairs.toSorted((a, b) => a.ours / a.real - b.ours / b.real)[RUNS >> 1]!
    yield { what, value: ours, unit, beside: { what: 'real Node', value: real }, goal: real / 2 }
  }
}

await report(figures())
