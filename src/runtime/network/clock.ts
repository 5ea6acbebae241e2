/**
 * Virtual time. A `Clock` is the only source of time of a simulated world: events are ordered by (time, insertion), and time moves
 * only by taking the next one. A `Scheduler` is the part of it that links and hosts see; the relay on Linux has one over real time.
 */

/** Whole nanoseconds since the world's start; exact up to 104 days. */
export type Nanoseconds = number

/** Value of `Date` at the world's start, and the origin of times in capture files: 1 January 2026, 00:00 UTC. */
export const WORLD_EPOCH_MS = 1_767_225_600_000

export const MICROSECOND: Nanoseconds = 1_000
export const MILLISECOND: Nanoseconds = 1_000_000
export const SECOND: Nanoseconds = 1_000_000_000

/** Callback of an event. Only events that enter a process are asynchronous. */
export type Action = () => void | Promise<void>

export interface ScheduledEvent {
  readonly at: Nanoseconds
  /** Order of insertion: of two events of one instant the one scheduled first goes first. */
  readonly sequence: number
  /** Owner of the event (a process, say), or null for the world's own. */
  readonly owner: object | null
}

/** An event whose time has come. */
export interface DueEvent extends ScheduledEvent {
  readonly run: Action
}

/** Where events are scheduled that happen one behind the other. */
export interface Lane {
  /** Schedules `run` for an instant that is not before the lane's last. It cannot be cancelled. */
  at(time: Nanoseconds, run: Action): void
}

export interface Scheduler {
  readonly now: Nanoseconds
  /** Schedules `run` for an instant that is not in the past. */
  at(time: Nanoseconds, run: Action): ScheduledEvent
  /** Schedules `run` for `duration` from now. */
  after(duration: Nanoseconds, run: Action): ScheduledEvent
  /** Forgets an event. One that has happened or was cancelled before is ignored. */
  cancel(event: ScheduledEvent): void
  /** A lane of its own: what follows each other there costs the same however much is under way. */
  lane(): Lane
}

interface HeapEvent extends DueEvent {
  /** Place in the heap, -1 when it is not there. Kept so that cancelling needs no search and leaves no garbage behind. */
  place: number
  /** The one behind it in its lane, which takes its place in the heap. */
  next: HeapEvent | null
}

/** Of an event that waits in a lane for those before it. */
const BEHIND = -2

/**
 * A binary heap of events. Each knows its place, so a cancelled event leaves at once: TCP re-arms a timer with every
 * acknowledgment, and events that only wait to be skipped would soon be the greater part of the heap. Of a lane only the first is in the heap; that
 * changes nothing in the order of events, since each is numbered when it is scheduled.
 */
export class Clock implements Scheduler {
  #now: Nanoseconds = 0
  #sequence = 0
  #happened = 0
  /** Events behind the first of their lanes. */
  #behind = 0
  readonly #heap: HeapEvent[] = []
  /**
   * Is told of every event before it happens, while `now` is still the time of the one before: all that this one did is done. Null: time is about to
   * pass without an event.
   */
  onEvent: ((event: ScheduledEvent | null) => void) | null = null

  get now(): Nanoseconds {
    return this.#now
  }

  /** Number of events so far: with the seed and the journal of acts, it identifies a moment of a run exactly. */
  get happened(): number {
    return this.#happened
  }

  /** Events that are still to come. */
  get pending(): number {
    return this.#heap.length + this.#behind
  }

