import { Errno, errnoName, SocketOption, type UdpSocket } from '../../network/index.ts'
import type { Data, Datagram, Endpoint } from '../api/index.ts'
import { formatDuration, toMilliseconds, toNanoseconds } from '../duration.ts'
import { count, showBytes } from '../text.ts'
import { decode, encode } from './byte-queue.ts'
import type { Context } from './context.ts'
import type { Operation, Subject } from './subject.ts'
import { done, Failure, waitFor, waitThrough } from './wait.ts'

const LARGEST_DATAGRAM = 65_535

/** A UDP socket worked by a test. */
export class UdpPeer implements Subject {
  readonly #context: Context
  readonly #socket: UdpSocket
  readonly #hostName: string
  readonly #received: Datagram[] = []
  /** How many of them the test has taken. */
  #taken = 0
  #lastSender: Endpoint | null = null

  constructor(context: Context, socket: UdpSocket, hostName: string) {
    this.#context = context
    this.#socket = socket
    this.#hostName = hostName
    socket.onReadiness = () => this.#drain()
    context.onClose(() => socket.close())
  }

  get local(): Endpoint {
    return this.#socket.localEndpoint()!
  }

  readonly operations: Record<string, Operation> = {
    send: ([data, to]: [Data, Endpoint | [string, number] | undefined]) => this.#send(encode(data), to),
    receive: (_, call) =>
      waitFor({
        deadline: call.deadline,
        expected: `a datagram for ${this.#name()} ${call.within}`,
        poll: () => {
          const datagram = this.#received[this.#taken]
          if (!datagram) return null
          this.#taken++
          this.#lastSender = datagram.from
          return done(datagram)
        },
        seen: () => (this.#taken === 0 ? 'none' : `no more after ${count(this.#taken, 'datagram')}`),
      }),
    expectSilence: ([ms]: [number]) =>
      waitThrough(this.#context.world.network.clock.now + toNanoseconds(ms), () => {
        const datagram = this.#received[this.#taken]
        if (!datagram) return
        const { address, port } = datagram.from
        const seen = `a datagram from ${address}:${port}: ${showBytes(datagram.data)}`
        throw new Failure('UNEXPECTED', `no datagram for ${this.#name()} for ${formatDuration(ms)}`, seen)
      }),
    received: () => this.#received,
    join: ([group, options]: [string, { iface?: string; source?: string }]) =>
      this.#membership(SocketOption.ADD_MEMBERSHIP, group, options),
    leave: ([group, options]: [string, { iface?: string }]) =>
      this.#membership(SocketOption.DROP_MEMBERSHIP, group, options),
    close: () => this.#socket.close(),
  }

  #name(): string {
    return `${this.#hostName}:${this.local.port}/udp`
  }

  #send(bytes: Uint8Array, to: Endpoint | [string, number] | undefined): void {
    const target = to ?? this.#lastSender
    if (!target)
      throw new Failure('MISUSE', 'send(data, to) with an address, as nothing has been received yet', 'no address')
    const [name, port] = Array.isArray(target) ? target : [target.address, target.port]
    const sent = this.#socket.send(bytes, { address: this.#context.resolve(name), port })
    const expected = `${count(bytes.length, 'byte')} to be sent to ${name}:${port}`
    if (sent < 0)
      throw new Failure(sent === -Errno.ENETUNREACH ? 'UNREACHABLE' : 'UNEXPECTED', expected, errnoName(-sent))
  }

  #membership(option: number, group: string, { iface, source }: { iface?: string; source?: string }): void {
    if (source !== undefined)
      throw new Failure('NOT_SUPPORTED', 'membership of one source', 'this is not supported yet')
    const result = this.#socket.setOption(option, 0, iface === undefined ? group : `${group} ${iface}`)
    if (result < 0)
      throw new Failure('NOT_SUPPORTED', `the group ${group}`, `${errnoName(-result)}: multicast is not supported yet`)
  }

  #drain(): void {
    for (;;) {
      const received = this.#socket.receive(LARGEST_DATAGRAM)
      if (typeof received === 'number') {
        // An ICMP error about an earlier datagram is told once (RFC 1122 4.1.3.3); the next receive is for data again.
        if (received === -Errno.EAGAIN) return
        continue
      }
      const { bytes, from } = received
      if (!from) continue
      const { iface, ttl } = this.#context.packets.carrierOf(this.#hostName, from, this.local.port)
      const to = { address: this.local.address, port: this.local.port }
      const at = toMilliseconds(this.#context.world.network.clock.now)
      this.#received.push({ data: bytes, text: decode(bytes), from, to, iface, ttl, at })
    }
  }
}
