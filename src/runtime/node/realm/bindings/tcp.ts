import { Op, SocketOption } from '../../syscalls/index.ts'
import { AsyncWrap } from '../async-wrap.ts'
import type { RealmContext } from '../context.ts'
import { handleState } from '../handles/index.ts'
import type { Any, Binding } from '../types.ts'
import { channelOf, connectHandle, StreamHandle } from './stream.ts'

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

class TcpHandle extends StreamHandle {
  readonly #realm: RealmContext
  #resets = false
  /** libuv tells a failed bind to an address in use only at listen or connect. */
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
    const result = this.#realm.kernel.call(Op.bind, descriptor.fd, port >>> 0, flags >>> 0, address)
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
    connectHandle(this, request, address, port >>> 0)
    return 0
  }

  open(fd: number): number {
    channelOf(this).open(fd, 4, null)
    return 0
  }

  getsockname(into: Any): number {
    return channelOf(this).descriptor.name(into, 0)
  }

  getpeername(into: Any): number {
    return channelOf(this).descriptor.name(into, 1)
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

  /** `delay`: seconds of idleness before the first probe. */
  setKeepAlive(on: boolean, delay: number): number {
    return this.#setOption(SocketOption.KEEPALIVE, on ? Math.max(1, delay) : 0)
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
