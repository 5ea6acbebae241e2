import { EventType, type KernelEvent } from '../syscalls/index.ts'
import type { KernelPort } from './kernel-port.ts'
import type { LoopMetrics } from './loop-metrics.ts'

/** Receiver of a descriptor's events or a signal's arrivals. */
export interface EventTarget {
  /** Whether it waits for events. */
  readonly isWatching?: boolean
  onEvent(event: KernelEvent): void
}

/** Receivers of the kernel's events: handles by descriptor, by signal and by child. */
export class EventTargets {
  readonly #kernel: KernelPort
  readonly #metrics: LoopMetrics
  readonly #descriptors = new Map<number, EventTarget>()
  readonly #signals = new Map<number, Set<EventTarget>>()
  readonly #expectedSignals = new Set<number>()
  readonly #children = new Map<number, EventTarget>()

  constructor(kernel: KernelPort, metrics: LoopMetrics) {
    this.#kernel = kernel
    this.#metrics = metrics
  }

  watchDescriptor(fd: number, target: EventTarget): void {
    this.#descriptors.set(fd, target)
  }

  /** uv__fd_exists: whether another handle waits for this descriptor's events. */
  isWatched(fd: number): boolean {
    return this.#descriptors.get(fd)?.isWatching ?? false
  }

  forgetDescriptor(fd: number): void {
    this.#descriptors.delete(fd)
    this.#kernel.sendSpace.delete(fd)
  }

  ofSignal(signal: number): Set<EventTarget> {
    const targets = this.#signals.get(signal) ?? new Set()
    this.#signals.set(signal, targets)
    return targets
  }

  /** Keeps the process alive until a signal arrives that it has sent itself and listens for. */
  expectSignal(signal: number): void {
    if (this.ofSignal(signal).size > 0) this.#expectedSignals.add(signal)
  }

  get expectsSignal(): boolean {
    return this.#expectedSignals.size > 0
  }

  /** Notifies `target` once when the child `pid` has ended. */
  watchChild(pid: number, target: EventTarget): void {
    this.#children.set(pid, target)
  }

  of({ type, value, fd, sendSpace }: KernelEvent): EventTarget[] {
    if (type === EventType.signal) this.#expectedSignals.delete(value)
    if (type === EventType.signal) return [...(this.#signals.get(value) ?? [])]
    const isChild = type === EventType.child
    this.#metrics.events++
    const target = isChild ? this.#children.get(value) : this.#descriptors.get(fd)
    if (isChild) this.#children.delete(value)
    else if (target && sendSpace > 0) this.#kernel.sendSpace.set(fd, sendSpace)
    return target ? [target] : []
  }
}
