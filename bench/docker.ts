/**
 * What grading in Docker costs: the visible tests of tcp-echo-line, each submission in a container of its own, and what a container
 * costs of that. Nothing is warm but the image.
 */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { runFlags } from '../ci-runner/container/flags.ts'
import { ensureImage, gradeInContainer } from '../ci-runner/index.ts'
import { type BackendName, hasPassed } from '../src/grader/index.ts'
import { course } from '../tests/docker/support.ts'
import { type Figure, median, report } from './figure.ts'

const GOAL_MS = 1_500
const ROUNDS = 5
const main = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url))
const exercise = course.sources('tcp-echo-line')
const { solution, folder } = course.exercise('tcp-echo-line')
const VISIBLE = ['v1', 'v2']

const run = (command: string, args: string[], input = ''): void => {
  const { status, stderr } = spawnSync(command, args, { input, encoding: 'utf8' })
  if (status !== 0 && status !== 2) throw new Error(`${command} ${args.join(' ')}: ${stderr}`)
}

/** Grades the solution, which passes. */
async function grade(backend: BackendName, tests?: string[]): Promise<void> {
  const job = { exercise, exerciseHash: '', submission: solution!, backend, seed: 1, variant: 'sample' }
  const verdict = await gradeInContainer({ ...job, ...(tests && { tests }) }, { say: () => {} })
  const decided = verdict.tests.every(({ status }) => status === 'passed')
  if (!decided && !hasPassed(verdict)) throw new Error(`the solution did not pass: ${JSON.stringify(verdict.tests)}`)
}

/** Median milliseconds. */
async function timed(what: () => void | Promise<void>): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < ROUNDS; i++) {
    const began = performance.now()
    await what()
    times.push(performance.now() - began)
  }
  return median(times)
}

async function* figures(): AsyncGenerator<Figure> {
  run(process.execPath, [main, 'image', 'build'])
  const image = await ensureImage(() => {})
  const container = [...runFlags({ memory: '1g', cpus: 2 }, 'cgroupfs')]
  const inside = (entry: string, ...args: string[]): [string, string[]] => [
    'docker',
    [...container, `--entrypoint=${entry}`, image, ...args],
  ]
  const ms = (what: string, value: number, more: Partial<Figure> = {}): Figure => ({ what, value, unit: 'ms', ...more })
  const command = (backend: string) => () =>
    run(process.execPath, [
      main,
      'grade',
      'tcp-echo-line',
      `${folder}/solution`,
      '--backend',
      backend,
      ...VISIBLE.flatMap((id) => ['--test', id]),
    ])

  for (const backend of ['simulated', 'linux'] as const) {
    yield ms(`ackademy grade, visible tests, ${backend}, whole command`, await timed(command(backend)), {
      goal: GOAL_MS,
    })
    yield ms(`the container's part of it`, await timed(() => grade(backend, VISIBLE)))
  }
  yield ms('all tests, simulated, in a container', await timed(() => grade('simulated')))
  yield ms('a container that does nothing', await timed(() => run(...inside('/bin/true'))))
  yield ms('… that starts Node', await timed(() => run(...inside('node', '-e', '0'))))
  yield ms('… that starts the harness', await timed(() => run(...inside('node', '/opt/ackademy/bin/harness.mjs'))))
  yield ms(
    '… that starts Node in the jail',
    await timed(() => run(...inside('/opt/ackademy/jail', '--uid=2001', '--', 'node', '-e', '0'))),
  )
}

await report(figures())
