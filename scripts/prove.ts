/**
 * `npm run prove`: the long forms of the proofs of `prove/proofs.ts`, one after the other, and prints a table of results. Each writes its result to
 * `results/prove/`; `--resume` continues where a run stopped, and keeps the results of the same commit.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { PROOFS, type Proof } from './prove/proofs.ts'
import { type Counts, runStep } from './prove/step.ts'
import { proofTable } from './prove/table.ts'

const HELP = `Usage: npm run prove -- [options] [PROOF…]

Runs proofs in their full form, which takes hours for all of them. Without PROOF, all: ${PROOFS.map(({ name }) => name).join(', ')}.

  --quick       the quick form, which CI runs too
  --seeds N     so many seeds, where a proof has seeds
  --count N     so many inputs, where a proof has random ones
  --resume      leave out what has passed in this form on this commit
  --keep-going  do not stop after a proof that fails
  --list        what there is
  --table       the table of docs/proof.md

Exit status: 0 all passed, 1 one did not, 2 it was not understood.
`
const FOLDER = 'results/prove'

interface Outcome extends Counts {
  readonly proof: string
  readonly form: string
  readonly commit: string
  readonly seconds: number
}

const options = {
  help: { type: 'boolean', short: 'h' },
  quick: { type: 'boolean' },
  seeds: { type: 'string' },
  count: { type: 'string' },
  resume: { type: 'boolean' },
  'keep-going': { type: 'boolean' },
  list: { type: 'boolean' },
  table: { type: 'boolean' },
} as const

process.exitCode = await main()

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ options, allowPositionals: true })
  const unknown = positionals.find((name) => PROOFS.every((proof) => proof.name !== name))
  if (unknown !== undefined) {
    process.stderr.write(`There is no proof ${unknown}: ${PROOFS.map(({ name }) => name).join(', ')}\n`)
    return 2
  }
  if (values.help || values.list || values.table) {
    process.stdout.write(values.help ? HELP : values.table ? proofTable(PROOFS) : listOf(PROOFS))
    return 0
  }
  const wanted = PROOFS.filter(({ name }) => positionals.length === 0 || positionals.includes(name))
  const form = [values.quick ? 'quick' : 'full', values.seeds ?? '', values.count ?? ''].join(' ').trim()
  const env: Record<string, string> = {
    ACKADEMY_PROOF: values.quick ? 'quick' : 'full',
    ...(values.seeds !== undefined && { ACKADEMY_PROOF_SEEDS: values.seeds }),
    ...(values.count !== undefined && { ACKADEMY_PROOF_COUNT: values.count }),
  }
  const outcomes: Outcome[] = []
  for (const proof of wanted) {
    const outcome = (values.resume && passedBefore(proof, form)) || (await prove(proof, form, env))
    outcomes.push(outcome)
    if (outcome.failed.length > 0 && !values['keep-going']) break
  }
  process.stdout.write(report(outcomes, wanted.length))
  return outcomes.length === wanted.length && outcomes.every(({ failed }) => failed.length === 0) ? 0 : 1
}

function listOf(proofs: readonly Proof[]): string {
  return proofs.map(({ name, shows, full }) => `${name.padEnd(12)} ${shows}\n${' '.repeat(13)}full: ${full}\n`).join('')
}

/** Result of a run that passed completely on this commit. */
function passedBefore({ name }: Proof, form: string): Outcome | undefined {
  try {
    const outcome: Outcome = JSON.parse(readFileSync(`${FOLDER}/${name}.json`, 'utf8'))
    const isSame = outcome.form === form && outcome.commit === commit()
    return isSame && outcome.failed.length === 0 ? outcome : undefined
  } catch {
    return undefined
  }
}

async function prove(proof: Proof, form: string, env: Record<string, string>): Promise<Outcome> {
  process.stdout.write(`\n=== ${proof.name}: ${proof.shows}\n`)
  mkdirSync(FOLDER, { recursive: true })
  rmSync(`${FOLDER}/captures`, { recursive: true, force: true })
  const started = performance.now()
  let sum: Counts = { cases: 0, passed: 0, skipped: 0, failed: [] }
  for (const step of proof.steps) {
    const result = await runStep(step, env, FOLDER)
    if (step.isPreparation) continue
    sum = {
      cases: sum.cases + result.cases,
      passed: sum.passed + result.passed,
      skipped: sum.skipped + result.skipped,
      failed: [...sum.failed, ...result.failed],
    }
  }
  const seconds = Math.round((performance.now() - started) / 1000)
  const outcome = { proof: proof.name, form, commit: commit(), ...sum, seconds }
  writeFileSync(`${FOLDER}/${proof.name}.json`, `${JSON.stringify(outcome, null, 2)}\n`)
  return outcome
}

/** A commit, and whether the working tree has changes. */
function commit(): string {
  return spawnSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8' }).stdout?.trim() || 'unknown'
}

function report(outcomes: readonly Outcome[], wanted: number): string {
  const rows = outcomes.map(({ proof, cases, passed, skipped, seconds, failed }) =>
    [
      proof.padEnd(12),
      String(cases).padStart(7),
      String(passed).padStart(7),
      String(skipped).padStart(8),
      time(seconds),
      failed.length > 0 ? 'FAILED' : 'ok',
    ].join('  '),
  )
  const head = ['proof'.padEnd(12), '  cases', ' passed', ' skipped', '     time', ''].join('  ')
  const failures = outcomes.flatMap(({ proof, failed }) => failed.map((name) => `✕ ${proof}: ${name}`))
  const left = wanted - outcomes.length
  const lines = ['', head, ...rows, ...failures, ...(left > 0 ? [`${left} proofs were not begun (--keep-going)`] : [])]
  return `${lines.join('\n')}\n`
}

function time(seconds: number): string {
  const minutes = Math.floor(seconds / 60)
  return `${minutes} min ${String(seconds % 60).padStart(2)} s`.padStart(9)
}
