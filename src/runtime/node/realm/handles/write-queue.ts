import { Op, Shutdown } from '../../syscalls/index.ts'
import type { RealmContext } from '../context.ts'
import type { Descriptor } from './descriptor.ts'

const EAGAIN = 11
/** Bytes per send when the free space is unknown: the kernel answers how many it accepted. */
const BLIND_PIECE = 65_536

/** A write or a shutdown that waits for its turn. `bytes` null is the shutdown. */
interface Pending {
  bytes: Uint8Array | null
  /** A descriptor to send with the first bytes; -1 for none, or once it is sent. */
  passed: number
  done: (status: number) => void
}

/** A stream's writes: sent at once as far as they fit; the rest is queued and sent when there is space again. */
export class WriteQueue {
  readonly #realm: RealmContext
  readonly #descriptor: Descriptor
  readonly #writes: Pending[] = []
  #bytes = 0
  /** Whether others may send there too, so that only the kernel's answer tells how much fits. */
  asksKernel = false

  constructor(realm: RealmContext, descriptor: Descriptor) {
    this.#realm = realm
    this.#descriptor = descriptor
  }

  get isEmpty(): boolean {
    return this.#writes.length === 0
  }

  get queuedBytes(): number {
    return this.#bytes
  }

  /** Space that the first write needs; 0 if none waits for space. */
  get wantedSpace(): number {
    return this.#writes[0]?.bytes?.length ?? 0
  }

  /** Returns how many bytes were sent at once (all: the write is done) or -errno; queues the rest and calls `done` from the event loop. */
  write(bytes: Uint8Array, mayTry: boolean, done: (status: number) => void, passed: number): number {
    let sent = 0
    if (mayTry && this.isEmpty) {
      const result = this.#sendAll(bytes, passed)
      if (result < 0 && result !== -EAGAIN) return result
      sent = Math.max(0, result)
      if (sent === bytes.length) return sent
    }
    this.#add({ bytes: sent === 0 ? bytes : bytes.subarray(sent), passed: sent === 0 ? passed : -1, done })
    return sent
  }

  /** Shuts the stream down for writing after the queued writes. */
  end(done: (status: number) => void): void {
    this.#add({ bytes: null, passed: -1, done })
    if (this.#writes.length === 1) this.flush()
  }

  #add(write: Pending): void {
    this.#realm.loop.requestBegan()
    this.#bytes += write.bytes?.length ?? 0
    this.#writes.push(write)
  }

  /** Sends what fits now. */
  flush(): void {
    for (let write = this.#writes[0]; write; write = this.#writes[0]) {
      let status = 0
      if (write.bytes === null) this.#realm.kernel.post(Op.shutdown, this.#descriptor.fd, Shutdown.WRITE)
      else {
        const sent = this.#sendAll(write.bytes, write.passed)
        if (sent === -EAGAIN) return
        write.passed = -1
        if (sent >= 0 && sent < write.bytes.length) {
          write.bytes = write.bytes.subarray(sent)
          this.#bytes -= sent
          return
        }
        if (sent < 0) status = sent
      }
      this.#writes.shift()
      this.#complete(write, status)
    }
  }

  /** Completes everything that waits with `status`. */
  fail(status: number): void {
    for (const write of this.#writes.splice(0)) this.#complete(write, status)
  }

  #complete(write: Pending, status: number): void {
    this.#bytes -= write.bytes?.length ?? 0
    this.#realm.loop.requestEnded()
    this.#realm.loop.defer(() => write.done(status))
  }

  /** Returns how many bytes were sent, or -errno if none were. */
  #sendAll(bytes: Uint8Array, passed: number): number {
    let sent = 0
    while (sent < bytes.length) {
      const result =
        sent === 0 && passed >= 0
          ? this.#sendAsking(bytes, passed)
          : this.#send(sent === 0 ? bytes : bytes.subarray(sent))
      if (result < 0) return sent > 0 ? sent : result
      sent += result
    }
    return sent
  }

  /** Sends once. Where the free space is known, the result is certain, and there is no need to wait for the kernel's answer. */
  #send(bytes: Uint8Array): number {
    const { kernel } = this.#realm
    const { fd } = this.#descriptor
    const space = this.asksKernel ? undefined : kernel.sendSpace.get(fd)
    if (space === undefined) return this.#sendAsking(bytes, -1)
    const length = Math.min(space, bytes.length)
    if (length <= 0) return -EAGAIN
    kernel.sendSpace.set(fd, space - length)
    kernel.post(Op.send, fd, 0, 0, '', length === bytes.length ? bytes : bytes.subarray(0, length))
    return length
  }

  #sendAsking(bytes: Uint8Array, passed: number): number {
    const { kernel } = this.#realm
    const { fd } = this.#descriptor
    const taken = kernel.call(Op.send, fd, 0, passed + 1, '', bytes.subarray(0, BLIND_PIECE))
    if (taken >= 0 || taken === -EAGAIN) kernel.sendSpace.set(fd, taken < 0 ? 0 : kernel.out.b)
    return taken
  }
}
