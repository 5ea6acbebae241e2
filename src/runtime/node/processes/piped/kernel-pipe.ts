/** The process's end of the pipe, which runs in the child. */
import { readSync, writeSync } from 'node:fs'
import {
  FrameReader,
  FrameWriter,
  type KernelEvent,
  MAX_EVENT_FRAME,
  Op,
  ProcessEnded,
  parseFromKernel,
  type SyscallResult,
  type SystemCalls,
} from '../../syscalls/index.ts'
import type { ProcessFactory } from '../index.ts'

const TO_KERNEL = 3
const FROM_KERNEL = 4
/** Posted calls are sent together, in pieces that fit a pipe's buffer a few times. */
const BATCH_BYTES = 1 << 17

class KernelPipe implements SystemCalls {
  out: SyscallResult = { a: 0, b: 0, str: '', bytes: null }
  readonly #writer = new FrameWriter(BATCH_BYTES)
  readonly #reader = new FrameReader(MAX_EVENT_FRAME)
  #ended = false

  call(cost: number, op: Op, a = 0, b = 0, c = 0, str = '', bytes: Uint8Array | null = null): number {
    this.#put(false, cost, op, a, b, c, str, bytes)
    if (this.#ended) return 0
    this.flush()
    const message = this.#receive()
    if (!('reply' in message)) throw new Error('The kernel sent an event where a reply was due')
    this.out = message.reply.out
    return message.reply.result
  }

  post(cost: number, op: Op, a = 0, b = 0, c = 0, str = '', bytes: Uint8Array | null = null): void {
    this.#put(true, cost, op, a, b, c, str, bytes)
    // A program's output must show even if its turn never ends.
    const isOutput = op === Op.send && (a === 1 || a === 2)
    if (isOutput || this.#writer.length >= BATCH_BYTES) this.flush()
  }

  event(): KernelEvent {
    const message = this.#receive()
    if (!('event' in message)) throw new Error('The kernel sent a reply where an event was due')
    return message.event
  }

  /** Ends the turn: the answer to event `number`. */
  answer(deadline: number, cost: number, number: number): void {
    this.#writer.call({ op: Op.wait, posted: true, cost, a: deadline, b: number, c: 0, str: '', bytes: null })
    this.flush()
  }

  flush(): void {
    const bytes = this.#writer.pending
    for (let at = 0; at < bytes.length; ) at += writeSync(TO_KERNEL, bytes, at)
    this.#writer.clear()
  }

  #put(
    posted: boolean,
    cost: number,
    op: Op,
    a: number,
    b: number,
    c: number,
    str: string,
    bytes: Uint8Array | null,
  ): void {
    if (this.#ended) throw new ProcessEnded()
    if (op === Op.exit) this.#ended = true
    this.#writer.call({ op, posted: posted || op === Op.exit, cost, a, b, c, str, bytes })
  }

  #receive() {
    for (;;) {
      const frame = this.#reader.next()
      if (frame !== null) return parseFromKernel(frame)
      const count = readSync(FROM_KERNEL, this.#reader.room())
      // The kernel is gone, or has ended this process: there is no one to report to.
      if (count === 0) process.exit(0)
      this.#reader.filled(count)
    }
  }
}

/** Serves the kernel on descriptors 3 and 4 until it is gone. */
export async function serveKernel(create: ProcessFactory): Promise<void> {
  const pipe = new KernelPipe()
  const port = create(pipe)
  for (let number = 1; ; number++) {
    const { deadline, cost } = await port.turn(pipe.event())
    pipe.answer(deadline, cost, number)
  }
}
