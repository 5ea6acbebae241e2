/**
 * A capture file that grows while its world runs. The world's thread writes blocks into shared memory, so that the file
 * is complete even if the thread is terminated at any point.
 */
import { closeSync, fstatSync, openSync, writeSync } from 'node:fs'
import { type PacketRecord, PcapngStream } from '#network'

const MEMORY = 2 ** 20
/** Header of the shared memory, as 64-bit floats: sizes and counts beyond 2³¹. */
const Slot = { fileLength: 0, gathered: 1, packets: 2, isFailed: 3 } as const
const HEADER = Object.keys(Slot).length * 8

/** What crosses to the world's thread. Descriptors are the process's own: every thread may write to one. */
export interface SharedCapture {
  fd: number
  memory: SharedArrayBuffer
}

/** The starting thread's end. Throws what `openSync` throws. */
export class StreamedCapture {
  readonly shared: SharedCapture
  readonly #state: Float64Array

  constructor(path: string) {
    this.shared = { fd: openSync(path, 'w'), memory: new SharedArrayBuffer(HEADER + MEMORY) }
    this.#state = stateOf(this.shared)
  }

  get packets(): number {
    return this.#state[Slot.packets]!
  }

  /** Why the file ends before the capture does; null when it is whole. Writes what a thread that was ended left behind. */
  close(): string | null {
    try {
      if (this.#state[Slot.isFailed] === 0) writeGathered(this.shared)
      return this.#state[Slot.isFailed] === 0 ? null : errorIn(this.shared)
    } catch (error) {
      return (error as Error).message
    } finally {
      closeSync(this.shared.fd)
    }
  }
}

/** The world's end; `interfaces` are the ends of its links. After a failed write nothing more is written, and the starting thread learns why. */
export function captureInto(shared: SharedCapture, interfaces: readonly string[]) {
  const state = stateOf(shared)
  const stream = new PcapngStream(interfaces, {
    memory: new Uint8Array(shared.memory, HEADER),
    onGathered: (bytes) => {
      state[Slot.gathered] = bytes
    },
    take: () => writeGathered(shared),
  })
  const unlessFailed = (act: () => void): void => {
    if (state[Slot.isFailed] !== 0) return
    try {
      act()
    } catch (error) {
      fail(shared, error as Error)
    }
  }
  return {
    add: (packet: PacketRecord) =>
      unlessFailed(() => {
        stream.add(packet)
        state[Slot.packets]!++
      }),
    end: () => unlessFailed(() => stream.end()),
  }
}

function stateOf({ memory }: SharedCapture): Float64Array {
  return new Float64Array(memory, 0, HEADER / 8)
}

/** Writes to fixed file positions, so that repeating it changes nothing. */
function writeGathered(shared: SharedCapture): void {
  const state = stateOf(shared)
  const { fd, memory } = shared
  const isFile = fstatSync(fd).isFile()
  const length = state[Slot.gathered]!
  const start = state[Slot.fileLength]!
  for (let done = 0; done < length; )
    done += writeSync(
      fd,
      new Uint8Array(memory, HEADER + done, length - done),
      0,
      length - done,
      isFile ? start + done : null,
    )
  state[Slot.gathered] = 0
  state[Slot.fileLength] = start + length
}

/** The message uses the memory of the blocks: there are no more. */
function fail(shared: SharedCapture, { message }: Error): void {
  const state = stateOf(shared)
  const text = new TextEncoder().encode(message).subarray(0, MEMORY)
  new Uint8Array(shared.memory, HEADER).set(text)
  state[Slot.gathered] = text.length
  state[Slot.isFailed] = 1
}

function errorIn(shared: SharedCapture): string {
  const length = stateOf(shared)[Slot.gathered]!
  return new TextDecoder().decode(new Uint8Array(shared.memory, HEADER, length).slice())
}
