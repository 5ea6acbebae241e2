import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Files, LoadedExercise } from '../../exercise/index.ts'
import type { WorldPool, WorldTask } from '../../running/index.ts'

/** What to grade. */
export interface PoolJob {
  exercise: LoadedExercise
  submission: Files
  variant: string
  seed: number
}

export interface WorkerPoolOptions {
  /** Number of threads; by default one per processor. */
  size?: number
  /** Real milliseconds after which a world counts as hung and its thread is ended. Default 20 s. */
  patienceMs?: number
  /** Fewest worlds worth starting threads for: each has to load the grader first. Default 100. */
  paysFrom?: number
}

/** Every world creates contexts; a large young generation is collected rarely. */
const YOUNG_GENERATION_MB = 64

/**
 * Runs worlds on threads of this process, with the learner's program in a context of the thread: for trusted programs
 * only. Threads start with the first task.
 */
export class WorkerPool implements WorldPool {
  readonly size: number
  readonly paysFrom: number
  readonly #job: PoolJob
  readonly #patienceMs: number
  readonly #idle: Worker[] = []
  readonly #all = new Set<Worker>()

  constructor(job: PoolJob, options: WorkerPoolOptions = {}) {
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
    const worker = new Worker(new URL('./pool-worker.ts', import.meta.url), {
      workerData: { exercise, submission, variant, seed } satisfies PoolJob,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
      stdout: true,
      stderr: true,
    })
    // A waiting caller learns of its end by 'exit'; without a listener, an error would end this process.
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

/** Returns null if the thread died or did not answer in time. */
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
