import { Worker } from 'node:worker_threads'

/** Why a thread was terminated: the exit of the programs in it. */
export interface ThreadEnd {
  signal: NodeJS.Signals
  reason: string
}

export interface WatchedThreadOptions {
  /** Most memory that programs may keep, in MiB: objects, and buffers outside of the heap. */
  memoryMiB: number
}

/** What our own part of the thread takes of the heap: the network, the kernel, Node's library, compiled code. */
const OWN_HEAP_MIB = 64
/** Room for new objects. With a thread's usual 16 MiB a sixth of a busy program's time goes into clearing it; with 48, a tenth (Node 24). */
const YOUNG_HEAP_MIB = 48
/**
 * The same for the whole process: the heap above, the recording in progress, and temporary memory of a garbage
 * collection.
 */
const OWN_MEMORY_MIB = 256
const LOOK_MS = 250
/**
 * Processor time without a heartbeat after which a thread counts as being in an endless loop. Not real time: the
 * machine may be busy, and a full pipe is not a loop.
 */
const SILENT_MS = 10_000

/**
 * A thread that runs a user's programs with the protection of a separate process: it is terminated when it uses up its
 * memory or never returns. It can be ended at any time, whatever it does.
 */
export class WatchedThread {
  readonly worker: Worker
  /** Why it was terminated; null if it was not, or on request. */
  end: ThreadEnd | null = null
  readonly #memoryMiB: number
  readonly #liveness = new Int32Array(new SharedArrayBuffer(4))
  readonly #memoryBefore = process.memoryUsage.rss()
  readonly #timer: NodeJS.Timeout
  #seen = 0
  #seenAt = processorTime()

  constructor(url: URL, data: object, { memoryMiB }: WatchedThreadOptions) {
    this.#memoryMiB = memoryMiB
    const workerData = { ...data, liveness: this.#liveness }
    this.worker = new Worker(url, {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: memoryMiB + OWN_HEAP_MIB, maxYoungGenerationSizeMb: YOUNG_HEAP_MIB },
    })
    this.worker.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') this.end = this.#outOfMemory()
    })
    this.worker.on('exit', () => clearInterval(this.#timer))
    this.#timer = setInterval(() => this.#look(), LOOK_MS)
    this.#timer.unref()
  }

  #look(): void {
    const now = processorTime()
    const signs = Atomics.load(this.#liveness, 0)
    if (signs !== this.#seen) {
      this.#seen = signs
      this.#seenAt = now
    }
    const grownMiB = (process.memoryUsage.rss() - this.#memoryBefore) / 2 ** 20
    if (grownMiB > this.#memoryMiB + OWN_MEMORY_MIB) this.#endFor(this.#outOfMemory())
    else if (now - this.#seenAt > SILENT_MS)
      this.#endFor({ signal: 'SIGKILL', reason: `gave no answer within ${SILENT_MS / 1000} s` })
  }

  #endFor(end: ThreadEnd): void {
    this.end ??= end
    void this.worker.terminate()
  }

  /** The signal is the one by which Node itself ends when its heap is full. */
  #outOfMemory(): ThreadEnd {
    return { signal: 'SIGABRT', reason: `used up its ${this.#memoryMiB} MiB of memory` }
  }
}

/** Milliseconds that all threads of this process have used. */
function processorTime(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
