import { abortConnection, endConnection } from './closing.ts'
import type { Connection, ConnectionOwner } from './connection.ts'

/**
 * A listening socket's two queues, as on Linux: connections whose handshake is under way, and those that wait for accept. While
 * the accept queue is full, SYNs and the last step of handshakes are dropped: the client tries again.
 */
export class Listener implements ConnectionOwner {
  readonly #halfOpen = new Set<Connection>()
  readonly #established: Connection[] = []
  readonly #onAcceptable: () => void
  backlog: number

  constructor(backlog: number, onAcceptable: () => void) {
    this.backlog = backlog
    this.#onAcceptable = onAcceptable
  }

  /** Connections that wait for accept. */
  get length(): number {
    return this.#established.length
  }

  get isFull(): boolean {
    return this.#established.length > this.backlog
  }

  /** Linux without SYN cookies: no more half-open connections than the backlog says. */
  get hasSynRoom(): boolean {
    return this.#halfOpen.size <= Math.max(this.backlog, 1)
  }

  addHalfOpen(connection: Connection): void {
    connection.owner = this
    this.#halfOpen.add(connection)
  }

  shift(): Connection | undefined {
    return this.#established.shift()
  }

  /** Nobody will accept what waits: established connections are reset, half-open ones forgotten (Linux's inet_csk_listen_stop). */
  close(): void {
    for (const connection of this.#established.splice(0)) {
      connection.owner = null
      abortConnection(connection, 0)
    }
    const halfOpen = [...this.#halfOpen]
    this.#halfOpen.clear()
    for (const connection of halfOpen) {
      connection.owner = null
      endConnection(connection, 0)
    }
  }

  connectionEstablished(connection: Connection): boolean {
    if (!this.#halfOpen.has(connection)) return true
    if (this.isFull) {
      connection.services.count('ListenOverflows')
      return false
    }
    this.#halfOpen.delete(connection)
    this.#established.push(connection)
    return true
  }

  connectionChanged(connection: Connection): void {
    if (connection.state === 'CLOSED') this.#halfOpen.delete(connection)
    if (this.#established.includes(connection)) this.#onAcceptable()
  }
}
