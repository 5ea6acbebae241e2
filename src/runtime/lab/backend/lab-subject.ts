import { type EventTrace, SECOND, writePcapng } from '#network'
import type { Impairment, Leak, LeakExpectation, SocketRow, TimelineEvent, WorldRecipe } from '../api/index.ts'
import { toMilliseconds, toNanoseconds } from '../duration.ts'
import type { WorldEvidence } from '../protocol.ts'
import { count } from '../text.ts'
import { CaptureCursor } from './capture-cursor.ts'
import type { Context } from './context.ts'
import { undo } from './link-subject.ts'
import type { StartedProcess } from './processes.ts'
import type { Operation, Subject } from './subject.ts'
import { done, Failure, type Wait, waitFor } from './wait.ts'

const DEFAULT_QUIET = toNanoseconds(50)
/**
 * Longer than ordinary timers of programs, shorter than TIME_WAIT: whatever remains then is a leak. Real time is too
 * expensive for 5 s.
 */
const LEAK_QUIET = { virtual: 5 * SECOND, real: 2 * SECOND }
/** Lines of the ladder in evidence. */
const EVIDENCE_LINES = 200
const LEAK_DEADLINE = 120 * SECOND

/** The whole world: `lab`. */
export class LabSubject implements Subject {
  readonly #context: Context

  constructor(context: Context) {
    this.#context = context
  }

  readonly operations: Record<string, Operation> = {
    partition: (groups: string[][], { ref }) => this.#partition(groups, ref),
    timeline: ([events]: [TimelineEvent[]]) => this.#timeline(events),
    settle: ([quiet]: [number | undefined], call) =>
      this.#quiet(quiet === undefined ? DEFAULT_QUIET : toNanoseconds(quiet), call.deadline, () => undefined),
    leaks: ([expected]: [LeakExpectation]) => this.#leaks(expected),
    pcapng: () => this.#pcapng(),
    evidence: () => this.#evidence(),
    recipe: () => this.#recipe(),
    trace: () => this.#trace(),
  }

