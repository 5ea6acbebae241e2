import { Clock, type Lane, type Nanoseconds, type ScheduledEvent, type Scheduler } from '#network'

/**
 * A Scheduler on CLOCK_MONOTONIC, so that the simulated link's code delays, loses and reorders frames between real
 * kernels. Events of one instant keep their order; an event is late by at most a timer's granularity, never early.
 */
export class RealClock implements Scheduler {
  #start: bigint | null = null
  readonly #events = new Clock()
  /** Called after events happened. */
  onEvent: (() => void) | null = null
  #timer: NodeJS.Timeout | undefined
  #armedFor = Number.POSITIVE_INFINITY

  /** Starts the time, once: events scheduled before happen after this. Until then the world is set up at instant 0. */
  start(): void {
    this.#start ??= process.hrtime.bigint()
    this.#arm()
  }

  get now(): Nanoseconds {
    return this.#start === null ? 0 : Number(process.hrtime.bigint() - this.#start)
  }

  at(time: Nanoseconds, run: () => void | Promise<void>): ScheduledEvent {
    const event = this.#events.at(Math.max(time, this.#events.now), run)
    this.#arm()
    return event
  }

  after(delay: Nanoseconds, run: () => void | Promise<void>): ScheduledEvent {
    return this.at(this.now + delay, run)
  }

  cancel(event: ScheduledEvent): void {
    this.#events.cancel(event)
  }

  /** Few events are pending at a time, each with its own timer: a lane would gain nothing. */
  lane(): Lane {
    return this
  }

  /** Nothing that is scheduled happens any more. */
  stop(): void {
    clearTimeout(this.#timer)
    this.#armedFor = Number.NEGATIVE_INFINITY
  }

  #arm(): void {
    const next = this.#events.peek()
    if (this.#start === null || !next || next.at >= this.#armedFor) return
    clearTimeout(this.#timer)
    this.#armedFor = next.at
    // Node rounds a delay down to whole milliseconds: add one, so that the event is not early.
    this.#timer = setTimeout(() => this.#run(), Math.max(0, Math.ceil((next.at - this.now) / 1e6)))
  }

  #run(): void {
    if (this.#armedFor === Number.NEGATIVE_INFINITY) return
    for (let next = this.#events.peek(); next && next.at <= this.now; next = this.#events.peek())
      this.#events.take()?.run()
    this.#armedFor = Number.POSITIVE_INFINITY
    this.#arm()
    this.onEvent?.()
  }
}
