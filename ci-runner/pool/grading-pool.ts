import type { BackendName, Report } from '#grader'
import { DockerError } from '../image/index.ts'
import type { GradeOrder } from '../job.ts'
import { type ContainerSource, containerSource, type Progress, WarmContainer } from './warm-container.ts'

/** The job was canceled before it had a result. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError'
}

/** A submitted job. */
export interface Grading {
  /** Rejects with `CancelledError`, or with `DockerError` when a container could not do its work. */
  readonly result: Promise<Report>
  /** Cancels the job: it is never started, or its container is stopped. Resolves when nothing of it is left. */
  cancel(): Promise<void>
}

export interface PoolOptions {
  /** Gradings at the same time. */
  size: number
  /** Most containers that boot before their jobs begin (default: none). */
  ahead?: number
}

interface Waiting {
  order: GradeOrder
  progress: Progress
  resolve: (report: Report) => void
  reject: (error: Error) => void
  /** Failed because the machine was busy: it is graded again with nothing beside it. */
  isAlone: boolean
  isTakenBack: boolean
}

/**
 * Grades jobs in containers, `size` at a time, in the order they came. Each job has a container to itself. While one works, others boot for the jobs that
 * wait, so a batch is graded fast. While no job runs, containers boot for jobs to come, so a single job is fast too. A job that failed because the
 * machine was busy is graded once more with nothing beside it: the other jobs may have been the load, or the load may be over.
 */
export class GradingPool {
  readonly #source: ContainerSource
  readonly #size: number
  readonly #ahead: number
  readonly #waiting: Waiting[] = []
  readonly #running = new Map<Waiting, WarmContainer>()
  readonly #spares: WarmContainer[] = []
  readonly #ending = new Set<WarmContainer>()
  /** The next job's backend is probably the last one's. */
  #expected: BackendName = 'simulated'
  #isStopped = false

  constructor(source: ContainerSource, { size, ahead = 0 }: PoolOptions) {
    this.#source = source
    this.#size = size
    this.#ahead = ahead
  }

  /** Creates a pool on this checkout's image, which is built if it is missing. Throws a `DockerError` where Docker cannot be used. */
  static async open(options: PoolOptions & { say: (line: string) => void }): Promise<GradingPool> {
    return new GradingPool(await containerSource(options.say), options)
  }

  /** Boots containers for waiting jobs and, while none is graded, for as many future jobs as the pool keeps ahead. */
  warm(): void {
    const running = [...this.#running.keys()]
    if (this.#isStopped || running.some(({ isAlone }) => isAlone)) return
    const wanted = running.length === 0 ? this.#ahead : Math.min(this.#ahead, this.#waiting.length)
    for (let i = this.#spares.length; i < wanted; i++)
      this.#spares.push(new WarmContainer(this.#source, this.#waiting[i]?.order.job.backend ?? this.#expected))
  }

  /** Resolves when every container kept ahead has booted. */
  async ready(): Promise<void> {
    await Promise.all(this.#spares.map((container) => container.booted()))
  }

  submit(order: GradeOrder, progress: Progress = {}): Grading {
    const { promise, resolve, reject } = Promise.withResolvers<Report>()
    const waiting: Waiting = { order, progress, resolve, reject, isAlone: false, isTakenBack: false }
    if (this.#isStopped) reject(new CancelledError('the pool has stopped'))
    else {
      this.#waiting.push(waiting)
      this.#next()
      this.warm()
    }
    return { result: promise, cancel: () => this.#cancel(waiting) }
  }

  /** Starts nothing new, finishes running jobs, and removes every container; with `now`, cancels running jobs. */
  async stop({ now = false } = {}): Promise<void> {
    this.#isStopped = true
    for (const waiting of this.#waiting.splice(0)) waiting.reject(new CancelledError('the pool has stopped'))
    const spares = this.#spares.splice(0).map((container) => container.end())
    const running = [...this.#running].map(([waiting, container]) => (now ? this.#cancel(waiting) : container.ended))
    await Promise.all([...spares, ...running, ...[...this.#ending].map((container) => container.ended)])
  }

  #next(): void {
    for (let [next] = this.#waiting; next && this.#hasRoomFor(next); [next] = this.#waiting) {
      this.#waiting.shift()
      void this.#grade(next)
    }
  }

  #hasRoomFor({ isAlone }: Waiting): boolean {
    const running = [...this.#running.keys()]
    if (isAlone || running.some((other) => other.isAlone)) return running.length === 0
    return running.length < this.#size
  }

  async #grade(waiting: Waiting): Promise<void> {
    this.#expected = waiting.order.job.backend
    const container = this.#takeSpare() ?? new WarmContainer(this.#source, this.#expected)
    this.#running.set(waiting, container)
    try {
      this.#decide(waiting, await container.grade(waiting.order, waiting.progress))
    } catch (error) {
      waiting.reject(error instanceof Error ? error : new DockerError(String(error)))
    } finally {
      this.#running.delete(waiting)
      this.#leave(container)
      this.#next()
      // Later: a caller may stop the pool on a verdict, or submit the next job.
      setImmediate(() => this.warm())
    }
  }

  /** The job is done: the next may start while its container exits. */
  #leave(container: WarmContainer): void {
    this.#ending.add(container)
    void container.ended.then(() => this.#ending.delete(container))
  }

  /** Grades the job again, next and alone, if that may help; otherwise resolves with its report. */
  #decide(waiting: Waiting, report: Report): void {
    const isOver = waiting.isAlone || waiting.isTakenBack || this.#isStopped
    if (report.status !== 'ungradable' || isOver) waiting.resolve(report)
    else this.#waiting.unshift(Object.assign(waiting, { isAlone: true }))
  }

  /** Skips containers that died while they waited. */
  #takeSpare(): WarmContainer | undefined {
    for (let spare = this.#spares.shift(); spare; spare = this.#spares.shift()) if (!spare.hasEnded) return spare
    return undefined
  }

  async #cancel(waiting: Waiting): Promise<void> {
    waiting.isTakenBack = true
    waiting.reject(new CancelledError('cancelled'))
    const place = this.#waiting.indexOf(waiting)
    if (place >= 0) this.#waiting.splice(place, 1)
    await this.#running.get(waiting)?.end()
  }
}
