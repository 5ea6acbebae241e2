/**
 * `npm run bench`: every bench file, one after another and each in a process of its own. All of them together write RESULTS.md;
 * `npm run bench -- network lab` runs those two and writes nothing.
 */
import { fork } from 'node:child_process'
import { readdirSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Figure, showComparison, showValue } from './figure.ts'

const folder = fileURLToPath(new URL('.', import.meta.url))
const benches = readdirSync(folder)
  .filter((name) => name.endsWith('.ts') && !['run.ts', 'figure.ts'].includes(name))
  .map((name) => basename(name, '.ts'))

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !benches.includes(name))
if (unknown.length > 0) {
  console.error(`There is no bench "${unknown.join('", "')}", only ${benches.join(', ')}.`)
  process.exit(2)
}

/** How fast this machine is now, in milliseconds: a processor that others share is slower from minute to minute, and says nothing of it. */
function pace(): number {
  const begun = performance.now()
  let sum = 0
  for (let i = 0; i < 2e8; i++) sum = (sum + i) | 0
  return sum === 0 ? 0 : Math.round(performance.now() - begun)
}

/** Runs one file; its figures as they came, and whether it came to its end. */
function measure(name: string): Promise<{ name: string; figures: Figure[]; failed: boolean; paceMs: number }> {
  const paceMs = pace()
  console.log(`${name} (2e8 additions: ${paceMs} ms)`)
  const figures: Figure[] = []
  const child = fork(join(folder, `${name}.ts`), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  child.on('message', (figure) => figures.push(figure as Figure))
  return new Promise((resolve) => child.on('close', (code) => resolve({ name, figures, failed: code !== 0, paceMs })))
}

function table({ name, figures, failed, paceMs }: Awaited<ReturnType<typeof measure>>): string {
  const rows = figures.map((figure) => `| ${figure.what} | ${showValue(figure)} | ${showComparison(figure)} |`)
  const broken = failed ? ['', 'It did not come to its end.'] : []
  return [
    `## ${name}`,
    '',
    `2e8 additions took ${paceMs} ms before it.`,
    '',
    '| what | figure | compared with |',
    '|---|---:|---|',
    ...rows,
    ...broken,
    '',
  ].join('\n')
}

const begunAt = new Date()
const [load] = loadavg() as [number]
const results = []
for (const name of wanted.length > 0 ? wanted : benches) results.push(await measure(name))
if (wanted.length === 0) {
  const machine = `${availableParallelism()} cores (${cpus()[0]?.model.trim()}), Node ${process.versions.node}, ${process.platform}`
  const head = `# What was measured\n\n${begunAt.toISOString().slice(0, 10)} on ${machine}; ${load.toFixed(1)} other processes wanted the processor when it began. Made by \`npm run bench\`.\n2e8 additions take 180 ms where nobody else wants this processor: where they took longer, so did what follows.\n`
  writeFileSync(join(folder, 'RESULTS.md'), `${head}\n${results.map(table).join('\n')}`)
  console.log('written to bench/RESULTS.md')
}
process.exitCode = results.some(({ failed }) => failed) ? 1 : 0
