import { compileFilter, FilterError, type Recorder, TcpAnalysis, type TcpPosition } from '../capture/index.ts'
import type { Scheduler } from '../clock.ts'
import { Direction, type DirectionCounters } from './direction.ts'
import type { FramePort } from './frame-port.ts'
import type { Hold } from './hold.ts'
import { checkImpairment, type Impairment, PERFECT } from './impairment.ts'
import { checkRule, type LinkRule, type RuleHandle } from './rule.ts'

export interface LinkOptions {
  readonly scheduler: Scheduler
  readonly recorder: Recorder
  /** Seed of the faults. */
  readonly seed: number
  /** Its number in the network, for the recording. */
  readonly index: number
  /** Names of its ends: `client:eth0`, `lan:p1`. */
  readonly endpoints: readonly [string, string]
  /** Both directions, and what differs from the first endpoint to the second and back. */
  readonly impairment?: Partial<Impairment>
  readonly forward?: Partial<Impairment>
  readonly backward?: Partial<Impairment>
}

class LinkEnd implements FramePort {
  onReceive: ((frame: Uint8Array) => void) | null = null
  readonly #direction: Direction

  constructor(direction: Direction) {
    this.#direction = direction
  }

  transmit(frame: Uint8Array): void {
    this.#direction.transmit(frame)
  }
}

/** A full-duplex cable between two ends, each direction by itself. Everything about it can change while it runs. */
export class Link {
  readonly index: number
  readonly endpoints: readonly [string, string]
  /** What an interface or a switch port is plugged into, in the order of the endpoints. */
  readonly ends: readonly [FramePort, FramePort]
  readonly #directions: readonly [Direction, Direction]
  readonly #recorder: Recorder
  readonly #scheduler: Scheduler
  /** Follows the link's connections from the first rule on, for filters with relative numbers. */
  #analysis: TcpAnalysis | null = null

  /** Throws RangeError for an impairment that cannot be. */
  constructor(options: LinkOptions) {
    this.index = options.index
    this.endpoints = options.endpoints
    this.#recorder = options.recorder
    this.#scheduler = options.scheduler
    const [a, b] = options.endpoints
    const forward = this.#direction(options, a, b, 'forward', (frame) => this.ends[1].onReceive?.(frame))
    const backward = this.#direction(options, b, a, 'backward', (frame) => this.ends[0].onReceive?.(frame))
    this.#directions = [forward, backward]
    this.ends = [new LinkEnd(forward), new LinkEnd(backward)]
  }

  #direction(
    options: LinkOptions,
    from: string,
    to: string,
    way: 'forward' | 'backward',
    deliver: (frame: Uint8Array) => void,
  ): Direction {
    const values = { ...options.impairment, ...options[way] }
    checkImpairment(values)
    const { scheduler, recorder, seed, index } = options
    const impairment = { ...PERFECT, ...values }
    const follow = (frame: Uint8Array) => this.#follow(frame)
    return new Direction({ scheduler, recorder, seed, link: index, from, to, impairment, follow, deliver })
  }

  /** From the first endpoint to the second, and back. */
  get directions(): readonly [Direction, Direction] {
    return this.#directions
  }

  #follow(bytes: Uint8Array): TcpPosition | null {
    const number = this.#recorder.count + 1
    return this.#analysis?.add({ number, link: this.index, bytes, at: this.#scheduler.now }) ?? null
  }

  /** Catches up with what has gone over the wire so far; second copies that the link itself made say nothing. */
  #startFollowing(): void {
    if (this.#analysis !== null) return
    this.#analysis = new TcpAnalysis()
    for (const record of this.#recorder.packets) {
      const wasSent = record.fate !== 'queue' && record.duplicateOf === undefined
      if (record.link === this.index && wasSent) this.#analysis.add(record)
    }
  }

  /**
   * Replaces the named values and keeps the others, for frames sent from now on; those under way keep theirs. `from`: only what this node or endpoint
   * sends. Returns a function that puts the former values back.
   */
  impair(values: Partial<Impairment>, from?: string): () => void {
    const directions = this.#from(from)
    for (const { impairment } of directions) checkImpairment(values, impairment)
    const undo = directions.map((direction) => {
      const former = direction.impairment
      direction.impairment = { ...former, ...values }
      const formerValues = Object.fromEntries(
        Object.keys(values).map((name) => [name, former[name as keyof Impairment]]),
      ) as Partial<Impairment>
      return () => {
        direction.impairment = { ...direction.impairment, ...formerValues }
      }
    })
    return () => {
      for (const undoOne of undo) undoOne()
    }
  }

  /** The values of one direction, by the node or endpoint that sends. */
  impairment(from: string): Readonly<Impairment> {
    return this.#from(from)[0]!.impairment
  }

  /**
   * Adds a rule behind the others, to each direction by itself (`nth` counts per direction). A filter that does not
   * compile is a FilterError. Throws RangeError for a rule that cannot be.
   */
  addRule(rule: LinkRule, from?: string): RuleHandle | FilterError {
    checkRule(rule)
    const matches = compileFilter(rule.filter)
    if (matches instanceof FilterError) return matches
    this.#startFollowing()
    const active = this.#from(from).map((direction) => direction.addRule(rule, matches))
    if (active.length === 1) return active[0]!
    return {
      rule,
      get hits() {
        return active.flatMap(({ hits }) => hits).sort((a, b) => a.number - b.number)
      },
      remove: () => {
        for (const one of active) one.remove()
      },
    }
  }

  /** Keeps back what matches, in one direction, until the hold is released. */
  hold(filter: string, from: string): Hold | FilterError {
    const matches = compileFilter(filter)
    if (matches instanceof FilterError) return matches
    this.#startFollowing()
    return this.#from(from)[0]!.hold(matches)
  }

  /** Nothing passes any more, what is under way included; no interface notices. */
  cut(from?: string): void {
    for (const direction of this.#from(from)) direction.cut()
  }

  restore(from?: string): void {
    for (const direction of this.#from(from)) direction.restore()
  }

  /** Per sending endpoint. */
  counters(): Record<string, Readonly<DirectionCounters>> {
    return Object.fromEntries(this.#directions.map(({ from, counters }) => [from, { ...counters }]))
  }

  /** Whether the link runs between these two, each a node or an endpoint. */
  joins(a: string, b: string): boolean {
    const [first, second] = this.endpoints
    return (isAt(first, a) && isAt(second, b)) || (isAt(first, b) && isAt(second, a))
  }

  #from(name?: string): readonly Direction[] {
    if (name === undefined) return this.#directions
    const chosen = this.#directions.filter(({ from }) => isAt(from, name))
    if (chosen.length === 0)
      throw new RangeError(`${name} is not at this link: it joins ${this.endpoints.join(' and ')}`)
    return chosen
  }
}

/** Whether an endpoint (`client:eth0`) is the one named or on the node named. */
function isAt(endpoint: string, name: string): boolean {
  return endpoint === name || endpoint.startsWith(`${name}:`)
}
