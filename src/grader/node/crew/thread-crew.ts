import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Files, LoadedExercise } from '../../exercise/index.ts'
import type { Crew, WorldTask } from '../../running/index.ts'

/** What is graded. */
export interface CrewJob {
  exercise: LoadedExercise
  submission: Files
  variant: string
  seed: number
}

export interface ThreadCrewOptions {
  /** Threads; default one for each processor. */
  size?: number
  /** A world that takes longer, in real milliseconds, hangs: its thread is ended. Default 20 s. */
  patienceMs?: number
  /** For fewer worlds the threads are not started: each has to load the grader first. Default 100. */
  paysFrom?: number
}

/** Contexts come and go with every world; a young generation of this size is cleared rarely. */
const YOUNG_GENERATION_MB = 64

/**
 * Runs worlds on threads of this process, the learner's program in a context of the thread: for programs that may be trusted with it. Threads are started
 * when there is something to run.
 */
export class ThreadCrew implements Crew {
  readonly size: number
  readonly paysFrom: number
  readonly #job: CrewJob
  readonly #patienceMs: number
  readonly #idle: Worker[] = []
  readonly #all = new Set<Worker>()

  constructor(job: CrewJob, options: ThreadCrewOptions = {}) {
    const { size = availableParallelism(), patienceMs = 20_000, paysFrom = 100 } = options
    this.#job = job
    this.size = size
    this.paysFrom = paysFrom
    this.#patienceMs = patienceMs
  }

  async run(task: WorldTask): Promise<boolean> {
    const worker = this.#idle.pop() ?? this.#start()
    const passed = await ask(worker, task, this.#patienceMs)
    if (passed === null) this.#end(worker)
    else this.#idle.push(worker)
    return passed === true
  }

  async close(): Promise<void> {
    await Promise.all([...this.#all].map((worker) => worker.terminate()))
  }

  #start(): Worker {
    const { exercise, submission, variant, seed } = this.#job
    const worker = new Worker(new URL('./crew-thread.ts', import.meta.url), {
      workerData: { exercise, submission, variant, seed } satisfies CrewJob,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
      stdout: true,
      stderr: true,
    })
    // Whoever waits for it hears of its end; without a listener an error would end this process.
    worker.on('error', () => {})
    worker.unref()
    this.#all.add(worker)
    return worker
  }

  #end(worker: Worker): void {
    this.#all.delete(worker)
    void worker.terminate()
  }
}

/** Null when the thread died or gave no answer in time. */
function ask(worker: Worker, task: WorldTask, patienceMs: number): Promise<boolean | null> {
  return new Promise((resolve) => {
    const answer = (passed: boolean | null) => {
      clearTimeout(timer)
      worker.off('message', answer).off('exit', died)
      resolve(passed)
    }
    const died = () => answer(null)
    const timer = setTimeout(died, patienceMs)
    worker.on('message', answer).on('exit', died)
    worker.postMessage(task)
  })
}
