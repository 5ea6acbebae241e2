import type { EventTrace } from '#network'
import type {
  Backend,
  Capability,
  Capture,
  CaptureWhere,
  Clock,
  DisplayFilter,
  Duration,
  Host,
  Lab,
  Leak,
  LeakExpectation,
  Link,
  TimelineEvent,
  Undo,
  Within,
  WorldRecipe,
} from '../api/index.ts'
import { milliseconds } from '../duration.ts'
import type { NodeDescription } from '../protocol.ts'
import { didYouMean } from '../suggest.ts'
import { CaptureHandle } from './capture-handle.ts'
import { ClockHandle } from './clock-handle.ts'
import { Handle, limitOf, optionalMs } from './handle.ts'
import { HostHandle } from './host-handle.ts'
import { LinkHandle, UndoHandle } from './link-handle.ts'
import type { Session } from './session.ts'

export class LabHandle extends Handle implements Lab {
  readonly clock: Clock
  readonly capabilities: ReadonlySet<Capability>

  constructor(session: Session) {
    super(session, 'lab', 'lab')
    this.clock = new ClockHandle(session)
    this.capabilities = new Set(session.description.capabilities)
  }

  get backend(): Backend {
    return this.session.description.backend
  }

  get seed(): number {
    return this.session.description.seed
  }

  host(name: string): Host {
    const nodes = this.#stacks()
    const node = nodes.find((candidate) => candidate.name === name)
    if (node) return new HostHandle(this.session, node)
    const names = nodes.map((candidate) => candidate.name)
    const seen = `${JSON.stringify(name)}${didYouMean(name, names)}`
    throw this.session.misuse(`a host of ${this.session.description.topology} (${names.join(', ')})`, seen)
  }

  hosts(pattern: string): Host[] {
    const source = pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')
    const matching = new RegExp(`^${source}$`)
    return this.#stacks()
      .filter(({ name }) => matching.test(name))
      .map((node) => new HostHandle(this.session, node))
  }

  link(a: string, b: string, index = 0): Link {
    const joins = (ends: readonly string[], from: string, to: string) => isAt(ends[0]!, from) && isAt(ends[1]!, to)
    const { links, topology } = this.session.description
    const found = links
      .map(({ endpoints }, number) => ({ endpoints, number }))
      .filter(({ endpoints }) => joins(endpoints, a, b) || joins(endpoints, b, a))
    const link = found[index]
    if (link) return new LinkHandle(this.session, link.number, link.endpoints)
    const all = links.map(({ endpoints }) => endpoints.join('—')).join(', ')
    throw this.session.misuse(
      `a link of ${topology} (${all})`,
      `link(${JSON.stringify(a)}, ${JSON.stringify(b)}, ${index})`,
    )
  }

  capture(filter?: DisplayFilter, where: CaptureWhere = {}): Capture {
    return new CaptureHandle(this.session, filter, where)
  }

  begin(): void {
    this.session.begin()
  }

  partition(...groups: string[][]): Promise<Undo> {
    const result = (_: unknown, ref: string) => new UndoHandle(this.session, ref, 'partition')
    return this.act('partition', { args: groups, shown: groups.map((group) => group.join(' ')).join(' | '), result })
  }

  timeline(events: TimelineEvent[]): Promise<void> {
    return this.act('timeline', { args: [events.map((event) => ({ ...event, at: milliseconds(event.at) }))] })
  }

  settle(options: { quiet?: Duration } & Within = {}): Promise<void> {
    return this.wait('settle', { args: [optionalMs(options.quiet)], ...limitOf(options) })
  }

  leaks(expected: LeakExpectation = {}): Promise<Leak[]> {
    return this.wait('leaks', { args: [expected] })
  }

  pcapng(): Promise<Uint8Array> {
    return this.look('pcapng')
  }

  trace(): Promise<EventTrace> {
    return this.look('trace')
  }

  recipe(): Promise<WorldRecipe> {
    return this.look('recipe')
  }

  close(): Promise<void> {
    return this.session.close()
  }

  #stacks(): NodeDescription[] {
    return this.session.description.nodes.filter(({ hasStack }) => hasStack)
  }
}

/** Returns whether a link's end `client:eth0` is at the node `client` or is the interface `client:eth0`. */
function isAt(end: string, node: string): boolean {
  return end === node || end.slice(0, end.indexOf(':')) === node
}
