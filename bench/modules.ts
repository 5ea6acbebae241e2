/**
 * What the module transform costs: time for a 500-line TypeScript file, a whole small program, a call through an import, and the
 * folder's share of a bundle. Run: `npm run bench -- modules`, or this file by itself.
 */
import { stripTypeScriptTypes } from 'node:module'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants } from 'node:zlib'
import { build } from 'esbuild'
import { compileModule } from '../src/runtime/node/modules/index.ts'
import { createVmLoader } from '../tests/modules/program.ts'

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

function milliseconds(run: (round: number) => void, rounds = 30): string {
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const start = performance.now()
    run(round)
    times.push(performance.now() - start)
  }
  const first = times[0]!
  const sorted = times.toSorted((a, b) => a - b)
  return `median ${sorted[Math.floor(rounds / 2)]!.toFixed(2)} ms, best ${sorted[0]!.toFixed(2)} ms, first ${first.toFixed(1)} ms`
}

function compile(round: number): void {
  const compiled = compileModule({ source: `${source}// ${round}`, filename: '/work/server.ts' })
  if (!compiled.ok) throw new Error(compiled.text)
  if (compiled.format === 'module') compiled.generate(() => 'live')
}

async function callsPerSecond(exporter: string): Promise<string> {
  const { loader } = createVmLoader({
    '/work/main.mjs': `import { f } from './f.mjs'
export function run(n) { let sum = 0; for (let i = 0; i < n; i++) sum += f(i); return sum }`,
    '/work/f.mjs': exporter,
  })
  const { run } = (await loader.import('/work/main.mjs')) as { run: (n: number) => number }
  run(1e6)
  const start = performance.now()
  run(5e7)
  return `${Math.round(5e7 / (performance.now() - start) / 1000)} M/s`
}

async function bundleSize(): Promise<string> {
  const entry = fileURLToPath(new URL('../src/runtime/node/modules/index.ts', import.meta.url))
  const { outputFiles } = await build({ entryPoints: [entry], bundle: true, minify: true, format: 'esm', write: false })
  const bytes = outputFiles[0]!.contents
  const compressed = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length
  return `${(bytes.length / 1024).toFixed(0)} KB minified, ${(compressed / 1024).toFixed(1)} KB brotli`
}

console.log(`compile ${source.split('\n').length} lines of TypeScript: ${milliseconds(compile)}`)
process.removeAllListeners('warning').on('warning', () => {})
const amaro = (round: number) => void stripTypeScriptTypes(`${source}// ${round}`, { mode: 'transform' })
console.log(`  Node's own TypeScript transform, no modules: ${milliseconds(amaro)}`)
console.log(`calls of a constant import: ${await callsPerSecond('export function f(i) { return i & 1 }')}`)
console.log(`calls of a live import:     ${await callsPerSecond('export let f = (i) => i & 1; f = f')}`)
console.log(`bundle: ${await bundleSize()}`)
