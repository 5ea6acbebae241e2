/** Scripted faults: data that says which frame meets which fate. */
import type { CompiledFilter, Dissection, PacketRecord } from '../capture/index.ts'
import type { Nanoseconds } from '../clock.ts'

export interface Rule {
  /** Display filter: `tcp.flags.fin == 1`. */
  readonly filter: string
  /** The first of the matching frames that the rule applies to, from 1; default 1. */
  readonly nth?: number
  /** To how many from there on; default 1, `Infinity` for all. */
  readonly count?: number
  readonly action: 'drop' | 'delay' | 'duplicate' | 'corrupt'
  /** `delay`: how much longer the frame takes. Frames behind it may overtake it. */
  readonly by?: Nanoseconds
  /** `corrupt`: byte of the IP payload whose lowest bit flips; default 0. */
  readonly at?: number
}

export interface RuleHandle {
  readonly rule: Rule
  /** The frames that the rule was applied to. */
  readonly hits: readonly PacketRecord[]
  /** Takes the rule away. */
  remove(): void
}

/** A rule at work. It counts every frame that matches, also those that a rule before it took. */
export class ActiveRule implements RuleHandle {
  readonly rule: Rule
  readonly hits: PacketRecord[] = []
  readonly remove: () => void
  readonly #matches: CompiledFilter
  #seen = 0

  constructor(rule: Rule, matches: CompiledFilter, remove: (rule: ActiveRule) => void) {
    this.rule = rule
    this.remove = () => remove(this)
    this.#matches = matches
  }

  /** Whether the rule wants this frame. Asked once for every frame. */
  wants(packet: Dissection): boolean {
    if (!this.#matches(packet)) return false
    this.#seen++
    const first = this.rule.nth ?? 1
    return this.#seen >= first && this.#seen < first + (this.rule.count ?? 1)
  }
}
