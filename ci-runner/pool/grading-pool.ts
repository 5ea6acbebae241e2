import type { BackendName, Report } from '#grader'
import { DockerError } from '../image/index.ts'
import type { GradeOrder } from '../job.ts'
import { type ContainerSource, containerSource, type Progress, WarmContainer } from './warm-container.ts'

/** A job that was taken back before it was decided. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError'
}

/** A job in the pool's hands. */
export interface Grading {
  /** Rejects with `CancelledError`, or with `DockerError` when a container could not do its work. */
  readonly result: Promise<Report>
  /** Takes the job back: it is never begun, or its container ends. Resolves when nothing of it is left. */
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
  /** Could not be decided beside others: nothing else is graded while it is. */
  isAlone: boolean
  isTakenBack: boolean
}

/**
 * Grades jobs in containers, `size` at a time, in the order they came. Each job has a container to itself. While one works others boot for the jobs that
 * wait, so that many are graded fast; for jobs that may come they boot when none is graded, so that one is. What could not be graded because the
 * machine was busy is graded once more with nothing beside it: others may have been what kept the machine busy, or whatever it was may be over.
 */
export class GradingPool {
  readonly #source: ContainerSource
  readonly #size: number
  readonly #ahead: number
  readonly #waiting: Waiting[] = []
  readonly #running = new Map<Waiting, WarmContainer>()
  readonly #spares: WarmContainer[] = []
  readonly #ending = new Set<WarmContainer>()
  /** Who grades one job on a backend mostly has more for it. */
  #expected: BackendName = 'simulated'
  #isStopped = false

  constructor(source: ContainerSource, { size, ahead = 0 }: PoolOptions) {
    this.#source = source
    this.#size = size
    this.#ahead = ahead
  }

  /** A pool on this checkout's image, which is built where it is missing. Throws a `DockerError` where Docker cannot be used. */
  static async open(options: PoolOptions & { say: (line: string) => void }): Promise<GradingPool> {
    return new GradingPool(await containerSource(options.say), options)
  }

  /** Boots containers for jobs that wait; while none is graded for those that will come, too, as many as it keeps ahead. */
  warm(): void {
    const running = [...this.#running.keys()]
    if (this.#isStopped || running.some(({ isAlone }) => isAlone)) return
    const wanted = running.length === 0 ? this.#ahead : Math.min(this.#ahead, this.#waiting.length)
    for (let i = this.#spares.length; i < wanted; i++)
      this.#spares.push(new WarmContainer(this.#source, this.#waiting[i]?.order.job.backend ?? this.#expected))
  }

  /** Resolves when every container that is ahead has booted. */
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

  /** Nothing new begins, what runs is finished, and every container is gone; with `now`, what runs is cancelled too. */
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
      // Later: who has heard of a verdict may stop the pool, or have the next job.
      setImmediate(() => this.warm())
    }
  }

  /** Its work is done: the next may begin while it ends. */
  #leave(container: WarmContainer): void {
    this.#ending.add(container)
    void container.ended.then(() => this.#ending.delete(container))
  }

  /** Its turn comes again, next and alone, where that may help; else this is its report. */
  #decide(waiting: Waiting, report: Report): void {
    const isOver = waiting.isAlone || waiting.isTakenBack || this.#isStopped
    if (report.status !== 'ungradable' || isOver) waiting.resolve(report)
    else this.#waiting.unshift(Object.assign(waiting, { isAlone: true }))
  }

  /** One that has died while it waited is no loss. */
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
