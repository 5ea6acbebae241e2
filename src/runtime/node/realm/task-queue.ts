import type { BindingConstants } from '../library/index.ts'
import type { KernelPort } from './kernel-port.ts'
import type { Any, LibraryCallbacks, Platform } from './types.ts'

/** Indices of `tickInfo`: Environment::TickInfo in C++. */
const HAS_TICK_SCHEDULED = 0
const HAS_REJECTION_TO_WARN = 1

/** What the queue needs of its process. */
interface Process {
  readonly kernel: KernelPort
  readonly platform: Platform
  readonly constants: BindingConstants
  readonly callbacks: LibraryCallbacks
  readonly process: Any
  /** Runs an entry of the program; true when it threw. */
  readonly loop: { run(entry: () => void, isMicrotask?: boolean): boolean }
}

/**
 * Ticks, microtasks and rejections after a callback. Microtasks run by themselves once the stack is empty: a hop to another macrotask of the
 * environment empties it. In that macrotask, some environments run further microtasks on request (`runMicrotasks`). Rejections that the
 * environment reports are held back until no tick is left, since a tick may still handle them.
 */
export class TaskQueue {
  readonly #realm: Process
  readonly tickInfo = new Uint8Array(2)
  /** Whether the current code began in a microtask, as an ES module's entry does: microtasks then run before the ticks. */
  beganInMicrotask = false
  #isDrained = true
  #rejections: { promise: unknown; reason: unknown }[] = []

  constructor(realm: Process) {
    this.#realm = realm
  }

  /** Called when the environment finds a rejected promise without a handler. */
  rejected(promise: unknown, reason: unknown): void {
    this.#rejections.push({ promise, reason })
  }

  /** Called when a promise passed to `rejected` gets a handler. */
  handled(promise: unknown): void {
    const held = this.#rejections.findIndex((rejection) => rejection.promise === promise)
    if (held >= 0) this.#rejections.splice(held, 1)
    else
      this.#report(
        this.#realm.constants.task_queue.promiseRejectEvents.kPromiseHandlerAddedAfterReject,
        promise,
        undefined,
      )
  }

  /** Runs `entry` from a microtask, outside of any callback of the loop; its ticks and microtasks are drained with the rest. */
  enter(entry: () => void): void {
    if (!this.#realm.kernel.ended) this.#realm.loop.run(entry, true)
  }

  #report(type: number, promise: unknown, reason: unknown): void {
    if (!this.#realm.kernel.ended) this.#realm.callbacks.rejection(type, promise, reason)
  }

  async drain(): Promise<void> {
    const { hop } = this.#realm.platform
    if (this.beganInMicrotask) await hop()
    this.beganInMicrotask = false
    this.#runTicks()
    for (this.#isDrained = false; !this.#isDrained; ) await hop(this.#goOn)
  }

  /** Continues when no microtask is left; records whether everything is drained. */
  readonly #goOn = (): void => {
    const { kernel, loop, platform } = this.#realm
    do {
      if (kernel.ended) this.#isDrained = true
      else if (this.tickInfo[HAS_TICK_SCHEDULED] !== 0) this.#runTicks()
      else if (this.#reportRejections()) loop.run(this.#tick)
      else this.#isDrained = true
    } while (!this.#isDrained && platform.runMicrotasks?.())
  }

  /** Runs the ticks; an exception leaves the rest of them scheduled. */
  #runTicks(): void {
    const { kernel, loop } = this.#realm
    while (this.tickInfo[HAS_TICK_SCHEDULED] !== 0 && !kernel.ended) loop.run(this.#tick)
  }

  readonly #tick = (): void => this.#realm.callbacks.tick.call(this.#realm.process)

  /** Reports rejections still without a handler to the library; false if there is nothing to warn about. */
  #reportRejections(): boolean {
    const { kPromiseRejectWithNoHandler } = this.#realm.constants.task_queue.promiseRejectEvents
    const rejections = this.#rejections
    this.#rejections = []
    for (const { promise, reason } of rejections) this.#report(kPromiseRejectWithNoHandler, promise, reason)
    return this.tickInfo[HAS_REJECTION_TO_WARN] !== 0
  }
}
