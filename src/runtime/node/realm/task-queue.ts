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
 * Ticks, microtasks and rejections after a callback. Microtasks run by themselves once the stack is empty, which the hop to another macrotask
 * of the environment brings about; there, some environments run further ones when the library asks for them (`runMicrotasks`). Rejections
 * that the environment reports are held back until no tick is left, since a tick may still handle them.
 */
export class TaskQueue {
  readonly #realm: Process
  readonly tickInfo = new Uint8Array(2)
  /** What runs now began in a microtask, as an entry that is an ES module does: microtasks come before the ticks. */
  beganInMicrotask = false
  #isDrained = true
  #rejections: { promise: unknown; reason: unknown }[] = []

  constructor(realm: Process) {
    this.#realm = realm
  }

  /** The environment found a rejected promise without a handler. */
  rejected(promise: unknown, reason: unknown): void {
    this.#rejections.push({ promise, reason })
  }

  /** A promise of which `rejected` was told has got a handler. */
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

  /** Runs `entry` from a microtask, where no callback of the loop is under way; what it leaves behind is drained with the rest. */
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

  /** What comes when no microtask is left; notes whether that is all. */
  readonly #goOn = (): void => {
    const { kernel, loop, platform } = this.#realm
    do {
      if (kernel.ended) this.#isDrained = true
      else if (this.tickInfo[HAS_TICK_SCHEDULED] !== 0) this.#runTicks()
      else if (this.#reportRejections()) loop.run(this.#tick)
      else this.#isDrained = true
    } while (!this.#isDrained && platform.runMicrotasks?.())
  }

  /** An exception leaves the rest of the ticks scheduled. */
  #runTicks(): void {
    const { kernel, loop } = this.#realm
    while (this.tickInfo[HAS_TICK_SCHEDULED] !== 0 && !kernel.ended) loop.run(this.#tick)
  }

  readonly #tick = (): void => this.#realm.callbacks.tick.call(this.#realm.process)

  /** Tells the library of rejections that stand; false if there is nothing to warn of. */
  #reportRejections(): boolean {
    const { kPromiseRejectWithNoHandler } = this.#realm.constants.task_queue.promiseRejectEvents
    const rejections = this.#rejections
    this.#rejections = []
    for (const { promise, reason } of rejections) this.#report(kPromiseRejectWithNoHandler, promise, reason)
    return this.tickInfo[HAS_REJECTION_TO_WARN] !== 0
  }
}
