/** Scripted faults: data that says which frame meets which fate. */
import type { CompiledFilter, Dissection, PacketRecord } from '../capture/index.ts'
import type { Nanoseconds } from '../clock.ts'
import { checkFields, type FieldValues } from './edit.ts'

export const RULE_ACTIONS = [
  ...(['drop', 'delay', 'duplicate', 'corrupt', 'set', 'truncate', 'split', 'merge', 'mark'] as const),
]

export interface LinkRule {
  /** Display filter: `tcp.flags.fin == 1`. */
  readonly filter: string
  /** The first of the matching frames that the rule applies to, from 1; default 1. */
  readonly nth?: number
  /** To how many from there on; default 1, `Infinity` for all. */
  readonly count?: number
  /** From there on only to every so many of the matching frames; default 1. */
  readonly every?: number
  /** Not to frames that are sent at this time or later. */
  readonly until?: Nanoseconds
  /**
   * What becomes of the frame. `set` writes fields into it, `truncate` cuts off its end, `split` makes several TCP segments of one, `merge` waits for the
   * next segment of the connection and makes one of both, `mark` notes congestion if the packet's sender understands that (RFC 3168). What
   * a rule has chosen meets no chance: it is neither lost nor damaged.
   */
  readonly action: (typeof RULE_ACTIONS)[number]
  /** `delay`: how much longer the frame takes. Frames behind it may overtake it. */
  readonly by?: Nanoseconds
  /** `corrupt`: byte of the IP payload whose lowest bit flips; default 0. */
  readonly at?: number
  /** `set`: values by Wireshark's names of the fields: `{ 'ip.ttl': 1 }`. A field that the frame does not have is passed over. */
  readonly fields?: FieldValues
  /** `set`: whether checksums are mended (default) or left as they were, wrong. One that is set itself stays as it was set. */
  readonly checksums?: 'mend' | 'leave'
  /** `truncate`: bytes of the IP packet that are left; its header still says how many there were. */
  readonly length?: number
  /** `split`: offsets in the direction's stream of bytes, the first being 0, at which a new segment begins. */
  readonly cut?: readonly number[]
  /** `split`: the most data in one segment. */
  readonly size?: number
  /** `merge`: how long the first segment waits for the next; default 200 ms. */
  readonly within?: Nanoseconds
}

/** Throws RangeError that says which part of the rule is missing or impossible. */
export function checkRule(rule: LinkRule): void {
  const problem = problemOf(rule)
  if (problem !== null) throw new RangeError(`A rule that does ${rule.action} ${problem}`)
}

function problemOf(rule: LinkRule): string | null {
  const { action, nth = 1, count = 1, every = 1 } = rule
  if (!RULE_ACTIONS.includes(action)) return `is not there: there are ${RULE_ACTIONS.join(', ')}`
  if (!(Number.isSafeInteger(nth) && nth >= 1)) return `needs "nth" to be a whole number from 1, not ${nth}`
  if (!(count === Number.POSITIVE_INFINITY || (Number.isSafeInteger(count) && count >= 0)))
    return `needs "count" to be a whole number or Infinity, not ${count}`
  if (!(Number.isSafeInteger(every) && every >= 1)) return `needs "every" to be a whole number from 1, not ${every}`
  if (action === 'set') return checkFields(rule.fields ?? {})
  if (action === 'truncate')
    return isLength(rule.length) ? null : 'needs "length": the bytes of the IP packet that are left'
  if (action === 'split') return splitProblem(rule)
  return null
}

function splitProblem({ cut, size }: LinkRule): string | null {
  if (cut === undefined && size === undefined)
    return 'needs "cut" (stream offsets) or "size" (the most data in one segment)'
  if (size !== undefined && !(isLength(size) && size > 0))
    return `needs "size" to be a whole number from 1, not ${size}`
  return cut === undefined || cut.every(isLength) ? null : 'needs "cut" to be whole numbers, not negative'
}

function isLength(value: number | undefined): value is number {
  return Number.isSafeInteger(value) && value! >= 0
}

export interface RuleHandle {
  readonly rule: LinkRule
  /** The frames that the rule was applied to, or what it made of them. */
  readonly hits: readonly PacketRecord[]
  /** Takes the rule away. What it has chosen already keeps its fate. */
  remove(): void
}

/** A rule at work. It counts every frame that matches, also those that a rule before it took. */
export class ActiveRule implements RuleHandle {
  readonly rule: LinkRule
  readonly hits: PacketRecord[] = []
  readonly remove: () => void
  readonly #matches: CompiledFilter
  #seen = 0

  constructor(rule: LinkRule, matches: CompiledFilter, remove: (rule: ActiveRule) => void) {
    this.rule = rule
    this.remove = () => remove(this)
    this.#matches = matches
  }

  /** Whether the rule wants this frame, which is sent at `now`. Asked once for every frame. */
  wants(packet: Dissection, now: Nanoseconds): boolean {
    if (!this.#matches(packet)) return false
    const { nth = 1, count = 1, every = 1, until = Number.POSITIVE_INFINITY } = this.rule
    const past = ++this.#seen - nth
    return past >= 0 && past % every === 0 && past / every < count && now < until
  }
}
