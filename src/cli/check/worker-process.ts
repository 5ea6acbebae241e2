import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Graded, GradeJob } from '../../grader/check/index.ts'
import { CommandError } from '../command-error.ts'

/** What goes to a worker: its exercise once, then jobs, one at a time. */
export type WorkerQuestion = { exercise: string } | { job: GradeJob }
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

/** A worker did not come to an answer: it hung, or ended. */
export class WorkerLost extends Error {}

const WORKER = fileURLToPath(new URL('./check-worker.ts', import.meta.url))

/** A worker of the author's check, from the outside. */
export class WorkerProcess {
  readonly #child: ChildProcess
  #hasSpoken = false

  constructor(exercise: string, apart: boolean) {
    this.#child = fork(WORKER, apart ? ['apart'] : [], {
      serialization: 'advanced',
      // What the programs of an exercise make the platform print is no result of the check.
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    this.#child.send({ exercise } satisfies WorkerQuestion)
  }

  /** Throws `WorkerLost`, and `CommandError` for what the author has to mend. */
  grade(job: GradeJob): Promise<Graded> {
    const child = this.#child
    return new Promise((resolve, reject) => {
      let timer = setTimeout(onSilence, this.#hasSpoken ? LONGEST_SILENCE_MS : LONGEST_START_MS)
      const finish = (settle: () => void) => {
        clearTimeout(timer)
        child.off('message', onMessage).off('exit', onExit)
        settle()
      }
      const onMessage = (message: WorkerMessage) => {
        this.#hasSpoken = true
        clearTimeout(timer)
        timer = setTimeout(onSilence, LONGEST_SILENCE_MS)
        if ('graded' in message) finish(() => resolve(message.graded))
        else if ('problem' in message) finish(() => reject(new CommandError(message.problem)))
      }
      function onExit() {
        finish(() => reject(new WorkerLost('a grading process ended')))
      }
      function onSilence() {
        finish(() => reject(new WorkerLost('a grading process hung')))
        child.kill('SIGKILL')
      }
      child.on('message', onMessage).on('exit', onExit)
      if (child.connected) child.send({ job } satisfies WorkerQuestion)
      else onExit()
    })
  }

  close(): void {
    if (this.#child.connected) this.#child.disconnect()
  }
}
