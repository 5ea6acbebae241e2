/** Operating-system processes in which simulated tests run: one that hangs or dies costs its test, not the round. */
import { type ChildProcess, fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setPriority } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { Result, SuiteTest } from './suite.ts'

const WORKER = fileURLToPath(new URL('./worker.ts', import.meta.url))
/** Of the processor's time, so that a busy machine costs no test; a test on real Node takes less than a second. */
const LIMIT_MS = 45_000
/** Of real time, for what waits without doing anything. */
const PATIENCE_MS = 15 * 60_000
const LOOK_EVERY_MS = 2_000
/** Each test leaves a little behind (its realm's compiled code). */
const TESTS_PER_WORKER = 60
const NICE = 15

export class Worker {
  readonly #folder: string
  #child: ChildProcess | null = null
  #ran = 0
  /** Some worker has answered: the runtime can be loaded. */
  #began = false

  constructor(folder: string) {
    this.#folder = folder
  }

  run(test: SuiteTest): Promise<Result> {
    const child = this.#ready()
    const before = processorTime(child.pid!)
    const deadline = Date.now() + PATIENCE_MS
    return new Promise((resolve) => {
      const end = (result: Result) => {
        clearInterval(timer)
        child.removeAllListeners()
        if (result.status === 'timeout' || ++this.#ran >= TESTS_PER_WORKER) this.stop()
        resolve(result)
      }
      const tooLong = (limit: string) => end({ status: 'timeout', detail: `no end within ${limit}`, output: '' })
      const timer = setInterval(() => {
        if (processorTime(child.pid!) - before > LIMIT_MS) tooLong(`${LIMIT_MS / 1000} s of a processor`)
        else if (Date.now() > deadline) tooLong(`${PATIENCE_MS / 60_000} min of real time`)
      }, LOOK_EVERY_MS)
      child.once('message', (result) => {
        this.#began = true
        end(result as Result)
      })
      child.once('exit', (code, signal) => {
        this.#child = null
        if (!this.#began) throw new Error('The worker did not start; what it printed stands above.')
        end({ status: 'failed', detail: `the worker died (${signal ?? code})`, output: '' })
      })
      child.send({ folder: this.#folder, test })
    })
  }

  #ready(): ChildProcess {
    if (this.#child === null) {
      this.#ran = 0
      this.#child = fork(WORKER, {
        execArgv: ['--max-old-space-size=1024'],
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      })
      setPriority(this.#child.pid!, NICE)
    }
    return this.#child
  }

  stop(): void {
    this.#child?.removeAllListeners()
    this.#child?.kill('SIGKILL')
    this.#child = null
  }
}

/** Of Linux's clock ticks, in which /proc counts. */
const TICK_MS = 10

/** What a process has used so far, in ms: fields 14 and 15 of proc(5)'s stat. Time itself where there is no /proc. */
function processorTime(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS
  } catch {
    return performance.now()
  }
}
