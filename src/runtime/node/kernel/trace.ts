import type { KernelEvent } from '../syscalls/index.ts'
import type { KernelTrace, Process, SystemCall } from './kernel-services.ts'

/** Writes the trace as lines, bytes as a hash: two runs are the same if and only if their lines are. */
export class TraceLines implements KernelTrace {
  readonly lines: string[] = []

  event(process: Process, event: KernelEvent): void {
    const { bytes, str, ...rest } = event
    this.#add(process.turnStart, process, 'event', {
      ...rest,
      str: str.length > 80 ? hashText(str) : str,
      bytes: hash(bytes),
    })
  }

  call(process: Process, call: SystemCall, result: number): void {
    const { a, b, str, bytes } = process.out
    this.#add(process.time, process, 'call', {
      ...call,
      bytes: hash(call.bytes),
      result,
      out: [a, b, str, hash(bytes)],
    })
  }

  post(process: Process, call: SystemCall): void {
    this.#add(process.time, process, 'post', { ...call, bytes: hash(call.bytes) })
  }

  end(process: Process): void {
    this.#add(process.exit!.at, process, 'end', process.exit!)
  }

  #add(time: number, process: Process, what: string, details: object): void {
    this.lines.push(`${time} ${process.pid} ${what} ${JSON.stringify(details)}`)
  }
}

/** FNV-1a over the bytes, with their number. */
function hash(bytes: Uint8Array | null): string | null {
  if (bytes === null) return null
  let value = 0x811c9dc5
  for (const byte of bytes) value = Math.imul(value ^ byte, 0x01000193)
  return `${bytes.length}:${(value >>> 0).toString(16)}`
}

function hashText(text: string): string | null {
  return hash(new TextEncoder().encode(text))
}
