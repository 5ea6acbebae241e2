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
  /** Both directions, and differences for each one. */
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

/** A full-duplex cable between two ends; each direction works by itself. Every setting can change at run time. */
export class Link {
  readonly index: number
  readonly endpoints: readonly [string, string]
  /** Ports for an interface or a switch, in endpoint order. */
  readonly ends: readonly [FramePort, FramePort]
  readonly #directions: readonly [Direction, Direction]
  readonly #recorder: Recorder
  readonly #scheduler: Scheduler
  /** Tracks the link's connections after the first rule was added, for filters with relative numbers. */
  #analysis: TcpAnalysis | null = null

  /** Throws RangeError for an invalid impairment. */
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

  /** Catches up with the packets on the wire so far; duplicates made by the link itself are ignored. */
  #startFollowing(): void {
    if (this.#analysis !== null) return
    this.#analysis = new TcpAnalysis()
    for (const record of this.#recorder.packets) {
      const wasSent = record.fate !== 'queue' && record.duplicateOf === undefined
      if (record.link === this.index && wasSent) this.#analysis.add(record)
    }
  }

  /**
   * Replaces the named values and keeps the others, for frames sent from now on. `from`: only what this node or
   * endpoint sends. Returns a function that restores the previous values.
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

  /** Values of one direction, by its sending node or endpoint. */
  impairment(from: string): Readonly<Impairment> {
    return this.#from(from)[0]!.impairment
  }

  /**
   * Adds a rule after the others, separately to each direction (`nth` counts per direction). Returns a FilterError for
   * a filter that does not compile. Throws RangeError for an invalid rule.
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

  /** Holds matching frames of one direction until the hold is released. */
  hold(filter: string, from: string): Hold | FilterError {
    const matches = compileFilter(filter)
    if (matches instanceof FilterError) return matches
    this.#startFollowing()
    return this.#from(from)[0]!.hold(matches)
  }

  /** Cuts the link: nothing passes, frames in flight included; interfaces do not notice. */
  cut(from?: string): void {
    for (const direction of this.#from(from)) direction.cut()
  }

  restore(from?: string): void {
    for (const direction of this.#from(from)) direction.restore()
  }

  /** Counters per sending endpoint. */
  counters(): Record<string, Readonly<DirectionCounters>> {
    return Object.fromEntries(this.#directions.map(({ from, counters }) => [from, { ...counters }]))
  }

  /** Returns whether the link connects these two, each a node or an endpoint. */
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

/** Returns whether an endpoint (`client:eth0`) has this name or is on the node of this name. */
function isAt(endpoint: string, name: string): boolean {
  return endpoint === name || endpoint.startsWith(`${name}:`)
}
