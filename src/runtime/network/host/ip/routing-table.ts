import { formatPrefix, type IpAddress, networkAddress, type Prefix, prefixContains } from '../../address/index.ts'
import type { RouteRow } from '../rows.ts'
import type { NetworkInterface } from './network-interface.ts'

/** A route of the main table. Without `gateway` the destination is on the link itself. */
export interface Route {
  readonly to: Prefix
  readonly gateway: IpAddress | null
  /** null: packets are refused with "host unreachable" (`ip route add unreachable`). */
  readonly device: NetworkInterface | null
  /** Preferred source address. */
  readonly source: IpAddress | null
  readonly metric: number
}

/** Routes, best first: the longest prefix wins, then the lowest metric, then the one added first (RFC 1812 5.2.4.3). */
export class RoutingTable {
  readonly #routes: Route[] = []
  #version = 0
  readonly #cache = new Map<IpAddress, Route | null>()

  readonly #onChange: () => void

  constructor(onChange: () => void = () => {}) {
    this.#onChange = onChange
  }

  /** Changes with the routes. */
  get version(): number {
    return this.#version
  }

  /** False when a route with this prefix, metric and device is there already. */
  add(route: Route): boolean {
    this.#changed()
    if (this.#routes.some((other) => isSame(other, route))) return false
    const index = this.#routes.findIndex((other) => isBetter(route, other))
    this.#routes.splice(index < 0 ? this.#routes.length : index, 0, route)
    this.#cache.clear()
    return true
  }

  /** Removes the routes to exactly this prefix. Returns how many there were. */
  remove(to: Prefix): number {
    this.#changed()
    const kept = this.#routes.filter((route) => !isSamePrefix(route.to, to))
    const removed = this.#routes.length - kept.length
    this.#routes.splice(0, this.#routes.length, ...kept)
    this.#cache.clear()
    return removed
  }

  #changed(): void {
    this.#version++
    this.#onChange()
  }

  lookup(destination: IpAddress): Route | null {
    const cached = this.#cache.get(destination)
    if (cached !== undefined) return cached
    const found =
      this.#routes.find((route) => route.device?.up !== false && prefixContains(route.to, destination)) ?? null
    if (this.#cache.size > 4096) this.#cache.clear()
    this.#cache.set(destination, found)
    return found
  }

  /** An interface went up or down: what was found before may no longer hold. */
  refresh(): void {
    this.#cache.clear()
  }

  rows(): RouteRow[] {
    return this.#routes.map((route) => {
      const row: RouteRow = {
        table: 'main',
        to: routeName(route.to),
        dev: route.device?.name ?? 'unreachable',
        metric: route.metric,
      }
      if (route.gateway !== null) row.via = route.gateway
      if (route.source !== null) row.src = route.source
      return row
    })
  }
}

function routeName(to: Prefix): string {
  return to.length === 0 ? 'default' : formatPrefix({ address: networkAddress(to), length: to.length })
}

function isSamePrefix(a: Prefix, b: Prefix): boolean {
  return a.length === b.length && networkAddress(a) === networkAddress(b)
}

function isSame(a: Route, b: Route): boolean {
  return isSamePrefix(a.to, b.to) && a.metric === b.metric && a.device === b.device && a.gateway === b.gateway
}

function isBetter(a: Route, b: Route): boolean {
  return a.to.length > b.to.length || (a.to.length === b.to.length && a.metric < b.metric)
}
