/**
 * Everything a developer needs on every change: types, formatting and lint, the floors, unused code, then the tests of the projects
 * `units` and `together` (vitest.config.ts). `--all` runs those in browsers, in containers, on real kernels and the quick round of the proofs, too.
 * Tests of the project `exercises` only compute, so with `--all` they run beside the others at low priority.
 * `--no-skip` (CI) makes a test fail where it would skip for want of Chromium, Docker, tshark or root. Other arguments go to Vitest.
 * With `--all`, tests that wait on real time run once more alone if they fail: the second result counts, the first is printed.
 * The last line is `N passed, N failed`, taken from Vitest's own reports.
 */
import { spawn } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { constants, setPriority } from 'node:os'
import { type FileResult, readReport, replaced, worthASecondRun } from './vitest-report.ts'

const REPORT = 'results/vitest.json'
const BACKGROUND_REPORT = 'results/vitest-background.json'
const SECOND_REPORT = 'results/vitest-second.json'
/** Where the parity suites keep what real Node did with their programs (tests/parity/real.ts). */
const REAL_OUTCOMES = 'results/real-node'
const checks: [name: string, script: string, ...args: string[]][] = [
  ['types: network floor alone', 'node_modules/typescript/bin/tsc', '-p', 'src/runtime/network'],
  ['types', 'node_modules/typescript/bin/tsc', '-p', '.'],
  ['format and lint', 'node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.'],
  ['imports', 'scripts/check-imports.ts'],
  ['determinism of the network floor', 'scripts/check-determinism.ts'],
  ['unused code', 'node_modules/knip/bin/knip.js'],
  ['spelling', 'node_modules/cspell/bin.mjs', 'lint', '--no-progress', '--no-summary', '--show-suggestions'],
]
/** With `--all` only: it takes half a minute of a processor. Options are in .jscpd.json. */
const repetitions: (typeof checks)[number] = ['code written twice', 'node_modules/jscpd/bin/jscpd']

/** Preloaded into child processes: ends them when this process ends. */
const guard = new URL('./end-with-parent.mjs', import.meta.url).href

interface Outcome {
  status: number
  output: string
  seconds: number
}
interface RunOptions {
  /** Streams the output to this process's own. */
  readonly inherit?: boolean
  /** Runs at low priority. */
  readonly inBackground?: boolean
  readonly env?: NodeJS.ProcessEnv
}
function run(args: string[], { inherit = false, inBackground = false, env = process.env }: RunOptions = {}) {
  const started = performance.now()
  return new Promise<Outcome>((resolve) => {
    const child = spawn(process.execPath, ['--import', guard, ...args], {
      stdio: ['ignore', inherit ? 'inherit' : 'pipe', inherit ? 'inherit' : 'pipe', 'ipc'],
      env,
    })
    if (inBackground && child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW)
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (output += chunk))
    child.on('close', (status) =>
      resolve({ status: status ?? 1, output, seconds: (performance.now() - started) / 1000 }),
    )
  })
}

/** Two at a time, one for each core; a failure prints its whole output, a pass one line. */
async function runChecks(): Promise<string[]> {
  const waiting = all ? [repetitions, ...checks] : [...checks]
  const failures: string[] = []
  const worker = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const [name, ...args] = check
      const { status, output, seconds } = await run(args)
      if (status !== 0) failures.push(`the check “${name}”: its output is above`)
      console.log(`${status === 0 ? '✓' : '✕'} ${name} (${seconds.toFixed(1)} s)${status === 0 ? '' : `\n${output}`}`)
    }
  }
  await Promise.all([worker(), worker()])
  return failures
}

const args = process.argv.slice(2)
const forbidSkips = args.includes('--no-skip')
const all = args.includes('--all')
const forVitest = args.filter((argument) => argument !== '--no-skip' && argument !== '--all')
const isWhole = forVitest.length === 0
const paths = forVitest.filter((argument) => !argument.startsWith('-'))
/** Unit tests need everything that is generated except the site, which takes longest to build. */
const areUnits = paths.length > 0 && paths.every((path) => /^(\.\/)?(src|scripts|ci-runner)\//.test(path))

mkdirSync('results', { recursive: true })
// In parallel: generating files takes one processor, and no check reads them.
const [failedChecks, build] = await Promise.all([
  isWhole ? runChecks() : [],
  run(['scripts/build.ts', areUnits ? 'page' : 'all', '--quiet'], { inherit: true }),
])
const isSplit = isWhole && all
const chosen = isSplit ? ['--project', '!exercises'] : ['--project', 'units', '--project', 'together']
const [vitest, background] = await Promise.all([
  runVitest(REPORT, isWhole ? chosen : forVitest, { inherit: true }),
  isSplit ? runVitest(BACKGROUND_REPORT, ['--project', 'exercises'], { inBackground: true }) : undefined,
])
if (background) console.log(background.output)
const first = [...resultsOf(REPORT, vitest), ...(background ? resultsOf(BACKGROUND_REPORT, background) : [])]
const files = isSplit ? await withSecondRun(first) : first
const total = (count: 'passed' | 'skipped') => files.reduce((sum, file) => sum + file[count], 0)
const failures = [...failedChecks, ...linesOf(files)]
if (build.status !== 0) failures.unshift('the build: its output is above')
// Last, so that the end of a long log names the failures.
for (const failure of failures) console.log(`✕ ${failure}`)
if (total('skipped') > 0) console.log(`${total('skipped')} tests were skipped; the reasons are above.`)
if (isWhole && !all)
  console.log(
    'Left out: browsers, containers, real kernels, the quick round of the proofs. `npm test -- --all` runs everything.',
  )
console.log(`${total('passed')} passed, ${failures.length} failed`)
process.exitCode = failures.length === 0 && total('passed') > 0 ? 0 : 1

function linesOf(results: readonly FileResult[]): string[] {
  return results.flatMap(({ path, failures }) => failures.map((failure) => `${path} > ${failure}`))
}

/** Runs failed real-time tests once more with nothing beside them; that result counts. The first failure is still printed: it has a cause. */
async function withSecondRun(first: FileResult[]): Promise<FileResult[]> {
  const again = worthASecondRun(first)
  if (again.length === 0) return first
  console.log(`\nOnce more, one file at a time: ${again.join(', ')}`)
  // What real Node did beside everything else may be what failed.
  rmSync(REAL_OUTCOMES, { recursive: true, force: true })
  const outcome = await runVitest(
    SECOND_REPORT,
    ['--maxWorkers=1', '--project', '!units', '--project', '!exercises', ...again],
    {
      inherit: true,
    },
  )
  const second = resultsOf(SECOND_REPORT, outcome)
  for (const line of linesOf(first.filter(({ path }) => again.includes(path))))
    console.log(`! failed in its first run: ${line}`)
  return [...replaced(first, second), ...second.filter(({ path }) => path === SECOND_REPORT)]
}

/** Results of each file; a run that ended with an error though each test passed (an error that no test awaited) is one more. */
function resultsOf(report: string, { status }: Outcome): FileResult[] {
  const results = readReport(report)
  if (status === 0 || results.some(({ failures }) => failures.length > 0)) return results
  return [
    ...results,
    { path: report, passed: 0, skipped: 0, failures: [`Vitest ended with status ${status}: its output is above`] },
  ]
}

function runVitest(report: string, more: string[], options: RunOptions): Promise<Outcome> {
  rmSync(report, { force: true })
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const env = forbidSkips ? { ...process.env, ACKADEMY_NO_SKIP: '1' } : process.env
  return run(['node_modules/vitest/vitest.mjs', 'run', ...reporters, ...more], { ...options, env })
}
