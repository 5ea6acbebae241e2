import { concatenate } from '#network'
import { BindFlag, type KernelEvent, Op, PUSH, Ready, SocketOption } from '../../syscalls/index.ts'
import { AsyncWrap, completeRequest, makeCallback } from '../async-wrap.ts'
import { bytesOf, ownBuffer } from '../bytes.ts'
import type { RealmContext } from '../context.ts'
import { Descriptor, Handle, handleState } from '../handles/index.ts'
import type { Any, Binding } from '../types.ts'

const DATAGRAM = 2
/** The largest payload of a UDP datagram over IPv4 (RFC 768, RFC 791). */
const LARGEST_PAYLOAD = 65_507
const INT_MAX = 2 ** 31 - 1

/** `internalBinding('udp_wrap')`: udp_wrap.cc. */
export function udpBinding(realm: RealmContext): Binding {
  return {
    ...realm.constants.udp_wrap,
    UDP: class UDP extends UdpHandle {
      constructor() {
        super(realm)
      }
    },
    SendWrap: class SendWrap extends AsyncWrap {
      constructor() {
        super(realm, 'UDPSENDWRAP')
      }
    },
  }
}

/** Flags of uv_udp_bind. */
const UV_UDP_IPV6ONLY = 1
const UV_UDP_REUSEADDR = 4
const UV_UDP_REUSEPORT = 64

const bindFlags = (flags: number): number =>
  (flags & UV_UDP_IPV6ONLY ? BindFlag.V6ONLY : 0) |
  (flags & UV_UDP_REUSEADDR ? BindFlag.REUSEADDR : 0) |
  (flags & UV_UDP_REUSEPORT ? BindFlag.REUSEPORT : 0)

class UdpHandle extends Handle {
  readonly #realm: RealmContext
  readonly #descriptor: Descriptor
  #receiving = false
  #connected = false
  #bound = false
  #queuedBytes = 0
  #queuedCount = 0

  constructor(realm: RealmContext) {
    super(realm, 'UDPWRAP')
    this.#realm = realm
    this.#descriptor = new Descriptor(realm, (event) => this.#onEvent(event))
    handleState(this).release = () => this.#descriptor.close()
  }

  get fd(): number {
    return this.#descriptor.fd
  }

  // --- names

  bind(address: string, port: number, flags = 0): number {
    return this.#bind(4, address, port, flags)
  }

  bind6(address: string, port: number, flags = 0): number {
    return this.#bind(6, address, port, flags)
  }

