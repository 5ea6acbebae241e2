import { BindFlag, Op, SocketOption } from '../../syscalls/index.ts'
import { AsyncWrap } from '../async-wrap.ts'
import type { RealmContext } from '../context.ts'
import { handleState } from '../handles/index.ts'
import type { Any, Binding } from '../types.ts'
import { channelOf, connectHandle, StreamHandle } from './stream-wrap.ts'

const STREAM = 1

/** `internalBinding('tcp_wrap')`: tcp_wrap.cc. */
export function tcpBinding(realm: RealmContext): Binding {
  const { constants } = realm.constants.tcp_wrap
  class TCP extends TcpHandle {
    constructor(type: number) {
      super(realm, type === constants.SERVER ? 'TCPSERVERWRAP' : 'TCPWRAP')
    }
    protected override createConnection(): StreamHandle {
      return new TCP(constants.SOCKET)
    }
  }
  class TCPConnectWrap extends AsyncWrap {
    constructor() {
      super(realm, 'TCPCONNECTWRAP')
    }
  }
  return { constants, TCP, TCPConnectWrap }
}

/** Flags of uv_tcp_bind. */
const UV_TCP_IPV6ONLY = 1
const UV_TCP_REUSEPORT = 2
/** MAX_TCP_KEEPIDLE and MAX_TCP_KEEPINTVL of Linux, and MAX_TCP_KEEPCNT. */
const MOST_KEEPALIVE_SECONDS = 32_767
const MOST_KEEPALIVE_PROBES = 127

/** Converts an optional argument as C++ does. */
const unsigned = (value: unknown, otherwise: number): number =>
  typeof value === 'number' && value === value >>> 0 ? value : otherwise

const bindFlags = (flags: number): number =>
  (flags & UV_TCP_IPV6ONLY ? BindFlag.V6ONLY : 0) | (flags & UV_TCP_REUSEPORT ? BindFlag.REUSEPORT : 0)

class TcpHandle extends StreamHandle {
  readonly #realm: RealmContext
  #resets = false
  /** libuv reports a failed bind to an address in use only at listen, at connect or at getsockname. */
  #delayedError = 0

  constructor(realm: RealmContext, provider: string) {
    super(realm, provider)
    this.#realm = realm
  }

  protected override get resets(): boolean {
    return this.#resets
  }

  bind(address: string, port: number, flags = 0): number {
    return this.#bind(4, address, port, flags)
  }

  bind6(address: string, port: number, flags = 0): number {
    return this.#bind(6, address, port, flags)
  }

  #bind(domain: number, address: string, port: number, flags: number): number {
    const { descriptor } = channelOf(this)
    const opened = descriptor.ensure(domain, STREAM)
    if (opened < 0) return opened
    const { kernel } = this.#realm
    // As in libuv: a connection in TIME-WAIT must not keep a server from restarting.
    kernel.post(Op.setopt, descriptor.fd, SocketOption.REUSEADDR, 1)
    const result = kernel.call(Op.bind, descriptor.fd, port >>> 0, bindFlags(flags), address)
    if (result !== -this.#realm.errno('EADDRINUSE')) return result
    this.#delayedError = result
    return 0
  }

  listen(backlog: number): number {
    if (this.#delayedError) return this.#delayedError
    const channel = channelOf(this)
    return channel.descriptor.ensure(4, STREAM) || channel.listen(backlog | 0)
  }

  connect(request: Any, address: string, port: number): number {
    return this.#connect(4, request, address, port)
  }

  connect6(request: Any, address: string, port: number): number {
    return this.#connect(6, request, address, port)
  }

  #connect(domain: number, request: Any, address: string, port: number): number {
    if (this.#delayedError) return this.#delayedError
    const opened = channelOf(this).descriptor.ensure(domain, STREAM)
    if (opened < 0) return opened
    return connectHandle(this, request, address, port >>> 0)
  }

  open(fd: number): number {
    const { kernel, loop } = this.#realm
    if (loop.targets.isWatched(fd)) return -this.#realm.errno('EEXIST')
    const named = kernel.call(Op.getname, fd, 0)
    if (named < 0) return named
    channelOf(this).open(fd, kernel.out.b, null)
    return 0
  }

  getsockname(into: Any): number {
    return this.#delayedError || channelOf(this).descriptor.name(into, 0)
  }

  getpeername(into: Any): number {
    return this.#delayedError || channelOf(this).descriptor.name(into, 1)
  }

  #setOption(option: number, value: number): number {
    const { fd } = channelOf(this).descriptor
    if (fd < 0) return -this.#realm.errno('EBADF')
    this.#realm.kernel.post(Op.setopt, fd, option, value)
    return 0
  }

  setNoDelay(on: boolean): number {
    return this.#setOption(SocketOption.NODELAY, on ? 1 : 0)
  }

  /**
   * Sets, as uv_tcp_keepalive_ex does, the idle seconds before the first probe, the seconds between two probes, and the number of probes. If one
   * is below 1, all three keep the host's values; if Linux refuses one, those after it keep theirs.
   */
  setKeepAlive(on: boolean, delay: unknown, interval: unknown, count: unknown): number {
    const error = this.#setOption(SocketOption.KEEPALIVE, on ? -1 : 0)
    if (error !== 0 || !on) return error
    const [idle, every, probes] = [unsigned(delay, 0), unsigned(interval, 1), unsigned(count, 10)]
    const invalid = -this.#realm.errno('EINVAL')
    if (idle < 1 || every < 1 || probes < 1 || idle > MOST_KEEPALIVE_SECONDS) return invalid
    this.#setOption(SocketOption.KEEPALIVE, idle)
    if (every > MOST_KEEPALIVE_SECONDS) return invalid
    this.#setOption(SocketOption.KEEPALIVE_INTERVAL, every)
    return probes > MOST_KEEPALIVE_PROBES ? invalid : this.#setOption(SocketOption.KEEPALIVE_COUNT, probes)
  }

  setSimultaneousAccepts(): number {
    return 0
  }

  setTypeOfService(value: number): number {
    return this.#setOption(SocketOption.TOS, value)
  }

  getTypeOfService(): number {
    return this.#realm.kernel.call(Op.getopt, channelOf(this).descriptor.fd, SocketOption.TOS)
  }

  /** Closes with a RST. */
  reset(callback: unknown): number {
    if (handleState(this).isClosing) return -this.#realm.errno('EINVAL')
    this.#resets = true
    this.close(callback)
    return 0
  }
}
