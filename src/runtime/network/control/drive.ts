import { FilterError, type PacketRecord } from '../capture/index.ts'
import type { Nanoseconds } from '../clock.ts'
import type { SimulatedNetwork } from '../topology/index.ts'
import { type RunGoal, watchGoal } from './goal.ts'

/** State of a world after a run. */
export interface RunStop {
  /** `idle`: nothing will ever happen by itself; the world is at its last event, or at the instant asked for. */
  readonly reason: 'reached' | 'idle'
  readonly at: Nanoseconds
  /** Events that happened in the world so far. */
  readonly events: number
  /** The packet that was looked for. */
  readonly packet: PacketRecord | null
}

/**
 * Runs a network without processes to a goal and stops it there. Events do not depend on how a run is divided into such
 * steps. Returns a FilterError for a filter that does not compile.
 */
export function runNetwork(network: SimulatedNetwork, goal: RunGoal): RunStop | FilterError {
  const { clock } = network
  const watch = watchGoal(network, goal)
  if (watch instanceof FilterError) return watch
  const stop = (reason: RunStop['reason']): RunStop => ({
    reason,
    at: clock.now,
    events: clock.happened,
    packet: watch.packet,
  })
  for (let next = clock.peek(); next !== undefined && next.at <= watch.limit; next = clock.peek()) {
    if (clock.take()!.run() !== undefined)
      throw new Error('An event entered a process: such a world is driven by `World`')
    if (watch.isReached()) return stop('reached')
  }
  if (!Number.isFinite(watch.limit)) return stop('idle')
  if (watch.limit > clock.now) clock.advanceTo(watch.limit)
  return stop('reached')
}
