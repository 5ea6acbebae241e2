/** Reads frames (see `frame-layout.ts`): what a process sends with suspicion, what the kernel sends as it is. */
import { CALL_HEADER, EVENT_HEADER, FLAG_BYTES, FLAG_POSTED, REPLY, REPLY_HEADER } from './frame-layout.ts'
import type { Op } from './operations.ts'
import type { KernelEvent, SyscallResult } from './syscalls.ts'

const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

export interface CallFrame {
  op: Op
  posted: boolean
  cost: number
  a: number
  b: number
  c: number
  str: string
  bytes: Uint8Array | null
}

export interface Reply {
  result: number
  out: SyscallResult
}

/** Something on the pipe that is not a frame. The text says what, for the report of the process's end. */
export class FrameError extends Error {}

/**
 * Reads a frame of a process. Numbers come out as safe integers, `cost` not negative, text as valid UTF-8; whether an operation
 * of that number exists and what its numbers mean is the kernel's to judge. Throws FrameError, and nothing else, on anything
 * else. `bytes` is a copy.
 */
export function parseCall(frame: Uint8Array): CallFrame {
  if (frame.length < CALL_HEADER) throw new FrameError(`a call of ${frame.length} bytes`)
  const view = new DataView(frame.buffer, frame.byteOffset, frame.length)
  if (view.getUint32(0) !== frame.length) throw new FrameError('a frame that is not as long as it says')
  const flags = view.getUint8(5)
  if (flags > (FLAG_POSTED | FLAG_BYTES)) throw new FrameError(`a call with flags ${flags}`)
  const cost = integer(view, 6, 'cost')
  if (cost < 0) throw new FrameError('a negative cost')
  return {
    op: view.getUint8(4) as Op,
    posted: (flags & FLAG_POSTED) !== 0,
    cost,
    a: integer(view, 14, 'a'),
    b: integer(view, 22, 'b'),
    c: integer(view, 30, 'c'),
    ...tail(frame, CALL_HEADER, view.getUint32(38), flags),
  }
}

/** Reads a frame of the kernel: an event, or the reply to a call. */
export function parseFromKernel(frame: Uint8Array): { event: KernelEvent } | { reply: Reply } {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.length)
  const type = view.getUint8(4)
  const flags = view.getUint8(5)
  const number = (index: number) => view.getFloat64(6 + index * 8)
  if (type === REPLY) {
    return {
      reply: {
        result: number(0),
        out: { a: number(1), b: number(2), ...tail(frame, REPLY_HEADER, view.getUint32(30), flags) },
      },
    }
  }
  const credits = view.getUint32(70)
  const credit = Array.from({ length: credits }, (_, index) => view.getFloat64(EVENT_HEADER + index * 8))
  return {
    event: {
      type: type as KernelEvent['type'],
      time: number(0),
      horizon: number(1),
      fd: number(2),
      mask: number(3),
      error: number(4),
      value: number(5),
      port: number(6),
      sendSpace: number(7),
      credit: credits === 0 ? null : credit,
      ...tail(frame, EVENT_HEADER + credits * 8, view.getUint32(74), flags),
    },
  }
}

function integer(view: DataView, at: number, name: string): number {
  const number = view.getFloat64(at)
  if (!Number.isSafeInteger(number)) throw new FrameError(`${number} for ${name}`)
  // -0 would be written into logs and captures as it is.
  return number + 0
}

function tail(frame: Uint8Array, at: number, length: number, flags: number): { str: string; bytes: Uint8Array | null } {
  const end = at + length
  if (end > frame.length) throw new FrameError('text that is longer than its frame')
  const hasBytes = (flags & FLAG_BYTES) !== 0
  if (!hasBytes && end !== frame.length) throw new FrameError('bytes where there are none')
  return {
    str: length === 0 ? '' : decode(frame.subarray(at, end)),
    bytes: hasBytes ? frame.slice(end) : null,
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return strictDecoder.decode(bytes)
  } catch {
    throw new FrameError('text that is not UTF-8')
  }
}
