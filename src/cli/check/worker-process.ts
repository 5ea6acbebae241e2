import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { CheckExtras, Graded } from '#grader/check/index.ts'
import type { GradeJob } from '#grader/running/index.ts'
import { CommandError } from '../command-error.ts'

/** What goes to a worker: its exercise once, then jobs, one at a time. */
export type WorkerQuestion = { exercise: string } | { job: GradeJob; extras: CheckExtras }
export type WorkerMessage = { alive: true } | { graded: Graded } | { problem: string }

/** A worker says that it is alive every so often … */
export const BEAT_MS = 500
/**
 * … and is given up after this silence: a program of the exercise keeps its thread for itself. It is long, because a machine with
 * other things to do must not be taken for an endless loop.
 */
const LONGEST_SILENCE_MS = 60_000
/** Before its first word it loads the platform, which a busy machine may take minutes for. */
const LONGEST_START_MS = 300_000

const MOST_LAST_WORDS = 10_000

/** A worker did not come to an answer: it hung, or ended. */
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
      // What the programs of an exercise make the platform print is no result of the check; its last words may say why it ended.
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    this.#child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      this.#lastWords = `${this.#lastWords}${text}`.slice(-MOST_LAST_WORDS)
    })
    this.#child.send({ exercise } satisfies WorkerQuestion)
  }

  /** Throws `WorkerLost`, and `CommandError` for what the author has to mend. */
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