  /**
   * Packets of the links, with the numbers used in reports; after them, loopback packets of hosts that talked to
   * themselves.
   */
  #pcapng(): Uint8Array {
    const { world, packets, loopbacks } = this.#context
    const used = [...loopbacks].filter(([, { records }]) => records.length > 0)
    if (used.length === 0) return writePcapng(world.network.endpoints, packets.records)
    const all = [...packets.records, ...used.flatMap(([, { records }]) => records)]
    return writePcapng([...world.network.endpoints, ...used.map(([name]) => name)], all)
  }

  #trace(): EventTrace {
    const { trace } = this.#context
    if (trace === null)
      throw new Failure('NOT_SUPPORTED', 'a hash of events', 'a world that was opened without `trace`')
    return { values: [...trace.values], events: trace.events, last: trace.last }
  }

  #recipe(): WorldRecipe {
    const { journal, origin } = this.#context
    if (journal === null)
      throw new Failure('NOT_SUPPORTED', 'a recipe of the world', 'a real kernel: no two of its runs are the same')
    if (journal.entries === null)
      throw new Failure('NOT_SUPPORTED', 'a recipe of the world', 'more data sent from outside than a recipe can hold')
    return { version: 1, ...origin, journal: structuredClone([...journal.entries]) }
  }

  get #now(): number {
    return this.#context.world.network.clock.now
  }

  #partition(groups: string[][], ref: string): void {
    const names = new Set(this.#context.nodes.map(({ name }) => name))
    const unknown = groups.flat().find((name) => !names.has(name))
    if (unknown !== undefined)
      throw new Failure('MISUSE', `nodes of the topology (${[...names].join(', ')})`, JSON.stringify(unknown))
    const cut = this.#context.links.partition(groups)
    this.#context.register(
      ref,
      undo(() => {
        for (const link of cut) link.restore()
      }),
    )
  }

  #timeline(events: TimelineEvent[]): void {
    const { clock } = this.#context.world.network
    for (const event of events) {
      const run = this.#timelineAction(event)
      clock.at(Math.max(clock.now, toNanoseconds(event.at as number)), run)
    }
  }

  #timelineAction(event: TimelineEvent): () => void | Promise<void> {
    const { links } = this.#context
    if ('host' in event) return this.#hostAction(event)
    const link = links.between(event.link)
    if ('impair' in event) return () => void links.impair(link, event.impair as Impairment, event.from)
    return () => (event.do === 'cut' ? link.cut() : link.restore())
  }

  #hostAction(event: Extract<TimelineEvent, { host: string }>): () => void | Promise<void> {
    const { power } = this.#context
    if (!('do' in event) || !power.isPossible)
      throw new Failure(
        'NOT_SUPPORTED',
        'an event of a host in a timeline',
        'an unsupported one: only power on simulated hosts is supported',
      )
    this.#context.host(event.host)
    if (event.do === 'power-off') return () => power.off(event.host)
    return () => power.on(event.host, event.programs === 'again')
  }

  #quiet(quiet: number, deadline: number, value: () => unknown): Wait {
    return waitFor({
      deadline,
      expected: `an idle network with nothing due within ${toMilliseconds(quiet)} ms`,
      poll: () => (this.#context.world.isQuiet(quiet) ? done(value()) : null),
      seen: () => `activity: ${this.#whatGoesOn()}`,
    })
  }

  /** For the error of a `settle` that never settles: what is still active. */
  #whatGoesOn(): string {
    const flying = this.#context.packets.records.filter(({ fate }) => fate === 'under way').length
    const alive = this.#context.processes.all.filter(({ process }) => !process.exit)
    const running = alive.map(
      ({ process, hostName }) => `${process.name} on ${hostName} (${count(process.handles().timers, 'timer')})`,
    )
    return (
      [flying > 0 ? `${count(flying, 'packet')} in flight` : '', ...running].filter(Boolean).join(', ') ||
      'the network itself'
    )
  }

  /** Closes the test's own sockets first: whatever remains belongs to programs. */
  #leaks(expected: LeakExpectation): Wait {
    this.#context.closeTestSockets()
    const leaks = () =>
      this.#context.processes.all.flatMap((started) => (started.process.exit ? [] : this.#leaksOf(started, expected)))
    return this.#quiet(LEAK_QUIET[this.#context.world.time], this.#now + LEAK_DEADLINE, leaks)
  }

  #leaksOf({ process, hostName, channelAddress }: StartedProcess, expected: LeakExpectation): Leak[] {
    const { listeners, timers, ...held } = process.handles()
    const sockets = held.sockets.filter(({ remote }) => !remote || remote.address !== channelAddress)
    const leak = (kind: Leak['kind'], what: string): Leak => ({
      kind,
      process: `${process.name} on ${hostName}`,
      what,
      since: toMilliseconds(this.#now),
    })
    const unexpected = listeners.filter(({ local }) => !(expected.listeners ?? []).includes(local.port))
    return [
      ...unexpected.map(({ local }) => leak('listener', `listens on port ${local.port}`)),
      ...sockets.slice(expected.sockets ?? 0).map((socket) => leak('socket', describeSocket(socket as SocketRow))),
      ...(timers > (expected.timers ?? 0)
        ? [{ ...leak('timer', `${count(timers, 'timer')} still running`), count: timers }]
        : []),
    ]
  }

  #evidence(): WorldEvidence {
    const { shortestWait } = this.#context
    return {
      at: toMilliseconds(this.#now),
      packets: this.#context.packets.count,
      ladder: new CaptureCursor(this.#context, {}, this.#context.packets.oldest).ladder(EVIDENCE_LINES),
      processes: this.#context.processes.evidence(),
      schedule: this.#context.peers.segmentations(),
      lagMs: this.#context.world.lagMs(),
      shortestWaitMs: shortestWait === null ? null : toMilliseconds(shortestWait),
      othersShare: this.#context.world.othersShare(),
    }
  }
}

function describeSocket({ proto, state, local, remote, recvQ, sendQ }: SocketRow): string {
  const to = remote ? ` to ${remote.address}:${remote.port}` : ''
  const queues = recvQ + sendQ > 0 ? ` (${recvQ} bytes unread, ${sendQ} unsent)` : ''
  return `${proto} socket ${local.address}:${local.port}${to} in ${state}${queues}`
}
