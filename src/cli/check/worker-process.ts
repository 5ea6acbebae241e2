import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { CheckExtras, Graded } from '#grader/check/index.ts'
import type { GradeJob } from '#grader/running/index.ts'
import { CommandError } from '../command-error.ts'

/** Messages to a worker: its exercise once, then jobs, one at a time. */
export type WorkerQuestion = { exercise: string } | { job: GradeJob; extras: CheckExtras }
export type WorkerMessage = { alive: true } | { graded: Graded } | { problem: string }

/** Interval at which a worker reports that it is alive … */
export const BEAT_MS = 500
/**
 * … and silence after which it is given up: a program of the exercise blocks its thread. It is long, because a busy machine
 * must not be taken for an endless loop.
 */
const LONGEST_SILENCE_MS = 60_000
/** Limit for its first message: it loads the platform first, which may take minutes on a busy machine. */
const LONGEST_START_MS = 300_000

const MOST_LAST_WORDS = 10_000

/** A worker hung or ended without an answer. */
export class WorkerLost extends Error {}

const WORKER = fileURLToPath(new URL('./check-worker.ts', import.meta.url))

/** A worker of the author's check, from the outside. */
export class WorkerProcess {
  readonly #child: ChildProcess
  #hasSpoken = false
  #lastWords = ''

  constructor(exercise: string, apart: boolean) {
    this.#child = fork(WORKER, apart ? ['apart'] : [], {
      serialization: 'advanced',
      // Output of the exercise's programs is no result of the check, but its last lines may say why the worker ended.
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    this.#child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      this.#lastWords = `${this.#lastWords}${text}`.slice(-MOST_LAST_WORDS)
    })
    this.#child.send({ exercise } satisfies WorkerQuestion)
  }

  /** Throws `WorkerLost`, and `CommandError` for problems that the author must fix. */
  grade(job: GradeJob, extras: CheckExtras): Promise<Graded> {
    const child = this.#child
    return new Promise((resolve, reject) => {
      let timer = setTimeout(onSilence, this.#hasSpoken ? LONGEST_SILENCE_MS : LONGEST_START_MS)
      const finish = (settle: () => void) => {
        clearTimeout(timer)
        child.off('message', onMessage).off('close', onExit)
        settle()
      }
      const onMessage = (message: WorkerMessage) => {
        this.#hasSpoken = true
        clearTimeout(timer)
        timer = setTimeout(onSilence, LONGEST_SILENCE_MS)
        if ('graded' in message) finish(() => resolve(message.graded))
        else if ('problem' in message) finish(() => reject(new CommandError(message.problem)))
      }
      const onExit = () => finish(() => reject(new WorkerLost(`it ended${errorIn(this.#lastWords)}`)))
      function onSilence() {
        finish(() => reject(new WorkerLost('it hung')))
        child.kill('SIGKILL')
      }
      child.on('message', onMessage).on('close', onExit)
      if (child.connected) child.send({ job, extras } satisfies WorkerQuestion)
      else onExit()
    })
  }

  close(): void {
    if (this.#child.connected) this.#child.disconnect()
  }
}

/** `: Error: Cannot find module 'x'`, where Node's last words have an error. */
function errorIn(lastWords: string): string {
  const [line] = /^(?:\w*Error|FATAL ERROR)\b.*$/m.exec(lastWords) ?? []
  return line === undefined ? '' : `: ${line}`
}
