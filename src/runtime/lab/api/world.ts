import type { EventTrace } from '#network'
import type { Capture, CaptureWhere } from './capture.ts'
import type { Host } from './host.ts'
import type { Leak, LeakExpectation } from './host-state.ts'
import type { Impairment, Link } from './link.ts'
import type { Packet } from './packet.ts'
import type { WorldRecipe } from './recipe.ts'
import type { Backend, Capability, DisplayFilter, Duration, Time, Undo, Within } from './values.ts'

/** A world, held by its test. `connectLab` of the client makes one over any port. */
export interface Lab {
  readonly backend: Backend
  readonly seed: number
  readonly capabilities: ReadonlySet<Capability>
  readonly clock: Clock
  /** A host by its name in the topology; a misspelt name throws at once and lists the names. No crossing. */
  host(name: string): Host
  /** Hosts by pattern: `hosts('attacker*')`. No crossing. */
  hosts(pattern: string): Host[]
  /** The link between two nodes, or between a node and its switch; `link('a', 'b', 1)` for the second of two. No crossing. */
  link(a: string, b: string, index?: number): Link
  /** A cursor over the recorded packets, from the world's first. See `Capture`. No crossing. */
  capture(filter?: DisplayFilter, where?: CaptureWhere): Capture
  /**
   * Marks where the test begins. Replays and reports of a failure start with the next packet; what was sent until now
   * prepares the world. The recording keeps all. Await everything that prepares it first. No crossing.
   */
  begin(): void
  /** @act Cut every path between the groups. Linux: the relay drops. */
  partition(...groups: string[][]): Promise<Undo>
  /** @act A script that the world plays by itself: no wait, no crossing at each step, the same on every backend. */
  timeline(events: TimelineEvent[]): Promise<void>
  /**
   * @wait Until nothing is under way: no packet in flight, no process runnable, no timer due within `quiet` (default 50 ms).
   * Linux: no packet on any link and every process asleep for `quiet`.
   */
  settle(options?: { quiet?: Duration } & Within): Promise<void>
  /**
   * @wait Closes the sockets that the test itself holds, settles for `quiet` (5 s), and returns what programs then still hold that
   * `expected` does not name. `labTest` calls it after every test that asks for it.
   */
  leaks(expected?: LeakExpectation): Promise<Leak[]>
  /** @look The whole recording as pcapng: of every link, and of the `lo` of each host that talked to itself. */
  pcapng(): Promise<Uint8Array>
  /**
   * @look The world's description and everything done to it so far. It recreates the same world, to its end or to any moment
   * before it. Linux: NOT_SUPPORTED.
   */
  recipe(): Promise<WorldRecipe>
  /** @look The rolling hash of all events so far, for worlds opened with `trace`: two runs are identical as long as their hashes are equal. */
  trace(): Promise<EventTrace>
  /** @act Ends every process (SIGKILL) and frees the world. `labTest` calls it. */
  close(): Promise<void>
}

/** Position of a world after a step. */
export interface Stop {
  at: Time
  /** Events that happened in the world so far. */
  events: number
  /** True if nothing more will happen by itself. */
  idle: boolean
}

export interface Clock {
  readonly kind: 'virtual' | 'real'
  /** Time of the last answer: of the event that completed the last wait. Does not cross; does not drift on Linux. */
  readonly now: Time
  /** @wait Let the world run for exactly this long. For the passing of time only, never to wait for something. Linux: sleeps; counts toward the test's `waits`. */
  advance(by: Duration): Promise<void>
  /** @wait As `advance`, to an instant. */
  until(at: Time): Promise<void>
  /**
   * @act Holds the world at the end of the event that happens now, also in the middle of a wait, which stays pending; acts and looks still work, and
   * waits requested from now on (`step`, `untilMatch`, `advance`, `until`) run by themselves. Resolves when the world is paused. Linux: NOT_SUPPORTED,
   * because real kernels do not stand still.
   */
  pause(): Promise<void>
  /** @act Continue the waits that were held. */
  resume(): Promise<void>
  /** @wait Run this many events, or this many frames sent or arrived (or lost on the way); default one event. Linux: NOT_SUPPORTED. */
  step(by?: { events: number } | { packets: number }): Promise<Stop>
  /** @wait Until the next packet that matches is sent, and pause there. Throws TIMEOUT if none can come. Linux: NOT_SUPPORTED. */
  untilMatch(filter: DisplayFilter, options?: Within): Promise<Packet>
  /** How long `body` takes, from answer to answer: `const { took, value } = await lab.clock.time(() => peer.expectEnd())`. */
  time<T>(body: () => Promise<T>): Promise<{ took: number; value: T }>
  /** What `toBeAbout` allows here: 1 ms simulated; the larger of 25 % and 40 ms on Linux. */
  tolerance(of: Duration): number
}

/** `at` counts from the world's start; past times happen at once. */
export type TimelineEvent = { at: Duration } & (
  | { link: [string, string]; do: 'cut' | 'restore' }
  | { link: [string, string]; impair: Impairment; from?: string }
  | { host: string; do: 'power-off' }
  /** Boots with nothing running; with `programs`, earlier programs are started again. */
  | { host: string; do: 'power-on'; programs?: 'again' }
  | { host: string; sh: string }
  | { host: string; wallClock: Duration }
)