  #bind(domain: number, address: string, port: unknown, flags: number): number {
    const opened = this.#descriptor.ensure(domain, DATAGRAM)
    if (opened < 0) return opened
    // C++ coerces: dgram may pass a callback in place of the port.
    const number = typeof port === 'number' ? port >>> 0 : Number(port) >>> 0
    const result = this.#realm.kernel.call(Op.bind, this.#descriptor.fd, number, bindFlags(flags), address)
    this.#bound ||= result === 0
    return result
  }

  open(fd: number): number {
    const { kernel, loop } = this.#realm
    if (loop.targets.isWatched(fd)) return -this.#realm.errno('EEXIST')
    const named = kernel.call(Op.getname, fd, 0)
    if (named < 0) return named
    this.#descriptor.adopt(fd, kernel.out.b)
    this.#bound = true
    return 0
  }

  connect(address: string, port: number): number {
    return this.#connect(4, address, port)
  }

  connect6(address: string, port: number): number {
    return this.#connect(6, address, port)
  }

  #connect(domain: number, address: string, port: number): number {
    const opened = this.#descriptor.ensure(domain, DATAGRAM)
    if (opened < 0) return opened
    const result = this.#realm.kernel.call(Op.connect, this.#descriptor.fd, port >>> 0, 0, address)
    this.#connected = result === 0
    return result
  }

  disconnect(): number {
    this.#connected = false
    return this.#realm.kernel.call(Op.connect, this.#descriptor.fd, 0, 0, '')
  }

  getsockname(into: Any): number {
    return this.#descriptor.name(into, 0)
  }

  getpeername(into: Any): number {
    return this.#connected ? this.#descriptor.name(into, 1) : -this.#realm.errno('ENOTCONN')
  }

  // --- datagrams

  recvStart(): number {
    this.#receive(true)
    return 0
  }

  recvStop(): number {
    this.#receive(false)
    return 0
  }

  #receive(receiving: boolean): void {
    this.#receiving = receiving
    this.#descriptor.watch(receiving ? Ready.IN | PUSH : 0)
    handleState(this).active = receiving
  }

  #onEvent(event: KernelEvent): void {
    if (!this.#receiving) return
    const { onmessage } = this as Any
    if (event.error > 0) {
      makeCallback(this, onmessage, -event.error, this, undefined, undefined)
      return
    }
    if ((event.mask & Ready.IN) === 0) return
    const { Buffer } = this.#realm.require('buffer')
    const bytes = event.bytes ?? new Uint8Array(0)
    const from = {
      address: event.str,
      family: event.str.includes(':') ? 'IPv6' : 'IPv4',
      port: event.port,
      size: bytes.length,
    }
    makeCallback(this, onmessage, bytes.length, this, Buffer.from(ownBuffer(bytes)), from)
  }

  send(request: Any, chunks: Any[], _count: number, ...target: unknown[]): number {
    return this.#send(4, request, chunks, target)
  }

  send6(request: Any, chunks: Any[], _count: number, ...target: unknown[]): number {
    return this.#send(6, request, chunks, target)
  }

  /** `target`: [port, address, wants a callback], or just the last on a connected socket. Returns 0 or -errno; C++ may also return size + 1. */
  #send(domain: number, request: Any, chunks: Any[], target: unknown[]): number {
    const { encodeUtf8 } = this.#realm.platform
    const [port, address, hasCallback] = target.length >= 3 ? target : [0, '', target[0]]
    if (address === '' && !this.#connected) return -this.#realm.errno('EDESTADDRREQ')
    const opened = this.#descriptor.ensure(domain, DATAGRAM)
    if (opened < 0) return opened
    const bytes = concatenate(chunks.map((chunk) => (typeof chunk === 'string' ? encodeUtf8(chunk) : bytesOf(chunk))))
    if (bytes.length > LARGEST_PAYLOAD) return -this.#realm.errno('EMSGSIZE')
    const sent = this.#realm.kernel.call(Op.send, this.#descriptor.fd, Number(port) >>> 0, 0, String(address), bytes)
    this.#bound = true
    this.#complete(request, Boolean(hasCallback), bytes.length, Math.min(sent, 0))
    return 0
  }

  #complete(request: Any, hasCallback: boolean, size: number, status: number): void {
    const { loop } = this.#realm
    this.#queuedBytes += size
    this.#queuedCount++
    loop.requestBegan()
    loop.defer(() => {
      this.#queuedBytes -= size
      this.#queuedCount--
      loop.requestEnded()
      if (hasCallback) completeRequest(request, request.oncomplete, status, status === 0 ? size : 0)
    })
  }

  getSendQueueSize(): number {
    return this.#queuedBytes
  }

  getSendQueueCount(): number {
    return this.#queuedCount
  }

  // --- options

  #setOption(option: number, value: number, text = ''): number {
    if (!this.#bound || handleState(this).isClosing) return -this.#realm.errno('EBADF')
    return this.#realm.kernel.call(Op.setopt, this.#descriptor.fd, option, value, text)
  }

  setBroadcast(on: boolean): number {
    return this.#setOption(SocketOption.BROADCAST, on ? 1 : 0)
  }

  setTTL(ttl: number): number {
    return ttl < 1 || ttl > 255 ? -this.#realm.errno('EINVAL') : this.#setOption(SocketOption.TTL, ttl)
  }

  setMulticastTTL(ttl: number): number {
    // libuv checks this itself; the kernel would accept -1.
    return ttl < 0 || ttl > 255 ? -this.#realm.errno('EINVAL') : this.#setOption(SocketOption.MULTICAST_TTL, ttl)
  }

  setMulticastLoopback(on: boolean): number {
    return this.#setOption(SocketOption.MULTICAST_LOOP, on ? 1 : 0)
  }

  setMulticastInterface(address: string): number {
    if (!looksLikeAddress(address)) return -this.#realm.errno('EINVAL')
    return this.#setOption(SocketOption.MULTICAST_INTERFACE, 0, address)
  }

  /** Groups are named as `group|interface|source`. */
  #membership(option: number, group: string, networkInterface = '', source?: string): number {
    const family = group.includes(':') ? 6 : 4
    if (!looksLikeAddress(group) || (networkInterface && !looksLikeAddress(networkInterface)))
      return -this.#realm.errno('EINVAL')
    if (!this.#bound) {
      const bound = this.#bind(family, family === 6 ? '::' : '0.0.0.0', 0, 0)
      if (bound < 0) return bound
    }
    const text = source === undefined ? `${group}|${networkInterface}` : `${group}|${networkInterface}|${source}`
    return this.#realm.kernel.call(Op.setopt, this.#descriptor.fd, option, 0, text)
  }

  addMembership(group: string, networkInterface?: string): number {
    return this.#membership(SocketOption.ADD_MEMBERSHIP, group, networkInterface)
  }

  dropMembership(group: string, networkInterface?: string): number {
    return this.#membership(SocketOption.DROP_MEMBERSHIP, group, networkInterface)
  }

  addSourceSpecificMembership(source: string, group: string, networkInterface?: string): number {
    return this.#membership(SocketOption.ADD_SOURCE_MEMBERSHIP, group, networkInterface, source)
  }

  dropSourceSpecificMembership(source: string, group: string, networkInterface?: string): number {
    return this.#membership(SocketOption.DROP_SOURCE_MEMBERSHIP, group, networkInterface, source)
  }

  /** Reads a buffer's size, or sets it when `size` is not 0. Writes an error into `context`. */
  bufferSize(size: number, isReceive: boolean, context: Any): number | undefined {
    const fail = (code: string) => {
      const number = this.#realm.constants.uv[`UV_${code}`]
      const { getErrorMessage } = this.#realm.internalBinding('uv')
      const syscall = isReceive ? 'uv_recv_buffer_size' : 'uv_send_buffer_size'
      Object.assign(context, { errno: number, code, message: getErrorMessage(number), syscall })
      return undefined
    }
    if (!this.#bound) return fail('EBADF')
    if (size > INT_MAX) return fail('EINVAL')
    const option = isReceive ? SocketOption.RCVBUF : SocketOption.SNDBUF
    const { kernel } = this.#realm
    if (size > 0) kernel.call(Op.setopt, this.#descriptor.fd, option, size)
    // Linux reports twice the value that was set: half is for its own bookkeeping (socket(7)).
    return 2 * kernel.call(Op.getopt, this.#descriptor.fd, option)
  }
}

/** Of either family, perhaps with a zone. The kernel parses it exactly, but also accepts names of interfaces, which libuv does not. */
function looksLikeAddress(text: string): boolean {
  return /^[\d.]+$/.test(text) || text.includes(':')
}
