import {
  CaptureAnalysis,
  type CompiledFilter,
  compileFilter,
  type Dissection,
  FilterError,
  type PacketRecord,
  type Recorder,
} from '../capture/index.ts'
import type { Clock, Nanoseconds } from '../clock.ts'

/** How far a world shall go: data, so that it can be asked for from afar and written down. */
export type RunGoal =
  /** So many events from here; default 1. */
  | { readonly kind: 'events'; readonly count?: number }
  /** To the end of the event in which that many frames more were sent or have met their fate; default 1. */
  | { readonly kind: 'packets'; readonly count?: number }
  /** To this instant. What happens at it has happened. */
  | { readonly kind: 'time'; readonly at: Nanoseconds }
  /** To the end of the event that sends the next frame which this display filter matches. */
  | { readonly kind: 'match'; readonly filter: string }

/** What a goal is watched on. */
export interface GoalWorld {
  readonly clock: Pick<Clock, 'now' | 'happened'>
  readonly recorder: Recorder
  /** Analysis for packets. Without it they are dissected with an analysis of this goal's own. */
  readonly dissect?: (record: PacketRecord) => Dissection
}

/** A goal at work: asked after every event. */
export interface GoalWatch {
  /** The clock goes no further than this. */
  readonly limit: Nanoseconds
  isReached(): boolean
  /** The packet that was looked for, once it was found. */
  readonly packet: PacketRecord | null
}

/** Begins to watch for a goal, from the world's present moment on. A filter that does not compile is a FilterError. */
export function watchGoal(world: GoalWorld, goal: RunGoal): GoalWatch | FilterError {
  const { clock, recorder } = world
  if (goal.kind === 'time') return { limit: goal.at, isReached: () => false, packet: null }
  if (goal.kind === 'match') {
    const matches = compileFilter(goal.filter)
    return matches instanceof FilterError ? matches : new MatchWatch(world, matches)
  }
  const counted = goal.kind === 'events' ? () => clock.happened : () => recorder.count + recorder.settled
  const end = counted() + Math.max(1, goal.count ?? 1)
  return { limit: Number.POSITIVE_INFINITY, isReached: () => counted() >= end, packet: null }
}

/** Looks at each packet once, when it has been sent. */
class MatchWatch implements GoalWatch {
  readonly limit = Number.POSITIVE_INFINITY
  packet: PacketRecord | null = null
  readonly #recorder: Recorder
  readonly #matches: CompiledFilter
  readonly #dissect: (record: PacketRecord) => Dissection
  #looked: number

  constructor({ recorder, dissect }: GoalWorld, matches: CompiledFilter) {
    this.#recorder = recorder
    this.#matches = matches
    this.#dissect = dissect ?? ownAnalysis(recorder)
    this.#looked = recorder.count
  }

  isReached(): boolean {
    while (this.packet === null && this.#looked < this.#recorder.count) {
      const record = this.#recorder.packet(++this.#looked)
      if (record !== undefined && this.#matches(this.#dissect(record))) this.packet = record
    }
    return this.packet !== null
  }
}

/** Has seen what is recorded, and follows. */
function ownAnalysis(recorder: Recorder): (record: PacketRecord) => Dissection {
  const analysis = new CaptureAnalysis()
  for (const record of recorder.packets) analysis.add(record)
  return (record) => {
    analysis.add(record)
    return analysis.dissect(record)
  }
}
