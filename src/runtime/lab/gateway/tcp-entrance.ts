import { createServer, type Server, type Socket } from 'node:net'
import { BindFlag, type Host } from '#network'
import { JoinedConnection } from './joined-connection.ts'
import { familyOf, type Target } from './target.ts'
import type { Threshold } from './threshold.ts'

/** A listening port of this machine; each connection is joined to one from the gateway host to a published port. */
export class TcpEntrance {
  readonly #gateway: Host
  readonly #target: Target
  readonly #threshold: Threshold
  readonly #server: Server
  readonly #connections = new Set<JoinedConnection>()

  constructor(gateway: Host, target: Target, threshold: Threshold) {
    this.#gateway = gateway
    this.#target = target
    this.#threshold = threshold
    const options = { allowHalfOpen: true, pauseOnConnect: true, noDelay: true }
    this.#server = createServer(options, (real) => threshold.act(() => this.#join(real)))
  }

  /** The port that it listens at; rejects with the system's error. */
  listen(address: string, port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen({ host: address, port, ipv6Only: familyOf(address) === 6 }, () => {
        this.#server.off('error', reject)
        // EMFILE and the like: that client is not served, those that have come are.
        this.#server.on('error', () => {})
        resolve((this.#server.address() as { port: number }).port)
      })
    })
  }

  /** Stops accepting; existing connections get the data sent to them, and end. */
  close(): Promise<void> {
    for (const connection of this.#connections) connection.end()
    return new Promise((resolve) => this.#server.close(() => resolve()))
  }

  #join(real: Socket): void {
    if (real.destroyed) return
    const family = familyOf(real.localAddress ?? '')
    const simulated = this.#gateway.tcp.socket(family)
    // Use the client's own port, to find its packets easily; another one if it is taken.
    const anyAddress = family === 4 ? '0.0.0.0' : '::'
    simulated.bind(anyAddress, real.remotePort ?? 0, BindFlag.REUSEADDR)
    const { addresses, port, onRefused } = this.#target
    const onOver = (over: JoinedConnection) => this.#connections.delete(over)
    const connection = new JoinedConnection({ real, simulated, threshold: this.#threshold, onRefused, onOver })
    this.#connections.add(connection)
    connection.connect(addresses[family], port)
  }
}
