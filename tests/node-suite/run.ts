/**
 * `npm run node-suite [-- family…]`: Node's own tests on real Node and on the simulated runtime. Words that are no family select
 * tests by name; `--output` prints what a failing test printed, `--failed` runs only what failed in the round before, `--write` runs
 * nothing and writes docs/node-suite.md from what all rounds have kept. Needs NODE_TEST_SUITE, the folder `test` of Node 24.21's sources.
 * Leaves results/node-suite.json, with which the next round is compared. Exit status 1: a test failed that is not expected to.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import generate from '../support/generated.ts'
import { pageOf } from './page.ts'
import { Worker } from './pool.ts'
import { RealResults } from './real.ts'
import { changesSince, failuresOf, type Kept, showTable, summaryOf, tableOf, type Verdict } from './report.ts'
import { suiteFolder, testsOf } from './suite.ts'

const WORKERS = 2
const RESULTS = 'results/node-suite.json'
const PAGE = fileURLToPath(new URL('../../docs/node-suite.md', import.meta.url))
const EXPECTED = fileURLToPath(new URL('./expected-failures.json', import.meta.url))

const readJson = <Value>(file: string): Record<string, Value> => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return {}
  }
}

const words = process.argv.slice(2)
const showsOutput = words.includes('--output')
let folder: string
try {
  folder = suiteFolder()
} catch (error) {
  console.error((error as Error).message)
  process.exit(2)
}
const before = readJson<Kept>(RESULTS)
const expected = readJson<string>(EXPECTED)
if (words.includes('--write')) {
  writeFileSync(PAGE, pageOf(before, expected, readFileSync(PAGE, 'utf8')))
  process.exit()
}
const tests = testsOf(
  folder,
  words.filter((word) => !word.startsWith('--')),
).filter(({ name }) => !words.includes('--failed') || ['failed', 'timeout'].includes(before[name]?.here ?? ''))
const real = new RealResults(folder)
await generate()
const verdicts: Verdict[] = []
const waiting = [...tests]

async function work(slot: number): Promise<void> {
  const worker = new Worker(folder)
  for (let test = waiting.shift(); test; test = waiting.shift()) {
    const onReal = await real.of(test, slot)
    if (onReal.status !== 'passed') verdicts.push({ test, real: onReal, simulated: onReal })
    else verdicts.push({ test, real: onReal, simulated: await worker.run(test) })
    if (process.stderr.isTTY) process.stderr.write(`\r${verdicts.length} of ${tests.length} `)
  }
  worker.stop()
}
await Promise.all(Array.from({ length: WORKERS }, (_, slot) => work(slot)))
verdicts.sort((a, b) => tests.indexOf(a.test) - tests.indexOf(b.test))

const failures = failuresOf(verdicts)
const unexpected = failures.filter(({ test }) => expected[test.name] === undefined)
for (const { test, simulated } of unexpected) {
  console.log(`✕ ${test.family} ${test.name}: ${simulated.status === 'timeout' ? 'TIMEOUT ' : ''}${simulated.detail}`)
  if (showsOutput) console.log(simulated.output.replace(/^/gm, '    '))
}
const { better, worse } = changesSince(before, verdicts)
if (better.length > 0) console.log(`\nbetter than the round before: ${better.join(', ')}`)
if (worse.length > 0) console.log(`\nworse than the round before: ${worse.join(', ')}`)
const unneeded = verdicts.filter(
  ({ test, simulated }) => expected[test.name] !== undefined && simulated.status === 'passed',
)
for (const { test } of unneeded) console.log(`passes, but is in the list of expected failures: ${test.name}`)
console.log(
  `\n${failures.length} failed, ${failures.length - unexpected.length} of them as expected\n\n${showTable(tableOf(verdicts))}`,
)

mkdirSync('results', { recursive: true })
writeFileSync(RESULTS, JSON.stringify({ ...readJson<Kept>(RESULTS), ...summaryOf(verdicts) }, null, 1))
process.exitCode = unexpected.length > 0 ? 1 : 0
