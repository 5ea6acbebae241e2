/** The pool of containers: what becomes of jobs that wait, run, are taken back, or whose owner is gone. */
import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { CancelledError, type GradeOrder, GradingPool } from '#ci-runner'
import { rehearsalOn } from '#ci-runner/harness/rehearsal.ts'
import { hasPassed } from '#grader'
import { Command } from '../cli/command.ts'
import { missing } from '../support/requirements.ts'
import { course } from './support.ts'

const run = promisify(execFile)
vi.setConfig({ testTimeout: 180_000, hookTimeout: 300_000 })

/** That run: what is dead and cannot be removed yet is the daemon's matter. */
const names = async () => (await run('docker', ['ps', '--format', '{{.Names}}'])).stdout.trim().split('\n')
/** Until a container is gone; false when it is still there after that long. */
async function isGone(name: string, withinMs: number): Promise<boolean> {
  for (const until = performance.now() + withinMs; performance.now() < until; ) {
    if (!(await names()).includes(name)) return true
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return false
}

/** Names of the containers that a process has asked for. */
function containersOf(pid: number): string[] {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((thread) => childrenOf(`/proc/${pid}/task/${thread}`))
  return children.flatMap((child) => /--name=(ackademy-[\w-]+)/.exec(commandLine(child))?.[1] ?? [])
}

/** Returns none for a thread that has ended. */
function childrenOf(thread: string): string[] {
  try {
    return readFileSync(`${thread}/children`, 'utf8').split(' ').filter(Boolean)
  } catch {
    return []
  }
}

/** Empty when it has ended. */
function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}

const exercise = course.sources('tcp-echo-line')
const jobOf = (program: string): GradeOrder => ({
  exercise,
  exerciseHash: '',
  job: { submission: { 'server.ts': program }, backend: 'simulated', seed: 1, variant: 'sample', tests: ['v1'] },
})
const right = jobOf(course.exercise('tcp-echo-line').solution!['server.ts']!)
const endless = jobOf('for (;;) {}')

describe.skipIf(missing('docker'))('a pool of containers', () => {
  const started: string[] = []
  let pool: GradingPool
  beforeAll(async () => {
    pool = await GradingPool.open({ size: 1, ahead: 1, say: () => {} })
  })
  afterAll(() => pool.stop({ now: true }))
  const onStart = (name: string) => started.push(name)

  test('grades in the order of submission, each job in a container of its own, and tells of tests as they end', async () => {
    const [tests, ends]: string[][] = [[], []]
    const jobs = ['first', 'second'].map((name) => {
      const { result } = pool.submit(right, {
        onStart,
        onTest: ({ id, status }) => tests!.push(`${name} ${id} ${status}`),
      })
      return result.then((report) => ends!.push(`${name} ${hasPassed(report)}`))
    })
    await Promise.all(jobs)
    expect(tests).toEqual(['first v1 passed', 'second v1 passed'])
    expect(ends).toEqual(['first true', 'second true'])
    expect(new Set(started).size).toBe(2)
  })

  test.each(['simulated', 'linux'] as const)(
    'the exercise by which a container makes itself ready is passed on %s worlds',
    async (backend) => {
      const report = await pool.submit(rehearsalOn(backend)).result
      expect(report.tests).toMatchObject([{ id: 'r1', status: 'passed', backend }])
    },
  )

  test('a cancelled job never starts; a running one ends with its container, and the next one continues', async () => {
    const begun = started.length
    const running = pool.submit(endless, { onStart })
    const waiting = pool.submit(endless, { onStart })
    const last = pool.submit(right, { onStart })
    expect(started.length).toBe(begun + 1)
    const outcomes = [running, waiting].map(({ result }) => result.catch((error: Error) => error))
    await waiting.cancel()
    await running.cancel()
    for (const outcome of outcomes) expect(await outcome).toBeInstanceOf(CancelledError)
    expect(hasPassed(await last.result)).toBe(true)
    expect(started.length).toBe(begun + 2)
    expect(await isGone(started[begun]!, 10_000)).toBe(true)
  })

  test('stops gracefully: running jobs finish, waiting ones are returned, no container is left', async () => {
    const own: string[] = []
    const other = await GradingPool.open({ size: 1, ahead: 1, say: () => {} })
    const [running, waiting] = [other.submit(right, { onStart: (name) => own.push(name) }), other.submit(right)]
    const refused = waiting.result.catch((error: Error) => error)
    await other.stop()
    expect(hasPassed(await running.result)).toBe(true)
    expect(await refused).toBeInstanceOf(CancelledError)
    await expect(other.submit(right).result).rejects.toThrow('the pool has stopped')
    expect(await isGone(own[0]!, 5_000)).toBe(true)
  })

  test('when its owner is killed, the containers end by themselves', async () => {
    const solution = 'content/03-tcp-conversations/exercises/tcp-echo-line/solution'
    const command = new Command(['grade', 'tcp-echo-line', solution, solution, '--backend', 'simulated'])
    let begun: string[] = []
    while (begun.length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 50))
      const own = containersOf(command.child.pid!)
      begun = (await names()).filter((name) => own.includes(name))
    }
    command.child.kill('SIGKILL')
    for (const name of begun) expect(await isGone(name, 20_000)).toBe(true)
  })
})

describe.skipIf(missing('docker'))('containers boot ahead', () => {
  let pool: GradingPool
  const own = () => containersOf(process.pid)
  beforeAll(async () => {
    pool = await GradingPool.open({ size: 1, ahead: 1, say: () => {} })
  })
  afterAll(() => pool.stop({ now: true }))

  test('for a job that may come, if none is being graded: a running grading has the machine to itself', async () => {
    const grading = pool.submit(endless)
    const refused = grading.result.catch((error: Error) => error)
    const [graded] = own()
    await new Promise((resolve) => setImmediate(resolve))
    expect(own()).toEqual([graded])
    await grading.cancel()
    expect(await refused).toBeInstanceOf(CancelledError)
    await vi.waitFor(() => expect(own().filter((name) => name !== graded)).toHaveLength(1), { timeout: 60_000 })
  })

  test('for a job that waits, while another is graded', async () => {
    const gradings = [endless, endless, endless].map((job) => pool.submit(job))
    const refused = gradings.map(({ result }) => result.catch((error: Error) => error))
    expect(own()).toHaveLength(2)
    for (const grading of gradings.reverse()) await grading.cancel()
    for (const error of await Promise.all(refused)) expect(error).toBeInstanceOf(CancelledError)
  })
})
