import type { KernelEvent } from '../../syscalls/index.ts'
import { Op, Ready } from '../../syscalls/index.ts'
import type { RealmContext } from '../context.ts'
import type { EventTarget } from '../event-targets.ts'
import type { Any } from '../types.ts'

const EBADF = 9
const STANDARD_ERROR = 2

/** One descriptor of the process, opened when first needed, as libuv opens sockets. */
export class Descriptor implements EventTarget {
  readonly realm: RealmContext
  fd = -1
  /** Address family: 4, 6 or 1 (unix). */
  domain = 0
  #interest = 0
  #wanted = 0
  readonly #deliver: (event: KernelEvent) => void

  constructor(realm: RealmContext, deliver: (event: KernelEvent) => void) {
    this.realm = realm
    this.#deliver = deliver
  }

  /** Opens a socket unless there is one. Returns 0 or -errno. */
  ensure(domain: number, type: number): number {
    if (this.fd >= 0) return 0
    const fd = this.realm.kernel.call(Op.socket, domain, type, 0)
    if (fd < 0) return fd
    this.adopt(fd, domain)
    return 0
  }

  get isWatching(): boolean {
    return this.#interest !== 0
  }

  adopt(fd: number, domain: number): void {
    this.fd = fd
    this.domain = domain
    this.realm.loop.targets.watchDescriptor(fd, this)
  }

  onEvent(event: KernelEvent): void {
    if ((event.mask & Ready.OUT) !== 0) this.#interest &= ~Ready.OUT // one-shot
    this.#deliver(event)
  }

  /** Tells the kernel what to report, unless it knows already. */
  watch(interest: number, wantedSpace = 0): void {
    if (this.fd < 0 || (interest === this.#interest && wantedSpace === this.#wanted)) return
    this.#interest = interest
    this.#wanted = wantedSpace
    this.realm.kernel.post(Op.watch, this.fd, interest, wantedSpace)
  }

  /** Writes the socket's own (0) or the peer's (1) name into `into`, as the library's getsockname expects. Returns 0 or -errno. */
  name(into: Any, which: 0 | 1): number {
    if (this.fd < 0) return -EBADF
    const { kernel } = this.realm
    const result = kernel.call(Op.getname, this.fd, which)
    if (result < 0) return result
    into.address = kernel.out.str
    into.port = kernel.out.a
    into.family = kernel.out.b === 6 ? 'IPv6' : 'IPv4'
    return 0
  }

  close(reset = false): void {
    if (this.fd < 0) return
    this.realm.loop.targets.forgetDescriptor(this.fd)
    // Standard streams stay open, as in libuv.
    if (this.fd > STANDARD_ERROR) this.realm.kernel.post(Op.close, this.fd, reset ? 1 : 0)
    this.fd = -1
  }
}
