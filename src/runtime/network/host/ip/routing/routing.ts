import { addressFamily, type Family, type IpAddress, type Prefix } from '../../../address/index.ts'
import { Errno } from '../../../errno.ts'
import type { RouteRow, RuleRow } from '../../rows.ts'
import type { NetworkInterface } from '../network-interface.ts'
import { type Route, refusalOf, routeRow } from './route.ts'
import { isSamePrefix, RoutingTable } from './routing-table.ts'
import {
  completeRule,
  LOCAL_TABLE,
  MAIN_TABLE,
  type RoutingRule,
  type RuleDescription,
  ruleMatches,
  ruleRefusal,
  ruleRow,
  standingRules,
} from './rules.ts'

export interface RouteQuery {
  readonly destination: IpAddress
  /** null: not chosen yet. */
  readonly source: IpAddress | null
  /** The only interface to leave by (SO_BINDTODEVICE). */
  readonly device: NetworkInterface | null
  /** The interface by which a forwarded packet came in; null if this host sends it. */
  readonly arrivedOn: NetworkInterface | null
}

const MOST_CACHED = 4096

/** All tables and rules of a host. */
export class Routing {
  readonly #tables = new Map<string, RoutingTable>([[MAIN_TABLE, new RoutingTable()]])
  #rules: RoutingRule[] = standingRules()
  /** Families with rules beyond the default ones: there the answer depends on more than the destination. */
  readonly #withPolicy = new Set<Family>()
  #version = 0
  readonly #cache = new Map<string, Route | number>()
  readonly #onChange: () => void

  constructor(onChange: () => void = () => {}) {
    this.#onChange = onChange
  }

  /** Changes with the routes and rules. */
  get version(): number {
    return this.#version
  }

  /** Returns false if that route exists already. */
  add(route: Route, table: string = MAIN_TABLE): boolean {
    this.#changed()
    return this.#table(table).add(route)
  }

  /** Removes the routes to exactly this prefix, and returns their number. */
  remove(to: Prefix, table: string = MAIN_TABLE): number {
    this.#changed()
    return this.#tables.get(table)?.remove((route) => isSamePrefix(route.to, to)) ?? 0
  }

  /** Removes routes in any table. */
  removeWhere(isDoomed: (route: Route) => boolean): void {
    this.#changed()
    for (const table of this.#tables.values()) table.remove(isDoomed)
  }

  addRule(description: RuleDescription): void {
    const rule = completeRule(description, this.#rules)
    // After those of the same priority.
    const index = this.#rules.findIndex((other) => other.family === rule.family && other.priority > rule.priority)
    this.#rules.splice(index < 0 ? this.#rules.length : index, 0, rule)
    this.#withPolicy.add(rule.family)
    this.#changed()
  }

  #table(name: string): RoutingTable {
    const known = this.#tables.get(name)
    if (known !== undefined) return known
    const table = new RoutingTable()
    this.#tables.set(name, table)
    return table
  }

  #changed(): void {
    this.#version++
    this.#cache.clear()
    this.#onChange()
  }

  /** Forgets cached answers when an interface has gone up or down. */
  refresh(): void {
    this.#changed()
  }

  /** Removes routes that only lead through interfaces that are down; one with several hops keeps the others (Linux's fib_sync_down_dev). */
  interfaceDown(device: NetworkInterface): void {
    this.removeWhere(({ hops }) => hops.some((hop) => hop.device === device) && hops.every((hop) => !hop.device.up))
  }

  /** Returns the route of packets of which only the destination is known; null if there is none, or it refuses them. */
  lookup(destination: IpAddress): Route | null {
    const found = this.find({ destination, source: null, device: null, arrivedOn: null })
    return typeof found === 'number' ? null : found
  }

  /** Returns a packet's route by rules and tables, or -errno if it is refused: ENETUNREACH if there is no route. */
  find(query: RouteQuery): Route | number {
    const key = this.#key(query)
    const cached = this.#cache.get(key)
    if (cached !== undefined) return cached
    const found = this.#search(query)
    if (this.#cache.size > MOST_CACHED) this.#cache.clear()
    this.#cache.set(key, found)
    return found
  }

  #key({ destination, source, device, arrivedOn }: RouteQuery): string {
    if (device === null && !this.#withPolicy.has(addressFamily(destination))) return destination
    return `${destination} ${source} ${device?.name} ${arrivedOn?.name}`
  }

  #search(query: RouteQuery): Route | number {
    const family = addressFamily(query.destination)
    for (const rule of this.#rules) {
      if (rule.family !== family || rule.table === LOCAL_TABLE || !ruleMatches(rule, query)) continue
      const refused = ruleRefusal(rule)
      if (refused !== null) return refused
      const route = this.#tables.get(rule.table)?.lookup(query.destination, query.device) ?? null
      if (route !== null && route.kind !== 'throw') return refusalOf(route.kind) ?? route
    }
    return -Errno.ENETUNREACH
  }

  /** Routes of the main table, then of the others in the order in which they got their first route. */
  rows(): RouteRow[] {
    return [...this.#tables].flatMap(([name, table]) => table.routes.map((route) => routeRow(route, name)))
  }

  rules(): RuleRow[] {
    return this.#rules.map(ruleRow)
  }
}
