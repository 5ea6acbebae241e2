import { addressFamily, prefixContains } from '../../../address/index.ts'
import { IpProtocol } from '../../../wire/index.ts'
import type { FilterRule } from './description.ts'
import type { Tuple } from './tuple.ts'

export type Action = FilterRule['action']

const PROTOCOLS: Readonly<Record<NonNullable<FilterRule['protocol']>, readonly number[]>> = {
  tcp: [IpProtocol.TCP],
  udp: [IpProtocol.UDP],
  icmp: [IpProtocol.ICMP, IpProtocol.ICMPV6],
}

/** Returns the action of the first matching rule for the first packet of a connection, in by `iif` and out by `oif`. */
export function decide(rules: readonly FilterRule[], tuple: Tuple, iif: string, oif: string): Action {
  return rules.find((rule) => matches(rule, tuple, iif, oif))?.action ?? 'pass'
}

function matches(rule: FilterRule, { protocol, source, destination }: Tuple, iif: string, oif: string): boolean {
  if (rule.iif !== undefined && rule.iif !== iif) return false
  if (rule.oif !== undefined && rule.oif !== oif) return false
  if (rule.protocol !== undefined && !PROTOCOLS[rule.protocol].includes(protocol)) return false
  if (rule.port !== undefined && rule.port !== destination.port) return false
  return isIn(rule.from, source.address) && isIn(rule.to, destination.address)
}

function isIn(prefix: FilterRule['from'], address: string): boolean {
  return (
    prefix === undefined ||
    (addressFamily(prefix.address) === addressFamily(address) && prefixContains(prefix, address))
  )
}
