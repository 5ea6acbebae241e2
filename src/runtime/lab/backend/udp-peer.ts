import { Errno, errnoName, isMulticast, SocketOption, type UdpSocket } from '#network'
import type { Data, Datagram, Endpoint } from '../api/index.ts'
import { formatDuration, toMilliseconds, toNanoseconds } from '../duration.ts'
import { count, showBytes } from '../text.ts'
import { decode, encode } from './byte-queue.ts'
import type { Context } from './context.ts'
import type { Operation, Subject } from './subject.ts'
import { done, Failure, waitFor, waitThrough } from './wait.ts'

const LARGEST_DATAGRAM = 65_535

const MEMBERSHIP = {
  join: { all: SocketOption.ADD_MEMBERSHIP, one: SocketOption.ADD_SOURCE_MEMBERSHIP },
  leave: { all: SocketOption.DROP_MEMBERSHIP, one: SocketOption.DROP_SOURCE_MEMBERSHIP },
} as const

const REASONS: Readonly<Record<number, string>> = {
  [Errno.EINVAL]: ': not a multicast address, or joined with the other source filter',
  [Errno.ENODEV]: ': no such interface',
  [Errno.EADDRINUSE]: ': already a member of that group',
  [Errno.EADDRNOTAVAIL]: ': not a member of that group, or that source is already included',
}

/** A UDP socket driven by a test. */
export class UdpPeer implements Subject {
  readonly #context: Context
  readonly #socket: UdpSocket
  readonly #hostName: string
  readonly #received: Datagram[] = []
  /** Number of datagrams the test has taken. */
  #taken = 0
  #lastSender: Endpoint | null = null
  #hasInterface = false

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
        const { from, packet } = datagram
        const seen = `a datagram from ${from.address}:${from.port}: ${showBytes(datagram.data)}`
        const expected = `no datagram for ${this.#name()} for ${formatDuration(ms)}`
        throw new Failure('UNEXPECTED', expected, seen, packet === undefined ? [] : [packet])
      }),
    received: () => this.#received,
    join: ([group, options]: [string, { iface?: string; source?: string }]) => this.#membership('join', group, options),
    leave: ([group, options]: [string, { iface?: string; source?: string }]) =>
      this.#membership('leave', group, options),
    close: () => this.#socket.close(),
  }

  #name(): string {
    return `${this.#hostName}:${this.local.port}/udp`
  }

  #send(bytes: Uint8Array, to: Endpoint | [string, number] | undefined): void {
    const target = to ?? this.#lastSender
    if (!target)
      throw new Failure('MISUSE', 'send(data, to) with an address, because nothing has been received yet', 'no address')
    const [name, port] = Array.isArray(target) ? target : [target.address, target.port]
    const address = this.#context.resolve(name)
    if (isMulticast(address)) this.#chooseInterface()
    const sent = this.#socket.send(bytes, { address, port })
    const expected = `${count(bytes.length, 'byte')} to be sent to ${name}:${port}`
    if (sent < 0)
      throw new Failure(sent === -Errno.ENETUNREACH ? 'UNREACHABLE' : 'UNEXPECTED', expected, errnoName(-sent))
  }

  /** Sends to groups by the host's first interface, like joins: no route is needed. */
  #chooseInterface(): void {
    if (this.#hasInterface) return
    this.#hasInterface = true
    this.#socket.setOption(SocketOption.MULTICAST_INTERFACE, 0, this.#firstInterface())
  }

  #firstInterface(): string {
    const interfaces = this.#context.host(this.#hostName).interfaces()
    return interfaces.find(({ name }) => name !== 'lo')?.name ?? 'lo'
  }

  /** Default interface: the host's first. Tests need not give their hosts a multicast route. */
  #membership(option: 'join' | 'leave', group: string, { iface, source }: { iface?: string; source?: string }): void {
    const device = iface ?? this.#firstInterface()
    const text = [group, device, ...(source === undefined ? [] : [source])].join('|')
    const result = this.#socket.setOption(MEMBERSHIP[option][source === undefined ? 'all' : 'one'], 0, text)
    if (result >= 0) return
    const what = `${this.#name()} to ${option} ${group}${source === undefined ? '' : ` for ${source}`} on ${device}`
    throw new Failure('MISUSE', what, `${errnoName(-result)}${REASONS[-result] ?? ''}`)
  }

  #drain(): void {
    for (;;) {
      const received = this.#socket.receive(LARGEST_DATAGRAM)
      if (typeof received === 'number') {
        // An ICMP error about an earlier datagram is reported once (RFC 1122 4.1.3.3); the next receive is for data
        // again.
        if (received === -Errno.EAGAIN) return
        continue
      }
      const { bytes, from } = received
      if (!from) continue
      const carrier = this.#context.packets.carrierOf(this.#hostName, from, this.local.port, bytes)
      const to = { address: this.local.address, port: this.local.port }
      const at = toMilliseconds(this.#context.world.network.clock.now)
      this.#received.push({ data: bytes, text: decode(bytes), from, to, ...carrier, at })
    }
  }
}
