import type { WorldRecord } from '../../runtime/lab/index.ts'

export interface RecordStreamOptions {
  /** Bytes of packets and tables that are passed on; what comes later is dropped. */
  cap: number
  /** The same of output: nobody reads as much of it, and a program can print faster than a page can listen. */
  outputCap: number
  /** A chunk goes out when it holds this many bytes … */
  chunkBytes: number
  /** … or when this much real time (ms) has passed since the last one. */
  chunkTime: number
  /** Real time in milliseconds. The worker's own clock is replaced for programs, so it is handed in. */
  realNow: () => number
  send: (records: WorldRecord[]) => void
  /** Called once, when the cap is reached. */
  truncated: () => void
}

/** What a record weighs beside the bytes it carries. */
const RECORD_OVERHEAD = 64

/**
 * Carries a world's records out in chunks. A program in an endless loop never returns to the worker's event loop, so a chunk is
 * sent from inside the call that filled it, and a flood is cut off at the cap instead of drowning the page.
 */
export class RecordStream {
  readonly #options: RecordStreamOptions
  #chunk: WorldRecord[] = []
  #chunkBytes = 0
  readonly #passed = { output: 0, other: 0 }
  #lastSent: number
  readonly #isFull = { output: false, other: false }
  #isTold = false

  constructor(options: RecordStreamOptions) {
    this.#options = options
    this.#lastSent = options.realNow()
  }

  push(records: readonly WorldRecord[]): void {
    for (const record of records) this.#add(record)
    const { chunkBytes, chunkTime, realNow } = this.#options
    // Nobody may be there to send it later: the program that printed it may never return.
    const isPrinted = records.some(({ kind }) => kind === 'output')
    if (isPrinted || this.#chunkBytes >= chunkBytes || realNow() - this.#lastSent >= chunkTime) this.flush()
  }

  /** Sends what has gathered. */
  flush(): void {
    this.#lastSent = this.#options.realNow()
    if (this.#chunk.length === 0) return
    const chunk = this.#chunk
    this.#chunk = []
    this.#chunkBytes = 0
    this.#options.send(chunk)
  }

  #add(record: WorldRecord): void {
    const weighs = record.kind === 'output' || record.kind === 'packet' || record.kind === 'tables'
    const size = RECORD_OVERHEAD + (weighs ? record.bytes.length : 0)
    if (weighs && !this.#passes(record.kind === 'output' ? 'output' : 'other', size)) return
    // Ends of processes and fates of packets are small and bounded by what was let through before.
    this.#chunk.push(record)
    this.#chunkBytes += size
  }

  #passes(kind: 'output' | 'other', size: number): boolean {
    const { cap, outputCap } = this.#options
    if (this.#isFull[kind]) return false
    this.#passed[kind] += size
    if (this.#passed[kind] <= (kind === 'output' ? outputCap : cap)) return true
    this.#isFull[kind] = true
    this.flush()
    if (!this.#isTold) this.#options.truncated()
    this.#isTold = true
    return false
  }
}
