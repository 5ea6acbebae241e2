import { FilterError, type PacketRecord, type RunGoal, watchGoal } from '#network'
import type { Stop } from '../api/index.ts'
import { toMilliseconds, toNanoseconds } from '../duration.ts'
import type { Context } from './context.ts'
import { filterMisuse } from './link-subject.ts'
import { packetData } from './packet-data.ts'
import type { CallContext, Operation, Subject } from './subject.ts'
import { done, Failure, type Wait, waitFor, waitThrough } from './wait.ts'

/** The passing of time: `clock`. */
export class ClockSubject implements Subject {
  readonly #context: Context

  constructor(context: Context) {
    this.#context = context
  }

  readonly operations: Record<string, Operation> = {
    advance: ([ms]: [number]) => this.#through(this.#clock.now + toNanoseconds(ms)),
    until: ([ms]: [number]) => this.#until(ms),
    step: ([by]: [{ events: number } | { packets: number }]) => this.#step(by),
    untilMatch: ([filter]: [string], call) => this.#untilMatch(filter, call),
  }

  get #clock() {
    return this.#context.world.network.clock
  }

  #until(ms: number): Wait {
    const at = toNanoseconds(ms)
    if (at >= this.#clock.now || this.#context.world.time !== 'virtual') return this.#through(at)
    const expected = `an instant from now on (${toMilliseconds(this.#clock.now)} ms)`
    throw new Failure('MISUSE', expected, `${ms} ms, which has passed`)
  }

  #through(at: number): Wait {
    return { ...waitThrough(at, () => {}), drives: true }
  }

  #step(by: { events: number } | { packets: number }): Wait {
    const [kind, count] = 'packets' in by ? (['packets', by.packets] as const) : (['events', by.events] as const)
    if (!Number.isSafeInteger(count) || count < 1)
      throw new Failure('MISUSE', `a whole number of ${kind}, from 1`, String(count))
    const watch = this.#watch('a step', { kind, count })
    const { control } = this.#context.world
    const stop = (idle: boolean) => {
      const { now, happened } = control!
      return done({ at: toMilliseconds(now), events: happened, idle } satisfies Stop)
    }
    const poll = () => (watch.isReached() ? stop(false) : this.#isIdle() ? stop(true) : null)
    return { deadline: Number.POSITIVE_INFINITY, poll, expire: () => stop(true), drives: true }
  }

  #untilMatch(filter: string, call: CallContext): Wait {
    const watch = this.#watch('a run to a match', { kind: 'match', filter })
    const expected = `a packet that matches ${JSON.stringify(filter)} ${call.within}`
    const found = (record: PacketRecord) => done(packetData(record, this.#context.packets.dissect(record), record.from))
    const poll = () => {
      if (watch.isReached()) return found(watch.packet!)
      if (this.#isIdle()) throw new Failure('TIMEOUT', expected, 'that nothing more will happen by itself')
      return null
    }
    return { ...waitFor({ deadline: call.deadline, expected, poll, seen: () => 'none' }), drives: true }
  }

  #watch(what: string, goal: RunGoal) {
    const { world, packets } = this.#context
    if (world.control === null)
      throw new Failure('NOT_SUPPORTED', what, 'a world of real kernels, which do not stand still')
    const { recorder } = world.network
    const watch = watchGoal({ clock: world.control, recorder, dissect: (record) => packets.dissect(record) }, goal)
    if (watch instanceof FilterError) throw filterMisuse(watch)
    return watch
  }

  /** Nothing more will happen by itself: a step ends here instead of running to the end of time. */
  #isIdle(): boolean {
    return this.#context.world.isQuiet(Number.POSITIVE_INFINITY)
  }
}
