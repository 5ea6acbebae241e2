/**
 * What runs inside the grading container, as root: boots, waits for one job, opens its worlds (kernels, tests, captures and the result
 * are here), and starts a submission's programs in the jail. Nothing of a submission runs in this process. Its input stays open as
 * long as the caller wants the result; when the input ends, so does everything here.
 */
import { mkdirSync, writeSync } from 'node:fs'
import { type BackendName, hasPassed, loadExercise, type Report } from '#grader'
import { compileFunction, processorWait } from '#grader/node/index.ts'
import { gradeSubmission } from '#grader/running/index.ts'
import { isLabError, type WorldRecipe } from '#lab'
import { KernelFeatureError } from '#lab/linux/index.ts'
import type { GradeOrder, HarnessMessage, ReplayJob } from '../job.ts'
import { limitSocketMemory, openKernelParameters } from './container.ts'
import { checkJail } from './launcher.ts'
import { rehearsalOn } from './rehearsal.ts'
import { prepare, replayWorld, SCRATCH, worldsOf } from './worlds.ts'

/** Writes synchronously, so that nothing is lost when this process ends. */
function tell(message: HarnessMessage): void {
  const bytes = new TextEncoder().encode(`${JSON.stringify(message)}\n`)
  for (let at = 0; at < bytes.length; ) at += writeSome(bytes, at)
}

const PAUSE = new Int32Array(new SharedArrayBuffer(4))

/** Writes as much as the pipe accepts. A recording is larger than a pipe's buffer, and the reader may be slow. */
function writeSome(bytes: Uint8Array, at: number): number {
  try {
    return writeSync(1, bytes, at)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error
    Atomics.wait(PAUSE, 0, 0, 2)
    return 0
  }
}

async function grade(order: GradeOrder, tell: (message: HarnessMessage) => void): Promise<Report> {
  const started = Date.now()
  const { job } = order
  const exercise = { ...loadExercise(order.exercise), hash: order.exerciseHash }
  const report = await gradeSubmission({
    ...job,
    exercise,
    openWorld: worldsOf(job.backend, exercise.exercise),
    compileFunction,
    waitedMs: processorWait(),
    authority: 'grade',
    loops: { stopAfter: 2 },
    platform: PLATFORM_VERSION,
    node: process.versions.node,
    host: 'ci-runner',
    startedAt: new Date(started),
    elapsedMs: () => Date.now() - started,
    onTest: (result) => tell({ kind: 'test', result }),
    ...(order.recordings && {
      onRecording: (test: string, pcapng: Uint8Array) =>
        tell({ kind: 'recording', test, pcapng: Buffer.from(pcapng).toString('base64') }),
    }),
    ...(order.replays && { onReplay: (test: string, recipe: WorldRecipe) => tell({ kind: 'replay', test, recipe }) }),
  })
  tell({ kind: 'report', report })
  return report
}

async function replay(recipe: WorldRecipe): Promise<void> {
  try {
    const { ladder, pcapng } = await replayWorld(recipe)
    tell({ kind: 'lived', ladder, pcapng: Buffer.from(pcapng).toString('base64') })
  } catch (error) {
    if (!isLabError(error)) throw error
    tell({ kind: 'error', message: `the world cannot be made again: ${error.message}` })
  }
}

/** The backend on which the job will probably be graded. */
const EXPECTED: BackendName = process.argv[2] === 'linux' ? 'linux' : 'simulated'

/** Set when the harness is bundled: the version in package.json. */
declare const PLATFORM_VERSION: string

/** Reads the first line of the input, the job, and reports when its first bytes arrive. The process exits when the input ends, whatever it is doing then. */
function readJob(): { begins: Promise<unknown>; job: Promise<GradeOrder | ReplayJob> } {
  let text = ''
  const input = process.stdin.setEncoding('utf8').on('end', () => process.exit())
  const job = new Promise<GradeOrder | ReplayJob>((resolve) => {
    input.on('data', (chunk: string) => {
      text += chunk
      if (text.endsWith('\n')) resolve(JSON.parse(text))
    })
  })
  return { begins: new Promise((resolve) => input.once('data', resolve)), job }
}

/** Whether the job was sent when the container was started. */
function isThere(begins: Promise<unknown>): Promise<boolean> {
  const later = new Promise<false>((resolve) => setTimeout(resolve, 10, false))
  return Promise.race([begins.then(() => true), later])
}

/** Ignores errors: the job will fail in the same way and report it. */
const rehearse = (backend: BackendName) => grade(rehearsalOn(backend), () => {}).catch(() => {})

/** Returns a message for faults of the machine, and a stack trace for bugs of ours. */
function sentenceOf(error: unknown): string {
  if (error instanceof KernelFeatureError) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

if (process.argv[2] === 'rehearse') {
  // While the image is built: compiled code goes into its cache.
  const report = await grade(rehearsalOn('simulated'), () => {})
  if (!hasPassed(report))
    throw new Error(`the rehearsal did not pass: ${report.reason ?? JSON.stringify(report.tests)}`)
  process.exit()
}

try {
  mkdirSync(SCRATCH, { recursive: true })
  openKernelParameters()
  limitSocketMemory()
  prepare(EXPECTED)
  const jail = checkJail()
  jail.catch(() => {})
  const { begins, job } = readJob()
  // A harness that boots before its job has time to prepare.
  if (!(await isThere(begins))) await rehearse(EXPECTED)
  tell({ kind: 'ready' })
  const given = await job
  await jail
  await ('replay' in given ? replay(given.replay) : grade(given, tell))
} catch (error) {
  tell({ kind: 'error', message: sentenceOf(error) })
  process.exitCode = 2
}
process.exit()
