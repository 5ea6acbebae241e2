import type { FilterInstruction, Message, Received, Socket } from 'ackademy:sockets'
import { addressFamily, Errno, parseIpAddress } from '#network'
import type { ModuleHost } from '#node/realm/index.ts'
import { BindFlag, type MessageFacts, Op, SocketOption } from '#node/syscalls/index.ts'
import { AF_INET, AF_INET6, AF_PACKET, MSG_ERRQUEUE, MSG_PEEK, MSG_TRUNC } from '../constants.ts'
import { readControl } from '../control-message.ts'
import { checked, systemError } from '../system-error.ts'
import { controlsOf } from './ancillary.ts'
import { type Family, OptionCalls } from './option-calls.ts'

const FAMILIES: Readonly<Record<number, Family>> = { [AF_INET]: 4, [AF_INET6]: 6, [AF_PACKET]: 'link' }
const wouldWait = (result: number) => result === -Errno.EAGAIN

export function openSocket(host: ModuleHost, domain: number, type: number, protocol: number): Socket {
  const family = FAMILIES[domain]
  if (family === undefined) throw systemError('socket', Errno.EAFNOSUPPORT)
  const fd = checked('socket', host.call(Op.socket, family === 'link' ? AF_PACKET : family, type, protocol))
  return new SimulatedSocket(host, fd, family)
}

class SimulatedSocket implements Socket {
  readonly fd: number
  readonly #host: ModuleHost
  readonly #family: Family
  readonly #options: OptionCalls

  constructor(host: ModuleHost, fd: number, family: Family) {
    this.#host = host
    this.fd = fd
    this.#family = family
    this.#options = new OptionCalls(host, fd, family)
  }

  bind(address: string, port = 0): void {
    const flags = this.#options.onlyIpv6 ? BindFlag.V6ONLY : 0
    checked('bind', this.#host.call(Op.bind, this.fd, port, flags, this.#named('bind', address)))
  }

  connect(address: string, port = 0): void {
    const result = this.#host.call(Op.connect, this.fd, port, 0, this.#named('connect', address))
    if (result !== -Errno.EINPROGRESS) checked('connect', result)
  }

  listen(backlog: number): void {
    checked('listen', this.#host.call(Op.listen, this.fd, backlog))
  }

  accept(): ReturnType<Socket['accept']> {
    const fd = this.#host.call(Op.accept, this.fd)
    if (wouldWait(fd)) return null
    checked('accept', fd)
    const { str: address, a: port } = this.#host.out
    return { socket: new SimulatedSocket(this.#host, fd, this.#family), address, port }
  }

  send(bytes: Uint8Array): number {
    return this.#send('send', bytes, '', 0)
  }

  sendto(bytes: Uint8Array, address: string, port = 0): number {
    return this.#send('sendto', bytes, this.#named('sendto', address), port)
  }

  #send(syscall: string, bytes: Uint8Array, address: string, port: number): number {
    const result = this.#host.call(Op.send, this.fd, port, 0, address, bytes)
    return wouldWait(result) ? 0 : checked(syscall, result)
  }

  recvfrom(size: number): Received | null {
    const received = this.#receive('recvfrom', size, 0)
    if (received === null) return null
    const { bytes, facts } = received
    return { bytes, ...senderOf(facts) }
  }

  recvmsg(size: number, flags = 0): Message | null {
    const received = this.#receive('recvmsg', size, flags & (MSG_PEEK | MSG_ERRQUEUE))
    if (received === null) return null
    const { bytes, whole, facts } = received
    const controls = controlsOf(facts.ancillary, this.#family === 6 ? 6 : 4, this.#host.epochMs)
    const told = (whole > bytes.length ? MSG_TRUNC : 0) | (flags & MSG_ERRQUEUE)
    return { bytes, ...senderOf(facts), flags: told, control: controls.map(readControl) }
  }

  #receive(syscall: string, size: number, flags: number) {
    const result = this.#host.call(Op.recvmsg, this.fd, size, flags)
    if (wouldWait(result)) return null
    checked(syscall, result)
    const { bytes, a: whole, str } = this.#host.out
    return { bytes: Uint8Array.from(bytes ?? []), whole, facts: JSON.parse(str) as MessageFacts }
  }

  setsockopt(level: number, option: number, value: number | string | Uint8Array): void {
    checked('setsockopt', this.#options.set(level, option, value))
  }

  getsockopt(level: number, option: number): number
  getsockopt(level: number, option: number, length: number): Uint8Array
  getsockopt(level: number, option: number, length?: number): number | Uint8Array {
    const bytes = this.#options.get(level, option)
    if (typeof bytes === 'number') throw systemError('getsockopt', -bytes)
    return length === undefined ? new DataView(bytes.buffer).getInt32(0, true) : bytes.subarray(0, length)
  }

  attachFilter(program: readonly FilterInstruction[]): void {
    const bytes = new DataView(new ArrayBuffer(8 * program.length))
    for (const [index, [code, ifTrue, ifFalse, k]] of program.entries()) {
      bytes.setUint16(8 * index, code)
      bytes.setUint8(8 * index + 2, ifTrue)
      bytes.setUint8(8 * index + 3, ifFalse)
      bytes.setUint32(8 * index + 4, k)
    }
    const given = new Uint8Array(bytes.buffer)
    checked('setsockopt', this.#host.call(Op.setopt, this.fd, SocketOption.FILTER, 0, '', given))
  }

  close(): void {
    this.#host.watch(this.fd, 0, () => {})
    checked('close', this.#host.call(Op.close, this.fd))
  }

  /** A host has addresses, no names; an interface has a name. */
  #named(syscall: string, address: string): string {
    if (this.#family === 'link') return address
    const plain = address.split('%', 1)[0]!
    if (parseIpAddress(plain) === null || (this.#family === 4 && addressFamily(plain) === 6))
      throw systemError(syscall, Errno.EAFNOSUPPORT)
    return address
  }
}

/** A connected stream does not say who sent its bytes. */
function senderOf({ from, ancillary: { link } }: MessageFacts): Omit<Received, 'bytes'> {
  return { address: from?.address ?? '', port: from?.port ?? 0, ...(link && { link }) }
}
