import type { IpAddress } from '../../address/index.ts'
import type { Connection } from './connection.ts'

/** Connections by their two ends. The map's key is the pair of ports, a number; few connections share one, told apart by address. */
export class ConnectionTable {
  readonly #byPorts = new Map<number, Connection[]>()
  readonly #all = new Set<Connection>()

  find(local: IpAddress, localPort: number, remote: IpAddress, remotePort: number): Connection | undefined {
    const candidates = this.#byPorts.get(localPort * 0x10000 + remotePort)
    if (candidates === undefined) return undefined
    for (const connection of candidates) {
      if (connection.local.address === local && connection.remote.address === remote) return connection
    }
    return undefined
  }

  add(connection: Connection): void {
    const key = connection.local.port * 0x10000 + connection.remote.port
    const candidates = this.#byPorts.get(key)
    if (candidates === undefined) this.#byPorts.set(key, [connection])
    else candidates.push(connection)
    this.#all.add(connection)
  }

  remove(connection: Connection): void {
    if (!this.#all.delete(connection)) return
    const key = connection.local.port * 0x10000 + connection.remote.port
    const rest = this.#byPorts.get(key)!.filter((other) => other !== connection)
    if (rest.length === 0) this.#byPorts.delete(key)
    else this.#byPorts.set(key, rest)
  }

  /** In order of creation. */
  all(): Iterable<Connection> {
    return this.#all
  }
}
