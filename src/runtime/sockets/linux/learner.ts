/**
 * `ackademy:sockets` on the real kernel: what a learner's program imports where it is graded in Docker. Bundled into the image; the
 * program reaches the kernel through it as any program does, with no more rights than its jail leaves it.
 */

import type { FilterInstruction, Poll, Ready, Socket } from 'ackademy:sockets'
import { networkInterfaces } from 'node:os'
import { Errno } from '#network'
import type { SocketsModule } from '../api.ts'
import { readControl } from '../control-message.ts'
import { AF_INET6, AF_PACKET, MSG_NOSIGNAL, SOCK_CLOEXEC, SOCK_NONBLOCK } from '../linux-constants.ts'
import { takeOver } from '../open-link.ts'
import { decodeAddress, decodeLinkAddress, encodeAddress, encodeLinkAddress } from '../sockaddr.ts'
import { checked, systemError } from '../system-error.ts'
import * as libc from './libc.ts'

type Family = 4 | 6 | 'link'

export * from '../constants.ts'
export { membership, packetMembership } from '../membership.ts'

/** Returns whether a call failed only because it would have to wait. */
const wouldWait = (result: number) => result === -Errno.EAGAIN

class KernelSocket implements Socket {
  readonly fd: number
  readonly #family: Family

  constructor(fd: number, family: Family) {
    this.fd = fd
    this.#family = family
  }

  bind(address: string, port = 0): void {
    checked('bind', libc.bind(this.fd, this.#address('bind', address, port)))
  }

  connect(address: string, port = 0): void {
    const result = libc.connect(this.fd, this.#address('connect', address, port))
    if (result !== -Errno.EINPROGRESS) checked('connect', result)
  }

  listen(backlog: number): void {
    checked('listen', libc.listen(this.fd, backlog))
  }

  accept(): ReturnType<Socket['accept']> {
    const accepted = libc.accept(this.fd, SOCK_NONBLOCK | SOCK_CLOEXEC)
    if (typeof accepted === 'number') {
      if (wouldWait(accepted)) return null
      throw systemError('accept', -accepted)
    }
    return { socket: new KernelSocket(accepted.fd, this.#family), ...named(accepted.address) }
  }

  send(bytes: Uint8Array): number {
    const result = libc.send(this.fd, bytes, MSG_NOSIGNAL)
    return wouldWait(result) ? 0 : checked('send', result)
  }

  sendto(bytes: Uint8Array, address: string, port = 0): number {
    const result = libc.send(this.fd, bytes, MSG_NOSIGNAL, this.#address('sendto', address, port))
    return wouldWait(result) ? 0 : checked('sendto', result)
  }

  recvfrom(size: number): ReturnType<Socket['recvfrom']> {
    const room = new Uint8Array(size)
    const received = libc.receiveFrom(this.fd, room, 0)
    if (typeof received === 'number') {
      if (wouldWait(received)) return null
      throw systemError('recvfrom', -received)
    }
    return { bytes: room.subarray(0, received.length), ...named(received.address) }
  }

  recvmsg(size: number, flags = 0): ReturnType<Socket['recvmsg']> {
    const room = new Uint8Array(size)
    const message = libc.receiveMessage(this.fd, room, flags)
    if (typeof message === 'number') {
      if (wouldWait(message)) return null
      throw systemError('recvmsg', -message)
    }
    const bytes = room.subarray(0, message.length)
    return { bytes, ...named(message.address), flags: message.flags, control: message.control.map(readControl) }
  }

  setsockopt(level: number, option: number, value: number | string | Uint8Array): void {
    const given = typeof value === 'string' ? new TextEncoder().encode(`${value}\0`) : value
    checked('setsockopt', libc.setOption(this.fd, level, option, given))
  }

  getsockopt(level: number, option: number): number
  getsockopt(level: number, option: number, length: number): Uint8Array
  getsockopt(level: number, option: number, length?: number): number | Uint8Array {
    const bytes = libc.getOptionBytes(this.fd, level, option, length ?? 4)
    if (typeof bytes === 'number') throw systemError('getsockopt', -bytes)
    return length === undefined ? new DataView(bytes.buffer).getInt32(0, true) : bytes
  }

  attachFilter(program: readonly FilterInstruction[]): void {
    const bytes = new Uint8Array(8 * program.length)
    const view = new DataView(bytes.buffer)
    for (const [index, [code, ifTrue, ifFalse, k]] of program.entries()) {
      view.setUint16(8 * index, code, true)
      view.setUint8(8 * index + 2, ifTrue)
      view.setUint8(8 * index + 3, ifFalse)
      view.setUint32(8 * index + 4, k, true)
    }
    checked('setsockopt', libc.attachFilter(this.fd, bytes))
  }

  close(): void {
    checked('close', libc.close(this.fd))
  }

  #address(syscall: string, address: string, port: number): Uint8Array {
    if (this.#family === 'link') return linkAddress(syscall, address, port)
    const encoded = encodeAddress(this.#family, address, port, INTERFACES)
    if (!encoded) throw systemError(syscall, Errno.EAFNOSUPPORT)
    return encoded
  }
}
const INTERFACES = { indexOf: libc.interfaceIndex, nameOf: libc.interfaceName }
/** A connected stream does not say who sent its bytes. */
const named = (address: Uint8Array) =>
  decodeLinkAddress(address) ?? decodeAddress(address, INTERFACES) ?? { address: '', port: 0 }

/** Of an interface, by its name. */
function linkAddress(syscall: string, name: string, etherType: number): Uint8Array {
  const index = libc.interfaceIndex(name)
  if (index === 0) throw systemError(syscall, Errno.ENODEV)
  // Without an EtherType it stays with the one that it was opened with.
  return encodeLinkAddress(index, etherType)
}

export const if_nametoindex: SocketsModule['if_nametoindex'] = libc.interfaceIndex

export const socket: SocketsModule['socket'] = (domain, type, protocol = 0) => {
  const family = domain === AF_PACKET ? 'link' : domain === AF_INET6 ? 6 : 4
  // The kernel takes a packet socket's protocol in network order.
  const number = family === 'link' ? ((protocol & 0xff) << 8) | (protocol >> 8) : protocol
  return new KernelSocket(checked('socket', libc.socket(domain, type | SOCK_NONBLOCK | SOCK_CLOEXEC, number)), family)
}

export const openLink: SocketsModule['openLink'] = (name) =>
  takeOver(name, {
    socket,
    interfaceOf: (link) => ({
      index: libc.interfaceIndex(name),
      addresses: networkInterfaces()[name] ?? [],
      ...libc.interfaceFacts(link.fd, name),
    }),
  })

export const poll: SocketsModule['poll'] = async (wanted: readonly Poll[], timeoutMs = -1): Promise<Ready[]> => {
  const entries = wanted.map((each) => ({ fd: each.socket.fd, events: each.events, revents: 0 }))
  checked('poll', await libc.pollAsync(entries, Math.ceil(timeoutMs)))
  return entries.flatMap(({ revents }, index) => (revents === 0 ? [] : [{ socket: wanted[index]!.socket, revents }]))
}
