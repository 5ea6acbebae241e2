import type { CallFrame } from './frame.ts'
import { CALL_HEADER, EVENT_HEADER, FLAG_BYTES, FLAG_POSTED, REPLY, REPLY_HEADER } from './frame-layout.ts'
import type { KernelEvent, SyscallResult } from './syscalls.ts'

const encoder = new TextEncoder()
const NO_CREDIT: readonly number[] = []
const NO_BYTES = new Uint8Array(0)

/** A growing buffer that frames are appended to, so that many go into one write. */
export class FrameWriter {
  #bytes: Uint8Array
  #view: DataView
  length = 0

  constructor(capacity = 1 << 16) {
    this.#bytes = new Uint8Array(capacity)
    this.#view = new DataView(this.#bytes.buffer)
  }

  /** The frames so far; valid until the next append. */
  get pending(): Uint8Array {
    return this.#bytes.subarray(0, this.length)
  }

  clear(): void {
    this.length = 0
  }

  call(frame: CallFrame): void {
    const str = encode(frame.str)
    const at = this.#begin(CALL_HEADER + str.length + (frame.bytes?.length ?? 0))
    const view = this.#view
    view.setUint8(at + 4, frame.op)
    view.setUint8(at + 5, (frame.posted ? FLAG_POSTED : 0) | (frame.bytes === null ? 0 : FLAG_BYTES))
    view.setFloat64(at + 6, frame.cost)
    view.setFloat64(at + 14, frame.a)
    view.setFloat64(at + 22, frame.b)
    view.setFloat64(at + 30, frame.c)
    view.setUint32(at + 38, str.length)
    this.#tail(at + CALL_HEADER, str, frame.bytes)
  }

  event(event: KernelEvent): void {
    const str = encode(event.str)
    const credit = event.credit ?? NO_CREDIT
    const at = this.#begin(EVENT_HEADER + credit.length * 8 + str.length + (event.bytes?.length ?? 0))
    const view = this.#view
    view.setUint8(at + 4, event.type)
    view.setUint8(at + 5, event.bytes === null ? 0 : FLAG_BYTES)
    const numbers = [
      event.time,
      event.horizon,
      event.fd,
      event.mask,
      event.error,
      event.value,
      event.port,
      event.sendSpace,
    ]
    for (const [index, number] of numbers.entries()) view.setFloat64(at + 6 + index * 8, number)
    view.setUint32(at + 70, credit.length)
    view.setUint32(at + 74, str.length)
    let place = at + EVENT_HEADER
    for (const number of credit) {
      view.setFloat64(place, number)
      place += 8
    }
    this.#tail(place, str, event.bytes)
  }

  reply(result: number, out: SyscallResult): void {
    const str = encode(out.str)
    const at = this.#begin(REPLY_HEADER + str.length + (out.bytes?.length ?? 0))
    const view = this.#view
    view.setUint8(at + 4, REPLY)
    view.setUint8(at + 5, out.bytes === null ? 0 : FLAG_BYTES)
    view.setFloat64(at + 6, result)
    view.setFloat64(at + 14, out.a)
    view.setFloat64(at + 22, out.b)
    view.setUint32(at + 30, str.length)
    this.#tail(at + REPLY_HEADER, str, out.bytes)
  }

  #begin(size: number): number {
    const at = this.length
    if (at + size > this.#bytes.length) this.#grow(at + size)
    this.#view.setUint32(at, size)
    this.length = at + size
    return at
  }

  #grow(needed: number): void {
    let capacity = this.#bytes.length * 2
    while (capacity < needed) capacity *= 2
    const bytes = new Uint8Array(capacity)
    bytes.set(this.pending)
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer)
  }

  #tail(at: number, str: Uint8Array, bytes: Uint8Array | null): void {
    this.#bytes.set(str, at)
    if (bytes !== null) this.#bytes.set(bytes, at + str.length)
  }
}

function encode(text: string): Uint8Array {
  return text === '' ? NO_BYTES : encoder.encode(text)
}
