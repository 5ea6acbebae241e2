/** Operating-system processes in which simulated tests run: one that hangs or dies costs its test, not the round. */
import { type ChildProcess, fork } from 'node:child_process'
import { setPriority } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { Result, SuiteTest } from './suite.ts'

const WORKER = fileURLToPath(new URL('./worker.ts', import.meta.url))
/** Of real time; a test on real Node takes less than a second. */
const LIMIT_MS = 45_000
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
    return new Promise((resolve) => {
      const end = (result: Result) => {
        clearTimeout(timer)
        child.removeAllListeners()
        if (result.status === 'timeout' || ++this.#ran >= TESTS_PER_WORKER) this.stop()
        resolve(result)
      }
      const timer = setTimeout(
        () => end({ status: 'timeout', detail: `no end within ${LIMIT_MS / 1000} s of real time`, output: '' }),
        LIMIT_MS,
      )
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
