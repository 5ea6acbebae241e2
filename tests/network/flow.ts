/** A bulk transfer that costs next to nothing beside the network under it: the same piece is sent again and again, and what arrives is only counted. */
import type { SimulatedHost, SimulatedNetwork, TcpSocket } from '#network'

/** What a full segment carries on Ethernet, with timestamps. */
export const FULL_SEGMENT = 1448
const PIECE = new Uint8Array(65_536).fill(0x2a)

/** A connection that is opened at once, and bytes in one direction. */
export class Flow {
  readonly #sender: TcpSocket
  #unsent = 0
  #wanted = 0
  received = 0

  constructor(client: SimulatedHost, server: SimulatedHost, address: string, port = 9000) {
    const listener = server.tcp.socket(4)
    listener.bind('0.0.0.0', port)
    listener.listen(1)
    listener.onReadiness = () => {
      const accepted = listener.accept()
      if (typeof accepted === 'number') return
      accepted.onReadiness = () => this.#receive(accepted)
    }
    this.#sender = client.tcp.socket(4)
    this.#sender.onReadiness = () => this.#sendOn()
    this.#sender.connect(address, port)
  }

  /** All requested bytes have arrived. */
  get isDone(): boolean {
    return this.received === this.#wanted
  }

  send(bytes: number): void {
    this.#unsent += bytes
    this.#wanted += bytes
    this.#sendOn()
  }

  #sendOn(): void {
    while (this.#unsent > 0) {
      const piece = this.#unsent < PIECE.length ? PIECE.subarray(0, this.#unsent) : PIECE
      const taken = this.#sender.send(piece)
      if (taken <= 0) return
      this.#unsent -= taken
    }
  }

  #receive(socket: TcpSocket): void {
    for (let piece = socket.receive(65_536); typeof piece !== 'number'; piece = socket.receive(65_536))
      this.received += piece.bytes.length
  }
}

/** Runs the network until the flows have delivered all. Throws Error when nothing is left that could. */
export function runFlows({ clock }: SimulatedNetwork, flows: readonly Flow[]): void {
  while (flows.some((flow) => !flow.isDone)) {
    for (let n = 0; n < 100; n++) {
      const next = clock.take()
      if (next === undefined) throw new Error('The network stands still, and bytes are missing')
      next.run()
    }
  }
}
