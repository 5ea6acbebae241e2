/** Scripted faults, as data: which frame gets which fault. */
import type { CompiledFilter, Dissection, PacketRecord } from '../capture/index.ts'
import type { Nanoseconds } from '../clock.ts'
import { checkFields, type FieldValues } from './edit.ts'

export const RULE_ACTIONS = [
  ...(['drop', 'delay', 'duplicate', 'corrupt', 'set', 'truncate', 'split', 'merge', 'mark'] as const),
]

export interface LinkRule {
  /** Display filter: `tcp.flags.fin == 1`. */
  readonly filter: string
  /** First matching frame that the rule applies to, from 1; default 1. */
  readonly nth?: number
  /** Number of frames from there on; default 1, `Infinity` for all. */
  readonly count?: number
  /** From there on, only every nth matching frame; default 1. */
  readonly every?: number
  /** Not applied to frames sent at this time or later. */
  readonly until?: Nanoseconds
  /**
   * Fault of the frame. `set` writes fields into it, `truncate` cuts off its end, `split` makes several TCP segments of
   * one, `merge` waits for the connection's next segment and makes one of both, `mark` marks congestion if the sender
   * supports it (RFC 3168). Random faults spare a frame chosen by a rule: it is neither lost nor damaged.
   */
  readonly action: (typeof RULE_ACTIONS)[number]
  /** `delay`: extra travel time. Later frames may overtake it. */
  readonly by?: Nanoseconds
  /** `corrupt`: byte of the IP payload whose lowest bit flips; default 0. */
  readonly at?: number
  /** `set`: values by Wireshark's field names: `{ 'ip.ttl': 1 }`. Fields that the frame lacks are ignored. */
  readonly fields?: FieldValues
  /** `set`: whether checksums are updated (default) or left wrong. A checksum that is itself set stays as set. */
  readonly checksums?: 'mend' | 'leave'
  /** `truncate`: bytes of the IP packet that remain; its header keeps the original length. */
  readonly length?: number
  /** `split`: offsets in the direction's byte stream, counted from 0, at which a new segment starts. */
  readonly cut?: readonly number[]
  /** `split`: largest amount of data in one segment. */
  readonly size?: number
  /** `merge`: how long the first segment waits for the next; default 200 ms. */
  readonly within?: Nanoseconds
}

/** Throws RangeError that names the missing or invalid part of the rule. */
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
  /** Frames that the rule was applied to, or that it made. */
  readonly hits: readonly PacketRecord[]
  /** Removes the rule. Frames that it has already chosen keep their fate. */
  remove(): void
}

/** An active rule. It counts every matching frame, including those that an earlier rule took. */
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

  /** Returns whether the rule applies to this frame, sent at `now`. Call it once for every frame. */
  wants(packet: Dissection, now: Nanoseconds): boolean {
    if (!this.#matches(packet)) return false
    const { nth = 1, count = 1, every = 1, until = Number.POSITIVE_INFINITY } = this.rule
    const past = ++this.#seen - nth
    return past >= 0 && past % every === 0 && past / every < count && now < until
  }
}
