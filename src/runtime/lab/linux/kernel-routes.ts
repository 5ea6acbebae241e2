/** Rows of `ip -j route` and `ip -j rule` as our own tables have them. */
import type { RouteRow, RuleRow } from '#network'

export interface KernelRoute {
  dst: string
  gateway?: string
  dev?: string
  prefsrc?: string
  metric?: number
  table?: string
  /** Not of usual ones. */
  type?: string
  nexthops?: { gateway?: string; dev: string; weight: number }[]
}

export interface KernelRule {
  priority: number
  src: string
  srclen?: number
  dst?: string
  dstlen?: number
  iif?: string
  oif?: string
  table?: string
  action?: string
}

export function routeRow({ dst, gateway, dev, prefsrc, metric, table, type, nexthops }: KernelRoute): RouteRow {
  // IPv6 has refusing routes lead to lo.
  const refusal = type === undefined || type === 'unicast' ? undefined : type
  return {
    table: table ?? 'main',
    to: dst,
    ...(gateway !== undefined && { via: gateway }),
    dev: refusal ?? dev ?? nexthops?.[0]?.dev ?? '',
    ...(prefsrc !== undefined && { src: prefsrc }),
    metric: metric ?? 0,
    ...(nexthops && {
      nexthops: nexthops.map(({ gateway: via, dev: hop, weight }) => ({
        ...(via !== undefined && { via }),
        dev: hop,
        weight,
      })),
    }),
  }
}

export function ruleRow(row: KernelRule, family: 4 | 6): RuleRow {
  const { priority, iif, oif, table, action } = row
  const to = withLength(row.dst, row.dstlen, family)
  return {
    priority,
    family,
    from: withLength(row.src, row.srclen, family) ?? 'all',
    ...(to !== undefined && { to }),
    ...(iif !== undefined && { iif }),
    ...(oif !== undefined && { oif }),
    ...(table !== undefined ? { table } : { action: action ?? '' }),
  }
}

function withLength(address: string | undefined, length: number | undefined, family: 4 | 6): string | undefined {
  if (address === undefined || address === 'all') return undefined
  return `${address}/${length ?? (family === 4 ? 32 : 128)}`
}
