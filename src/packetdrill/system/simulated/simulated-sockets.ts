/** Linux's calls on a simulated host's sockets. */
import {
  type Endpoint,
  Errno,
  type Nanoseconds,
  Ready,
  SECOND,
  type SimulatedHost,
  type Socket,
  type TcpSocket,
} from '#network'
import { NeedsError } from '../../language/index.ts'
import { LINUX_NUMBERS } from '../linux-numbers.ts'
import type { KernelSockets } from '../system.ts'
import { namedInformation } from '../tcp-info-names.ts'
import { getLinuxOption, type OptionsBefore, setLinuxOption } from './simulated-options.ts'

interface Entry {
  readonly socket: Socket
  readonly before: OptionsBefore
  /** Of one that was closed: when that is over in any case. */
  lingersUntil: Nanoseconds | null
}

const number = (name: string) => LINUX_NUMBERS[name]!
const POLL_BITS: readonly (readonly [ready: number, poll: number])[] = [
  [Ready.IN, number('POLLIN')],
  [Ready.OUT, number('POLLOUT')],
  [Ready.ERR, number('POLLERR')],
  [Ready.HUP, number('POLLHUP')],
  [Ready.PRI, number('POLLPRI')],
]

/** Something is still to be acknowledged, the FIN at least (Linux's sk_stream_closing). */
const CLOSING = new Set<string>(['FIN_WAIT_1', 'CLOSING', 'LAST_ACK'])
/** The peer will send no more. */
const HALF_CLOSED = new Set<string>(['CLOSE_WAIT', 'LAST_ACK', 'CLOSING', 'TIME_WAIT', 'CLOSED'])

export class SimulatedSockets implements KernelSockets {
  readonly #host: SimulatedHost
  readonly #entries = new Map<number, Entry>()
  #next = 3

  constructor(host: SimulatedHost) {
    this.#host = host
  }

  #add(socket: Socket, before: OptionsBefore): number {
    this.#entries.set(this.#next, { socket, before, lingersUntil: null })
    return this.#next++
  }

  #stream(fd: number): TcpSocket | null {
    const socket = this.#entries.get(fd)?.socket
    return socket?.kind === 'tcp' ? (socket as TcpSocket) : null
  }

  socket(family: 4 | 6, kind: 'stream' | 'datagram'): number {
    const socket = kind === 'stream' ? this.#host.tcp.socket(family) : this.#host.udp.socket(family)
    return this.#add(socket, { bindFlags: 0, keepAlive: false, keepAliveSeconds: null, lingerSeconds: 0 })
  }

  bind(fd: number, { address, port }: Endpoint): number {
    const { socket, before } = this.#entries.get(fd)!
    return socket.bind(address, port, before.bindFlags)
  }

  connect(fd: number, { address, port }: Endpoint): number {
    return this.#entries.get(fd)!.socket.connect(address, port)
  }

  listen(fd: number, backlog: number): number {
    return this.#stream(fd)?.listen(backlog) ?? -Errno.EOPNOTSUPP
  }

  accept(fd: number): number {
    const accepted = this.#stream(fd)?.accept() ?? -Errno.EOPNOTSUPP
    return typeof accepted === 'number' ? accepted : this.#add(accepted, { ...this.#entries.get(fd)!.before })
  }

  send(fd: number, bytes: Uint8Array, flags: number, to: Endpoint | null): number {
    const { socket } = this.#entries.get(fd)!
    const result = socket.send(bytes, to ?? undefined, flags)
    return result
  }

  receive(fd: number, most: number, flags: number): Uint8Array | number {
    const got = this.#entries.get(fd)!.socket.receive(most, flags)
    return typeof got === 'number' ? got : got.bytes
  }

  shutdown(fd: number, how: number): number {
    return this.#stream(fd)?.shutdown(how) ?? -Errno.ENOTCONN
  }

  close(fd: number): number {
    const entry = this.#entries.get(fd)!
    const { scheduler } = this.#host
    if (entry.lingersUntil === null) {
      entry.socket.close()
      entry.lingersUntil = scheduler.now + entry.before.lingerSeconds * SECOND
      // Waiting callers ask after every event.
      if (entry.lingersUntil > scheduler.now) scheduler.at(entry.lingersUntil, () => {})
    }
    if (scheduler.now < entry.lingersUntil && CLOSING.has(this.#stream(fd)?.state ?? '')) return -Errno.EAGAIN
    this.#entries.delete(fd)
    return 0
  }

  setOption(fd: number, level: number, option: number, value: Uint8Array): number {
    const { socket, before } = this.#entries.get(fd)!
    return setLinuxOption(socket, before, level, option, value)
  }

  getOption(fd: number, level: number, option: number, room: number): Uint8Array | number {
    const { socket, before } = this.#entries.get(fd)!
    const value = getLinuxOption(socket, before, level, option)
    return typeof value === 'number' ? value : value.subarray(0, Math.max(room, 4))
  }

  control(fd: number, request: number): number {
    const stream = this.#stream(fd)
    if (stream === null) throw new NeedsError('ioctl on a datagram socket')
    if (request === number('SIOCINQ')) return stream.state === 'LISTEN' ? -Errno.EINVAL : stream.receiveQueueLength()
    if (request === number('SIOCOUTQ')) return stream.state === 'LISTEN' ? -Errno.EINVAL : stream.sendQueueLength()
    if (request === number('SIOCATMARK')) return stream.atMark() ? 1 : 0
    throw new NeedsError(`the ioctl 0x${request.toString(16)}`)
  }

  poll(fd: number): number {
    const ready = this.#entries.get(fd)!.socket.readiness()
    const bits = POLL_BITS.reduce((sum, [bit, poll]) => (ready & bit ? sum | poll : sum), 0)
    return HALF_CLOSED.has(this.#stream(fd)?.state ?? '') ? bits | number('POLLRDHUP') : bits
  }

  information(fd: number): Readonly<Record<string, number>> {
    return namedInformation(this.#stream(fd)!.information())
  }
}
