import { type Nanoseconds, Ready } from '#network'
import { EventType, emptyEvent, type KernelEvent } from '../syscalls/index.ts'
import type { Descriptor } from './descriptors.ts'
import type { EventQueue, Process } from './kernel-services.ts'
import { readyMask, takeReadyEvent } from './readiness.ts'
import { Signal } from './signals.ts'

/** Most descriptor events that may come before a child's end that was noticed earlier. */
const MOST_BEFORE_END = 64

/** A child that has ended. What it wrote before is read first, as by libuv, which looks for children last. */
interface EndedChild {
  readonly child: Process
  passedBy: number
}

/**
 * Queue of events for a process, in order: its start, signals, descriptors in the order in which they became
 * ready, the deadline of its timers. One turn takes one event; a turn for a descriptor lets due timers run as well.
 */
export class TurnQueue implements EventQueue {
  readonly #process: Process
  #started = false
  readonly #signals: number[] = []
  readonly #ready: Descriptor[] = []
  readonly #ended: EndedChild[] = []
  /** Streams whose send space may have grown beyond what the process knows. */
  readonly #grown = new Set<Descriptor>()
  /** Descriptors reported in this turn; checked again at its end, since readiness is a level and not an edge. */
  #told: Descriptor | null = null
  /** Number of undelivered events among those that were ready when the process began to look. */
  #inBatch = 0
  /** When the process's next timer is due, -1 for none. */
  deadline: Nanoseconds | -1 = -1

  constructor(process: Process) {
    this.#process = process
  }

  /** Whether an event can be delivered now, timers aside. */
  get hasEvents(): boolean {
    return !this.#started || this.#signals.length > 0 || this.#ready.length > 0 || this.#ended.length > 0
  }

  /** Whether other events were ready together with the latest one: a single epoll_wait(2) returns them all. */
  get hasMoreInBatch(): boolean {
    return this.#inBatch > 0 && this.hasEvents
  }

  childEnded(child: Process): void {
    this.#ended.push({ child, passedBy: 0 })
  }

  /** Removes a child's end that its parent already knows. */
  forgetChild(child: Process): void {
    const at = this.#ended.findIndex((ended) => ended.child === child)
    if (at >= 0) this.#ended.splice(at, 1)
  }

  signal(signal: number): void {
    this.#signals.push(signal)
  }

  /** Called when a descriptor or its requested events changed. */
  consider(descriptor: Descriptor): void {
    if (descriptor.queued || readyMask(descriptor) === 0) return
    descriptor.queued = true
    const { cause } = this.#process.kernel.network
    descriptor.queuedBy = cause !== null && 'packet' in cause ? cause.packet : 0
    this.#ready.push(descriptor)
  }

  grew(descriptor: Descriptor): void {
    this.#grown.add(descriptor)
  }

  forget(descriptor: Descriptor): void {
    if (descriptor.queued) this.#ready.splice(this.#ready.indexOf(descriptor), 1)
    this.#grown.delete(descriptor)
    if (this.#told === descriptor) this.#told = null
  }

  clear(): void {
    this.#signals.length = 0
    this.#ready.length = 0
    this.#ended.length = 0
    this.#grown.clear()
    this.#told = null
    this.#inBatch = 0
    this.deadline = -1
  }

  /** The next event, or null when what was queued has gone away meanwhile and no timer is due at `now`. */
  take(now: Nanoseconds): KernelEvent | null {
    this.#process.turnAfter = 0
    if (!this.#started) {
      this.#started = true
      return this.#startEvent()
    }
    if (this.#inBatch === 0) this.#inBatch = this.#signals.length + this.#ready.length + this.#ended.length
    if (this.#inBatch > 0) this.#inBatch--
    const signal = this.#signals.shift()
    if (signal !== undefined) {
      const event = emptyEvent(EventType.signal)
      event.value = signal
      return event
    }
    if (this.#isTimeForEnd()) return this.#childEvent()
    for (let next = this.#ready.shift(); next !== undefined; next = this.#ready.shift()) {
      next.queued = false
      const event = takeReadyEvent(this.#process, next)
      if (event !== null) {
        this.#told = next
        // With a timer due as well it isn't known which of the two a call comes from.
        if (this.deadline < 0 || this.deadline > now) this.#process.turnAfter = next.queuedBy
        return event
      }
      // Connections that were turned away for want of descriptors: the next ones have to be turned away too.
      if (next.listening) this.consider(next)
    }
    if (this.#ended.length > 0) return this.#childEvent()
    return this.deadline >= 0 && this.deadline <= now ? emptyEvent(EventType.timeout) : null
  }

  /** Send space of streams other than `fd` that grew since it was last told: `[fd, space, …]`. */
  takeCredit(fd: number): number[] | null {
    if (this.#grown.size === 0) return null
    const credit: number[] = []
    for (const descriptor of this.#grown) {
      // One that is still connecting may have space, but what is sent now would be refused.
      if (descriptor.fd === fd || (descriptor.file.readiness() & Ready.OUT) === 0) continue
      const { space } = descriptor
      if (space === descriptor.knownSpace) continue
      descriptor.knownSpace = space
      credit.push(descriptor.fd, space)
    }
    this.#grown.clear()
    return credit.length === 0 ? null : credit
  }

  turnEnded(): void {
    const told = this.#told
    this.#told = null
    if (told !== null) this.consider(told)
  }

  #isTimeForEnd(): boolean {
    const first = this.#ended[0]
    return first !== undefined && (this.#ready.length === 0 || first.passedBy++ >= MOST_BEFORE_END)
  }

  /** The parent learns how it ended, and nothing is left of it. */
  #childEvent(): KernelEvent {
    const { child } = this.#ended.shift()!
    const event = emptyEvent(EventType.child)
    event.value = child.pid
    event.error = child.exit?.code ?? 0
    event.mask = child.exit?.signal ? Signal[child.exit.signal] : 0
    this.#process.kernel.reap(child)
    return event
  }

  #startEvent(): KernelEvent {
    const event = emptyEvent(EventType.start)
    event.value = this.#process.pid
    event.str = JSON.stringify(this.#process.program)
    return event
  }
}

/** Called when a socket's readiness or send space may have grown. */
export function noteChange(queue: EventQueue, descriptor: Descriptor): void {
  if (descriptor.stream !== null && !descriptor.listening && descriptor.space > descriptor.knownSpace) {
    queue.grew(descriptor)
  }
  if ((descriptor.interest & (Ready.IN | Ready.OUT)) !== 0) queue.consider(descriptor)
}
