import { concatenate } from '#network'
import { Op, Ready, Shutdown } from '../../../syscalls/index.ts'
import type { RealmContext } from '../../context.ts'

const PIECE = 1 << 16

/** The parent's end of a pipe to a child that it waits for (SyncProcessStdioPipe). */
export class ChildPipe {
  readonly #realm: RealmContext
  readonly #fd: number
  readonly #reads: boolean
  #input: Uint8Array
  #isWriting: boolean
  #isReading: boolean
  #chunks: Uint8Array[] = []
  #length = 0

  /** `reads`: whether the child writes to it. */
  constructor(realm: RealmContext, fd: number, { input, reads }: { input: Uint8Array; reads: boolean }) {
    this.#realm = realm
    this.#fd = fd
    this.#input = input
    this.#isWriting = true
    this.#isReading = reads
    this.#reads = reads
  }

  get isOpen(): boolean {
    return this.#isWriting || this.#isReading
  }

  /** Data that the child has written; null for a pipe that it only reads. */
  get output(): Uint8Array | null {
    return this.#reads ? concatenate(this.#chunks) : null
  }

  get length(): number {
    return this.#length
  }

  /** What to wait for: descriptor and `Ready` bits. */
  get wanted(): [number, number] {
    return [this.#fd, (this.#isReading ? Ready.IN : 0) | (this.#isWriting ? Ready.OUT : 0)]
  }

  /** Moves data without waiting, at most one piece of the child's output. */
  pump(): void {
    if (this.#isWriting) this.#write()
    if (this.#isReading) this.#read()
  }

  #write(): void {
    const { kernel } = this.#realm
    while (this.#input.length > 0) {
      const sent = kernel.call(Op.send, this.#fd, 0, 0, '', this.#input.subarray(0, PIECE))
      if (sent === -this.#realm.errno('EAGAIN')) return
      // The child has closed its end and won't read the rest.
      if (sent < 0) break
      this.#input = this.#input.subarray(sent)
    }
    this.#isWriting = false
    kernel.call(Op.shutdown, this.#fd, Shutdown.WRITE)
  }

  #read(): void {
    const { kernel } = this.#realm
    const count = kernel.call(Op.recv, this.#fd, PIECE)
    if (count === -this.#realm.errno('EAGAIN')) return
    if (count <= 0) this.#isReading = false
    else {
      this.#chunks.push(new Uint8Array(kernel.out.bytes ?? []))
      this.#length += count
    }
  }

  close(): void {
    this.#isWriting = this.#isReading = false
    this.#realm.kernel.post(Op.close, this.#fd)
  }
}
