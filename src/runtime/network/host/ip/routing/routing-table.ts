import { addressFamily, type IpAddress, networkAddress, type Prefix, prefixContains } from '../../../address/index.ts'
import type { NetworkInterface } from '../network-interface.ts'
import { isUsable, type Route } from './route.ts'

/** One table of routes, best first: the longest prefix wins, then the lowest metric, then the one added first (RFC 1812 5.2.4.3). */
export class RoutingTable {
  readonly #routes: Route[] = []

  get routes(): readonly Route[] {
    return this.#routes
  }

  /** Returns false if exactly that route exists already. */
  add(route: Route): boolean {
    if (this.#routes.some((other) => isSame(other, route))) return false
    const index = this.#routes.findIndex((other) => isBetter(route, other))
    this.#routes.splice(index < 0 ? this.#routes.length : index, 0, route)
    return true
  }

  /** Removes the routes for which `isDoomed` is true, and returns their number. */
  remove(isDoomed: (route: Route) => boolean): number {
    const kept = this.#routes.filter((route) => !isDoomed(route))
    const removed = this.#routes.length - kept.length
    this.#routes.splice(0, this.#routes.length, ...kept)
    return removed
  }

  /** Returns the best route that packets can take now; a route that refuses them counts. */
  lookup(destination: IpAddress, device: NetworkInterface | null): Route | null {
    return this.#routes.find((route) => prefixContains(route.to, destination) && isUsable(route, device)) ?? null
  }
}

export function isSamePrefix(a: Prefix, b: Prefix): boolean {
  return (
    a.length === b.length &&
    addressFamily(a.address) === addressFamily(b.address) &&
    networkAddress(a) === networkAddress(b)
  )
}

function isSame(a: Route, b: Route): boolean {
  return isSamePrefix(a.to, b.to) && a.metric === b.metric && a.kind === b.kind && hasSameHops(a, b)
}

function hasSameHops(a: Route, b: Route): boolean {
  return (
    a.hops.length === b.hops.length &&
    a.hops.every((hop, index) => hop.device === b.hops[index]!.device && hop.gateway === b.hops[index]!.gateway)
  )
}

function isBetter(a: Route, b: Route): boolean {
  return a.to.length > b.to.length || (a.to.length === b.to.length && a.metric < b.metric)
}
