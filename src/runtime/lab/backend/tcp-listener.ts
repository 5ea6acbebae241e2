import { Ready, type TcpSocket } from '#network'
import type { Endpoint } from '../api/index.ts'
import { count } from '../text.ts'
import type { Context } from './context.ts'
import type { Operation, Subject } from './subject.ts'
import { TcpPeer } from './tcp-peer.ts'
import { done, waitFor } from './wait.ts'

/** A listening socket of a test. Connections wait in its backlog until the test accepts them. */
export class TcpListener implements Subject {
  readonly #context: Context
  readonly #socket: TcpSocket
  readonly #hostName: string
  readonly #paused: boolean
  #accepted = 0

  constructor(context: Context, socket: TcpSocket, hostName: string, paused: boolean) {
    this.#context = context
    this.#socket = socket
    this.#hostName = hostName
    this.#paused = paused
    context.onClose(() => socket.close())
  }

  get local(): Endpoint {
    return this.#socket.localEndpoint()!
  }

  readonly operations: Record<string, Operation> = {
    accept: (_, call) => {
      const { address, port } = this.local
      return waitFor({
        deadline: call.deadline,
        expected: `a connection to ${this.#hostName} (${address}:${port}) ${call.within}`,
        poll: () => {
          const peer = this.#accept()
          if (!peer) return null
          this.#context.register(call.ref, peer)
          return done(peer.ends)
        },
        seen: () => (this.#accepted === 0 ? 'none' : `no more after ${count(this.#accepted, 'connection')}`),
      })
    },
    count: () => this.#accepted + this.#socket.receiveQueueLength(),
    close: () => this.#socket.close(),
  }

  #accept(): TcpPeer | null {
    if ((this.#socket.readiness() & Ready.IN) === 0) return null
    const socket = this.#socket.accept()
    if (typeof socket === 'number') return null
    this.#accepted++
    const { address, port } = socket.remoteEndpoint()!
    const remoteName = `${this.#context.nameOf(address)}:${port}`
    return new TcpPeer({ context: this.#context, socket, hostName: this.#hostName, remoteName, paused: this.#paused })
  }
}
