import { MILLISECOND, type Nanoseconds } from '#network'
import { EventType, type KernelEvent, TURN_COST, type TurnEnd } from '../syscalls/index.ts'
import type { AsyncContext } from './async-context.ts'
import type { ContinuationFrame } from './continuation-frame.ts'
import { EventTargets } from './event-targets.ts'
import type { HeldReport } from './held-report.ts'
import { EXITED, type KernelPort } from './kernel-port.ts'
import { LoopMetrics } from './loop-metrics.ts'
import type { TaskQueue } from './task-queue.ts'
import type { ThreadPool } from './thread-pool.ts'
import type { Any, LibraryCallbacks, Platform, ThrowPlace } from './types.ts'

/** Thrown through the library between two timers or immediates: microtasks have to run before the next one. */
export const LET_MICROTASKS_RUN = Object.freeze({ letMicrotasksRun: true })

/** `executionAsyncId()` at the program's top level. */
const MAIN_ASYNC_ID = 1

/** Callbacks from the loop to its process. */
export interface LoopEvents {
  /** The loop begins its first round. */
  begins(): void
  /** Called when nothing is alive any more; returns whether the program has started new work (`beforeExit`). */
  finishIfDone(): Promise<boolean>
  uncaughtException(error: unknown, place: ThrowPlace | 'made' | null): void
}

/** The parts of a process that its loop runs. */
interface Process {
  readonly kernel: KernelPort
  readonly platform: Platform
  readonly callbacks: LibraryCallbacks
  readonly process: Any
  readonly asyncContext: AsyncContext
  readonly frame: ContinuationFrame
  readonly taskQueue: TaskQueue
  readonly threadPool: ThreadPool
  readonly held: HeldReport
}

/**
 * The process's event loop, in libuv's order: timers, pending callbacks, poll, immediates, closing callbacks. One event of the
 * kernel is one poll; as long as nothing else can happen in the world (the horizon), further rounds follow without asking.
 */
export class Loop {
  readonly #realm: Process
  readonly #events: LoopEvents
  /** Receivers of the kernel's events. */
  readonly targets: EventTargets
  /** Handles and requests that keep the process alive. */
  readonly #references = new Set<object>()
  #requests = 0
  #pending: (() => void)[] = []
  #following: (() => void)[] = []
  #wakeups: (() => boolean)[] = []
  #closing: (() => void)[] = []
  /** When the one libuv timer below all of Node's timers fires, in ms of virtual time. */
  #timerDue = Number.POSITIVE_INFINITY
  #timerReferenced = false
  /** [count, references, has outstanding] and [references], shared with the library. */
  readonly immediateInfo = new Uint32Array(3)
  readonly timeoutInfo = new Int32Array(1)
  /** Whether the library is in its loop over due timers or immediates. */
  betweenCallbacks = false
  readonly metrics = new LoopMetrics()
  main: () => void = () => {}

  constructor(realm: Process, events: LoopEvents) {
    this.#realm = realm
    this.#events = events
    this.targets = new EventTargets(realm.kernel, this.metrics)
  }

  // --- for bindings

  reference(handle: object, active: boolean): void {
    if (active) this.#references.add(handle)
    else this.#references.delete(handle)
  }

  /** Runs `callback` in the next round and keeps the process alive until then. */
  defer(callback: () => void): void {
    this.#pending.push(callback)
  }

  /** uv_async_send: calls `callback` in the poll phase until it returns false. Does not keep the process alive. */
  wake(callback: () => boolean): void {
    this.#wakeups.push(callback)
  }

  /** Runs `callback` after the ticks and microtasks of the current callback, before anything else. */
  follow(callback: () => void): void {
    this.#following.push(callback)
  }

  deferClose(callback: () => void): void {
    this.#closing.push(callback)
  }

  requestBegan(): void {
    this.#requests++
  }

  requestEnded(): void {
    this.#requests--
  }

