/**
 * What the module transform costs: time for a 500-line TypeScript file, a whole small program, a call through an import, and the
 * folder's share of a bundle. Run: `npm run bench -- modules`.
 */
import { stripTypeScriptTypes } from 'node:module'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants } from 'node:zlib'
import { build } from 'esbuild'
import { compileModule } from '#node/modules/compiler/index.ts'
import { createVmLoader } from '../tests/modules/program.ts'
import { type Figure, median, report } from './figure.ts'

/** About what a learner writes: a class with typed members, closures, a template, an await; 25 lines each. */
const piece = (number: number) => `
/** Handles one client of kind ${number}. */
export class Handler${number} {
  readonly #sockets: Map<number, Socket> = new Map<number, Socket>()
  static count: number = 0
  constructor(private readonly options: Options, public name: string = \`handler \${options.name}\`) {}

  async accept(socket: Socket, ...rest: readonly unknown[]): Promise<void> {
    const id: number = Handler${number}.count++
    this.#sockets.set(id, socket)
    socket.on('data', (data: Buffer): void => {
      const text = data.toString('utf8')
      for (const line of text.split('\\n') as string[]) {
        if (line === '') continue
        socket.write(format(line, { id, name: this.name, rest }))
      }
    })
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNRESET') throw error
      counters.resets++
    })
    await once(socket, 'close')
    this.#sockets.delete(id)
  }
}`
const source = `import { once } from 'node:events'
import type { Socket } from 'node:net'
import { format, counters, type Options } from './format.ts'
${Array.from({ length: 20 }, (_, number) => piece(number)).join('\n')}
`

/** Milliseconds of the first round and of the middle one. */
function milliseconds(run: (round: number) => void, rounds = 30): { first: number; middle: number } {
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const start = performance.now()
    run(round)
    times.push(performance.now() - start)
  }
  return { first: times[0]!, middle: median(times) }
}

function compile(round: number): void {
  const compiled = compileModule({ source: `${source}// ${round}`, filename: '/work/server.ts' })
  if (!compiled.ok) throw new Error(compiled.text)
  if (compiled.format === 'module') compiled.generate(() => 'live')
}

async function callsPerSecond(exporter: string): Promise<number> {
  const { loader } = createVmLoader({
    '/work/main.mjs': `import { f } from './f.mjs'
export function run(n) { let sum = 0; for (let i = 0; i < n; i++) sum += f(i); return sum }`,
    '/work/f.mjs': exporter,
  })
  const { run } = (await loader.import('/work/main.mjs')) as { run: (n: number) => number }
  run(1e6)
  const start = performance.now()
  run(5e7)
  return 5e10 / (performance.now() - start)
}

async function bundleSizes(): Promise<{ minified: number; compressed: number }> {
  const entry = fileURLToPath(new URL('../src/runtime/node/modules/compiler/index.ts', import.meta.url))
  const { outputFiles } = await build({ entryPoints: [entry], bundle: true, minify: true, format: 'esm', write: false })
  const bytes = outputFiles[0]!.contents
  const compressed = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length
  return { minified: bytes.length / 1024, compressed: compressed / 1024 }
}

async function* figures(): AsyncGenerator<Figure> {
  const ours = milliseconds(compile)
  const nodes = milliseconds((round) => void stripTypeScriptTypes(`${source}// ${round}`, { mode: 'transform' }))
  const lines = source.split('\n').length
  const beside = (value: number) => ({ what: "Node's own TypeScript transform, no modules", value })
  yield { what: `compile ${lines} lines of TypeScript`, value: ours.middle, unit: 'ms', beside: beside(nodes.middle) }
  yield { what: 'the first time', value: ours.first, unit: 'ms', beside: beside(nodes.first) }
  const constant = await callsPerSecond('export function f(i) { return i & 1 }')
  yield { what: 'calls of a constant import', value: constant, unit: 'calls/s' }
  yield {
    what: 'calls of a live import',
    value: await callsPerSecond('export let f = (i) => i & 1; f = f'),
    unit: 'calls/s',
    beside: { what: 'a constant one', value: constant },
  }
  const { minified, compressed } = await bundleSizes()
  yield { what: 'bundle, minified', value: minified, unit: 'KB' }
  yield { what: 'bundle, brotli', value: compressed, unit: 'KB' }
}

process.removeAllListeners('warning').on('warning', () => {})
await report(figures())
