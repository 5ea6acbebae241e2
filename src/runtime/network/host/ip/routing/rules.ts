/** Policy rules (`ip rule`): in order of priority, each chooses the table for a packet or refuses the packet. */
import {
  addressFamily,
  type Family,
  formatPrefix,
  type IpAddress,
  type Prefix,
  prefixContains,
} from '../../../address/index.ts'
import { Errno } from '../../../errno.ts'
import type { RuleRow } from '../../rows.ts'

export const LOCAL_TABLE = 'local'
export const MAIN_TABLE = 'main'
const DEFAULT_TABLE = 'default'

/** Selectors of a rule, and its action; an omitted selector matches everything. */
export interface RuleDescription {
  /** Lower ones come first. Default: just before the first rule after the local table's, as with `ip rule add`. */
  readonly priority?: number
  /** Family of a rule that names no prefix; 4 unless given. */
  readonly family?: Family
  readonly from?: Prefix
  readonly to?: Prefix
  /** The interface that the packet came in by; `lo` for packets of this host. */
  readonly iif?: string
  /** The interface that its socket is bound to. */
  readonly oif?: string
  /** `lookup` unless given. */
  readonly action?: 'lookup' | 'blackhole' | 'unreachable' | 'prohibit'
  /** The table that `lookup` asks: `main` unless given, or a number. */
  readonly table?: string
}

export interface RoutingRule extends RuleDescription {
  readonly priority: number
  readonly family: Family
  readonly action: 'lookup' | 'blackhole' | 'unreachable' | 'prohibit'
  readonly table: string
}

/** The host's own addresses first, then the main table (Linux's fib_default_rules_init). */
export function standingRules(): RoutingRule[] {
  const rule = { family: 4, action: 'lookup' } as const
  return [
    { ...rule, priority: 0, table: LOCAL_TABLE },
    { ...rule, priority: 32_766, table: MAIN_TABLE },
    { ...rule, priority: 32_767, table: DEFAULT_TABLE },
    { ...rule, family: 6, priority: 0, table: LOCAL_TABLE },
    { ...rule, family: 6, priority: 32_766, table: MAIN_TABLE },
  ]
}

/** Makes a rule from its description; its default priority depends on the existing rules (Linux's fib_default_rule_pref). */
export function completeRule(description: RuleDescription, rules: readonly RoutingRule[]): RoutingRule {
  const { from, to, family: given = 4 } = description
  const named = from ?? to
  const family = named === undefined ? given : addressFamily(named.address)
  const second = rules.filter((rule) => rule.family === family)[1]
  const priority = description.priority ?? Math.max(0, (second?.priority ?? 1) - 1)
  return {
    ...description,
    family,
    priority,
    action: description.action ?? 'lookup',
    table: description.table ?? MAIN_TABLE,
  }
}

/** Facts that a rule's selectors may test. */
export interface RuleSubject {
  readonly destination: IpAddress
  /** null: not chosen yet; then a rule about sources doesn't match. */
  readonly source: IpAddress | null
  readonly device: { readonly name: string } | null
  readonly arrivedOn: { readonly name: string } | null
}

export function ruleMatches(rule: RoutingRule, subject: RuleSubject): boolean {
  const { from, to, iif, oif } = rule
  if (iif !== undefined && iif !== (subject.arrivedOn?.name ?? 'lo')) return false
  if (oif !== undefined && oif !== subject.device?.name) return false
  if (to !== undefined && !prefixContains(to, subject.destination)) return false
  return from === undefined || (subject.source !== null && prefixContains(from, subject.source))
}

/** -errno of a rule that refuses (Linux's fib4_rule_action); null for `lookup`. */
export function ruleRefusal({ action }: RoutingRule): number | null {
  if (action === 'lookup') return null
  if (action === 'prohibit') return -Errno.EACCES
  return action === 'unreachable' ? -Errno.ENETUNREACH : -Errno.EINVAL
}

export function ruleRow({ priority, family, from, to, iif, oif, action, table }: RoutingRule): RuleRow {
  return {
    priority,
    family,
    from: from === undefined ? 'all' : formatPrefix(from),
    ...(to !== undefined && { to: formatPrefix(to) }),
    ...(iif !== undefined && { iif }),
    ...(oif !== undefined && { oif }),
    ...(action === 'lookup' ? { table } : { action }),
  }
}
