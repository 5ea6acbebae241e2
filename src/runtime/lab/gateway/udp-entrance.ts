import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { Errno, type Host, type UdpSocket } from '#network'
import { familyOf, type Target } from './target.ts'
import type { Threshold } from './threshold.ts'

const LARGEST_DATAGRAM = 65_535
/** Idle time after which an association is dropped: RFC 4787 4.3 asks for at least two minutes. */
const IDLE_MS = 120_000
/** Most real clients remembered; beyond it the one idle longest is dropped. */
const MOST_ASSOCIATIONS = 1_024

/** A real client's address and port, and the simulated socket that represents it. */
interface Association {
  readonly socket: UdpSocket
  idle: NodeJS.Timeout
}

/**
 * A UDP port of this machine. Each client that sends to it gets a socket on the gateway host. It is not connected: a server that is bound to no address
 * answers from the one that is nearest to the gateway, which need not be the one that was asked.
 */
export class UdpEntrance {
  readonly #gateway: Host
  readonly #target: Target
  readonly #threshold: Threshold
  /** By `address port`, longest idle first. */
  readonly #associations = new Map<string, Association>()
  #real: Socket | null = null

  constructor(gateway: Host, target: Target, threshold: Threshold) {
    this.#gateway = gateway
    this.#target = target
    this.#threshold = threshold
  }

  /** The port that it is bound to; rejects with the system's error. */
  listen(address: string, port: number): Promise<number> {
    const real = createSocket({ type: familyOf(address) === 4 ? 'udp4' : 'udp6', ipv6Only: familyOf(address) === 6 })
    this.#real = real
    real.on('message', (bytes, client) => this.#threshold.act(() => this.#fromReal(bytes, client)))
    return new Promise((resolve, reject) => {
      real.once('error', reject)
      real.bind({ address, port, exclusive: true }, () => {
        real.off('error', reject)
        // ECONNREFUSED from a client that is gone: its datagrams are lost, as on a real network.
        real.on('error', () => {})
        resolve(real.address().port)
      })
    })
  }

  close(): Promise<void> {
    for (const key of [...this.#associations.keys()]) this.#forget(key)
    const real = this.#real
    this.#real = null
    return new Promise((resolve) => (real === null ? resolve() : real.close(() => resolve())))
  }

  #fromReal(bytes: Uint8Array, client: RemoteInfo): void {
    if (this.#real === null) return
    const key = `${client.address} ${client.port}`
    const { socket } = this.#used(key) ?? this.#associate(key, client)
    socket.send(bytes, { address: this.#target.addresses[familyOf(client.address)], port: this.#target.port })
  }

  /** Moves it to the end of the queue for dropping. */
  #used(key: string): Association | undefined {
    const association = this.#associations.get(key)
    if (association === undefined) return undefined
    association.idle.refresh()
    this.#associations.delete(key)
    this.#associations.set(key, association)
    return association
  }

  #associate(key: string, client: RemoteInfo): Association {
    const oldest = this.#associations.keys().next().value
    if (this.#associations.size >= MOST_ASSOCIATIONS && oldest !== undefined) this.#forget(oldest)
    const family = familyOf(client.address)
    const socket = this.#gateway.udp.socket(family)
    socket.bind(family === 4 ? '0.0.0.0' : '::', client.port)
    socket.onReadiness = () => this.#toReal(key, socket, client)
    const idle = setTimeout(() => this.#threshold.act(() => this.#forget(key)), IDLE_MS).unref()
    const association = { socket, idle }
    this.#associations.set(key, association)
    return association
  }

  #toReal(key: string, socket: UdpSocket, client: RemoteInfo): void {
    for (;;) {
      const received = socket.receive(LARGEST_DATAGRAM)
      if (received === -Errno.EAGAIN) return
      if (typeof received === 'number') continue // a socket's pending error, reported once
      this.#used(key)
      this.#real?.send(received.bytes.slice(), client.port, client.address)
    }
  }

  #forget(key: string): void {
    const association = this.#associations.get(key)
    if (association === undefined) return
    clearTimeout(association.idle)
    association.socket.close()
    this.#associations.delete(key)
  }
}
