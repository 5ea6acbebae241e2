import { formatPrefix, type IpAddress, networkAddress, type Prefix } from '../../../address/index.ts'
import { Errno } from '../../../errno.ts'
import type { NextHopRow, RouteRow } from '../../rows.ts'
import type { NetworkInterface } from '../network-interface.ts'

/** Effect of a route on its packets: they leave, they are refused in one of three ways, or the next rule is tried (`throw`). */
export type RouteKind = 'unicast' | 'blackhole' | 'unreachable' | 'prohibit' | 'throw'

export interface NextHop {
  /** null: the destination is on the link itself. */
  readonly gateway: IpAddress | null
  readonly device: NetworkInterface
  /** Its share of the flows among the route's hops. */
  readonly weight: number
}

export interface Route {
  readonly to: Prefix
  readonly kind: RouteKind
  /** One, or several to choose from by flow (ECMP); none unless packets leave. */
  readonly hops: readonly NextHop[]
  /** Preferred source address. */
  readonly source: IpAddress | null
  readonly metric: number
  /** Made by the host itself for an address's network: comes back when the interface does. */
  readonly isConnected: boolean
}

/** Error for the sender of a refused packet (Linux's fib_props): -errno on the host itself. null: not refused. */
export function refusalOf(kind: RouteKind): number | null {
  if (kind === 'blackhole') return -Errno.EINVAL
  if (kind === 'unreachable') return -Errno.EHOSTUNREACH
  return kind === 'prohibit' ? -Errno.EACCES : null
}

/** Whether packets can take the route now, through `device` if one is required. */
export function isUsable(route: Route, device: NetworkInterface | null): boolean {
  return route.kind !== 'unicast' || route.hops.some((hop) => isAlive(hop, device))
}

export function isAlive(hop: NextHop, device: NetworkInterface | null): boolean {
  return hop.device.up && (device === null || hop.device === device)
}

export function routeRow(route: Route, table: string): RouteRow {
  const [first] = route.hops
  const row: RouteRow = { table, to: routeName(route.to), dev: first?.device.name ?? route.kind, metric: route.metric }
  if (route.hops.length > 1) row.nexthops = route.hops.map(hopRow)
  else if (first !== undefined && first.gateway !== null) row.via = first.gateway
  if (route.source !== null) row.src = route.source
  return row
}

function hopRow({ gateway, device, weight }: NextHop): NextHopRow {
  return gateway === null ? { dev: device.name, weight } : { via: gateway, dev: device.name, weight }
}

function routeName(to: Prefix): string {
  return to.length === 0 ? 'default' : formatPrefix({ address: networkAddress(to), length: to.length })
}