  nowMs(): number {
    return Math.floor(this.#realm.kernel.time / MILLISECOND)
  }

  scheduleTimer(ms: number): void {
    this.#timerDue = this.nowMs() + Math.max(1, ms)
  }

  set timerReferenced(referenced: boolean) {
    this.#timerReferenced = referenced
  }

  get alive(): boolean {
    return (
      this.#references.size > 0 ||
      this.targets.expectsSignal ||
      this.#requests > 0 ||
      this.#pending.length > 0 ||
      this.#closing.length > 0 ||
      this.#realm.threadPool.active ||
      this.immediateInfo[1]! > 0 ||
      (this.#timerReferenced && this.#timerDue !== Number.POSITIVE_INFINITY)
    )
  }

  // --- turns

  async turn(event: KernelEvent): Promise<TurnEnd> {
    const { kernel } = this.#realm
    kernel.beginTurn(event)
    this.metrics.beginTurn(event.time)
    let paid = event.type === EventType.timeout // the kernel has charged the round that begins now
    if (!paid) {
      await this.#poll(event)
      if (kernel.moreIsReady && !kernel.ended) return { deadline: kernel.time, cost: kernel.takeCost() }
      // If the program left nothing alive, the loop doesn't start.
      if (event.type !== EventType.start || this.alive) {
        this.#events.begins()
        await this.#afterPoll()
      }
    }
    while (!kernel.ended) {
      if (!this.alive && !(await this.#events.finishIfDone())) break
      if (!this.#hasWork()) break
      if (!paid) {
        if (kernel.time >= kernel.horizon) break
        kernel.spend(TURN_COST)
      }
      paid = false
      await this.#timers()
      if (!this.alive) continue // libuv checks this between timers and the rest
      await this.#pendingCallbacks()
      await this.#afterPoll()
    }
    this.metrics.endTurn(kernel.time)
    this.#realm.held.send(this.timeoutInfo[0]!)
    return { deadline: kernel.ended ? -1 : this.#deadline(), cost: kernel.takeCost() }
  }

  async #afterPoll(): Promise<void> {
    this.metrics.round()
    // Checked before the call: most events leave nothing to do, and an await is not free.
    if (this.#realm.threadPool.active) await this.#finishedWork()
    if (this.#wakeups.length > 0) await this.#wokenCallbacks()
    // Callbacks of what finished during polling run before the immediates, in a few rounds at most (libuv's uv_run).
    for (let round = 0; round < 8 && this.#pending.length > 0; round++) await this.#pendingCallbacks()
    if (this.immediateInfo[0] !== 0) await this.#immediates()
    if (this.#closing.length > 0) await this.#closingCallbacks()
  }

  #hasWork(): boolean {
    return (
      this.#pending.length > 0 ||
      this.#wakeups.length > 0 ||
      this.#closing.length > 0 ||
      this.immediateInfo[0]! > 0 ||
      Math.min(this.#realm.threadPool.due, this.metrics.due) <= this.#realm.kernel.time ||
      this.nowMs() >= this.#timerDue
    )
  }

  #deadline(): Nanoseconds {
    if (this.#hasWork()) return this.#realm.kernel.time
    const due = Math.min(this.#timerDue * MILLISECOND, this.#realm.threadPool.due, this.metrics.due)
    return due === Number.POSITIVE_INFINITY ? -1 : due
  }

  async #poll(event: KernelEvent): Promise<void> {
    if (event.type === EventType.start) await this.enter(this.main)
    else for (const target of this.targets.of(event)) await this.enter(() => target.onEvent(event))
  }

  async #timers(): Promise<void> {
    const { kernel, callbacks, process } = this.#realm
    this.metrics.tick(kernel.time)
    // The time at which the phase began, however long its callbacks take.
    const now = this.nowMs()
    while (!kernel.ended && now >= this.#timerDue) {
      let left = true
      await this.enter(() => {
        this.betweenCallbacks = true
        this.#armTimer(callbacks.processTimers.call(process, now))
        left = false
      })
      // If left in the middle, continue there, whatever timers were set in between.
      if (left) this.#timerDue = now
    }
  }

  /** Arms the timer with the result of `processTimers`: when the next timer is due, in ms; negative if it keeps nothing alive; 0 for none. */
  #armTimer(next: number): void {
    this.#timerReferenced = next > 0
    this.#timerDue = Number.POSITIVE_INFINITY
    if (next !== 0) this.scheduleTimer(Math.abs(next) - this.nowMs())
  }

  async #immediates(): Promise<void> {
    const { kernel, callbacks, process } = this.#realm
    const processImmediate = () => {
      this.betweenCallbacks = true
      callbacks.processImmediate.call(process)
    }
    do await this.enter(processImmediate)
    while (!kernel.ended && this.immediateInfo[2]! > 0)
  }

  async #pendingCallbacks(): Promise<void> {
    const callbacks = this.#pending
    this.#pending = []
    for (const callback of callbacks) await this.enter(callback)
  }

  /** Runs callbacks of finished pool work; libuv does so while it polls. */
  async #finishedWork(): Promise<void> {
    for (const complete of this.#realm.threadPool.takeDone()) await this.enter(complete)
  }

  async #wokenCallbacks(): Promise<void> {
    const wakeups = this.#wakeups
    this.#wakeups = []
    for (const wakeup of wakeups) {
      let again = true
      const once = () => {
        again = false
        again = wakeup()
      }
      while (again && !this.#realm.kernel.ended) await this.enter(once)
    }
  }

  /** Runs closing callbacks from last to first: libuv puts closing handles at the head of its list (uv__make_close_pending). */
  async #closingCallbacks(): Promise<void> {
    const callbacks = this.#closing.reverse()
    this.#closing = []
    for (const callback of callbacks) await this.enter(callback)
  }

  // --- entering the program

  /**
   * Runs one callback, then ticks and microtasks until none is left: node::InternalCallbackScope. After an exception, they wait for
   * the next callback; the library ensures that there is one.
   */
  async enter(callback: () => void): Promise<void> {
    const { kernel, asyncContext, frame, platform, process, taskQueue } = this.#realm
    for (let next: (() => void) | undefined = callback; next !== undefined; next = this.#following.shift()) {
      if (kernel.ended) return
      if (next === this.main) asyncContext.push(MAIN_ASYNC_ID, 0, new platform.global.Object())
      else asyncContext.push(0, 0, process)
      frame.current = undefined
      const failed = this.run(next)
      asyncContext.pop()
      if (!failed) await taskQueue.drain()
    }
  }

  /** Runs `entry` and handles an exception of the program; returns whether there was one. */
  run(entry: () => void, isMicrotask = false): boolean {
    const outcome = this.#realm.platform.run(entry)
    this.betweenCallbacks = false
    if (outcome.ok || outcome.error === EXITED || outcome.error === LET_MICROTASKS_RUN) return false
    this.#events.uncaughtException(outcome.error, isMicrotask ? 'made' : outcome.place)
    return true
  }
}
