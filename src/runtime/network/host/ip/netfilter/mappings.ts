/** Mappings of a NAT: inside endpoints whose packets to several receivers leave by one outside port (RFC 4787 §4.1). */
import type { TrackedConnection } from './connection.ts'
import type { ConnectionTable } from './connection-table.ts'
import type { NatBehavior } from './description.ts'
import { type Endpoint, isSameEndpoint } from './tuple.ts'

/** A mapping, which lasts as long as any of its connections. */
export interface Mapping {
  readonly inside: Endpoint
  readonly outside: Endpoint
  readonly connections: Set<TrackedConnection>
}

export class Mappings {
  readonly #table: ConnectionTable
  readonly #byInside = new Map<string, Mapping>()
  readonly #byOutside = new Map<string, Mapping>()
  #sweepAbove = 64

  constructor(table: ConnectionTable) {
    this.#table = table
  }

  /** Mapping of an inside endpoint. `remote`: the part of the receiver that distinguishes mappings, '' for none. */
  fromInside(protocol: number, inside: Endpoint, remote: string): Mapping | null {
    return this.#live(this.#byInside.get(`${nameOf(protocol, inside)} ${remote}`))
  }

  fromOutside(protocol: number, outside: Endpoint): Mapping | null {
    return this.#live(this.#byOutside.get(nameOf(protocol, outside)))
  }

  add(protocol: number, remote: string, inside: Endpoint, outside: Endpoint): Mapping {
    if (this.size >= this.#sweepAbove) this.#sweep()
    const mapping = { inside, outside, connections: new Set<TrackedConnection>() }
    this.#byInside.set(`${nameOf(protocol, inside)} ${remote}`, mapping)
    this.#byOutside.set(nameOf(protocol, outside), mapping)
    return mapping
  }

  /** Whether packets from `sender` may come in by the mapping: to whom its inside endpoint has sent decides (RFC 4787 §5). */
  admits({ connections, inside }: Mapping, filtering: NatBehavior, sender: Endpoint): boolean {
    if (filtering === 'endpoint') return true
    return [...connections].some((connection) => {
      const { source, destination: spokenTo } = connection.original
      // A connection that came in was sent to the NAT's own address, which would admit every hairpinned packet.
      if (!this.#table.isLive(connection) || !isSameEndpoint(source, inside)) return false
      return filtering === 'address' ? spokenTo.address === sender.address : isSameEndpoint(spokenTo, sender)
    })
  }

  /** Entries in memory, those without a live connection included. */
  get size(): number {
    return this.#byInside.size + this.#byOutside.size
  }

  #sweep(): void {
    for (const mappings of [this.#byInside, this.#byOutside])
      for (const [name, mapping] of mappings) if (this.#live(mapping) === null) mappings.delete(name)
    this.#sweepAbove = Math.max(64, 2 * this.size)
  }

  #live(mapping: Mapping | undefined): Mapping | null {
    if (mapping === undefined) return null
    for (const connection of mapping.connections)
      if (!this.#table.has(connection) || !this.#table.isLive(connection)) mapping.connections.delete(connection)
    return mapping.connections.size > 0 ? mapping : null
  }
}

const nameOf = (protocol: number, { address, port }: Endpoint) => `${protocol} ${address} ${port}`