  /** Throws RangeError when `time` is in the past or not a whole number: time here never runs backwards. */
  at(time: Nanoseconds, run: Action, owner: object | null = null): ScheduledEvent {
    if (!Number.isSafeInteger(time) || time < this.#now) {
      throw new RangeError(
        `An event at ${time} ns cannot be scheduled: it is ${this.#now} ns, and times are whole numbers`,
      )
    }
    const event: HeapEvent = { at: time, sequence: this.#sequence++, owner, run, place: this.#heap.length, next: null }
    this.#heap.push(event)
    this.#rise(event)
    return event
  }

  after(duration: Nanoseconds, run: Action, owner: object | null = null): ScheduledEvent {
    return this.at(this.#now + duration, run, owner)
  }

  /** Its `at` throws RangeError for a time before the lane's last, too. */
  lane(): Lane {
    let last: HeapEvent | null = null
    return {
      at: (time, run) => {
        if (last === null || last.place === -1) {
          last = this.at(time, run) as HeapEvent
          return
        }
        if (!Number.isSafeInteger(time) || time < last.at)
          throw new RangeError(`An event at ${time} ns cannot stand behind one at ${last.at} ns`)
        const event: HeapEvent = { at: time, sequence: this.#sequence++, owner: null, run, place: BEHIND, next: null }
        this.#behind++
        last.next = event
        last = event
      },
    }
  }

  cancel(event: ScheduledEvent): void {
    const { place } = event as HeapEvent
    if (place >= 0 && this.#heap[place] === event) this.#remove(place)
  }

  /** The earliest event, left where it is. */
  peek(): ScheduledEvent | undefined {
    return this.#heap[0]
  }

  /** Removes the earliest event and moves `now` to its time. The caller runs it. */
  take(): DueEvent | undefined {
    const event = this.#heap[0]
    if (event === undefined) return undefined
    this.onEvent?.(event)
    if (event.next === null) this.#remove(0)
    else this.#advance(event, event.next)
    this.#happened++
    this.#now = event.at
    return event
  }

  /** Moves `now` forward over a stretch in which nothing happens. Throws RangeError backwards, or past the next event. */
  advanceTo(time: Nanoseconds): void {
    const next = this.#heap[0]
    if (!Number.isSafeInteger(time) || time < this.#now || (next !== undefined && time > next.at)) {
      throw new RangeError(
        `Time cannot go from ${this.#now} to ${time} ns; the next event is at ${next?.at ?? 'no time'}`,
      )
    }
    if (time > this.#now) this.onEvent?.(null)
    this.#now = time
  }

  /**
   * Runs every event up to and including `time`, then stands at `time`. For worlds without processes: an event that turns out to be
   * asynchronous throws, since nobody here would wait for it.
   */
  runUntil(time: Nanoseconds): void {
    for (let next = this.#heap[0]; next !== undefined && next.at <= time; next = this.#heap[0]) {
      if (this.take()!.run() !== undefined)
        throw new Error('An event entered a process: such a world is driven by `World`')
    }
    this.advanceTo(time)
  }

  /** The first event of all makes way for the one behind it in its lane. */
  #advance(event: HeapEvent, next: HeapEvent): void {
    event.place = -1
    event.next = null
    next.place = 0
    this.#behind--
    this.#sink(next)
  }

  #remove(place: number): void {
    const heap = this.#heap
    const removed = heap[place]!
    const last = heap.pop()!
    removed.place = -1
    if (last === removed) return
    last.place = place
    heap[place] = last
    this.#rise(last)
    this.#sink(last)
  }

  #rise(event: HeapEvent): void {
    const heap = this.#heap
    let place = event.place
    while (place > 0) {
      const above = (place - 1) >> 1
      const parent = heap[above]!
      if (isBefore(parent, event)) break
      heap[place] = parent
      parent.place = place
      place = above
    }
    heap[place] = event
    event.place = place
  }

  #sink(event: HeapEvent): void {
    const heap = this.#heap
    const size = heap.length
    let place = event.place
    for (;;) {
      let below = 2 * place + 1
      if (below >= size) break
      if (below + 1 < size && isBefore(heap[below + 1]!, heap[below]!)) below++
      const child = heap[below]!
      if (isBefore(event, child)) break
      heap[place] = child
      child.place = place
      place = below
    }
    heap[place] = event
    event.place = place
  }
}

function isBefore(a: ScheduledEvent, b: ScheduledEvent): boolean {
  return a.at < b.at || (a.at === b.at && a.sequence < b.sequence)
}
