import type { WorldRecord } from '../../runtime/lab/index.ts'

export interface RecordStreamOptions {
  /** Bytes of output and packets that are passed on; what comes later is dropped. */
  cap: number
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
  #total = 0
  #lastSent: number
  #isFull = false

  constructor(options: RecordStreamOptions) {
    this.#options = options
    this.#lastSent = options.realNow()
  }

  push(records: readonly WorldRecord[]): void {
    for (const record of records) this.#add(record)
    const { chunkBytes, chunkTime, realNow } = this.#options
    if (this.#chunkBytes >= chunkBytes || realNow() - this.#lastSent >= chunkTime) this.flush()
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
    if (weighs && this.#isFull) return
    const size = RECORD_OVERHEAD + (weighs ? record.bytes.length : 0)
    if (weighs && this.#total + size > this.#options.cap) {
      this.#isFull = true
      this.flush()
      this.#options.truncated()
      return
    }
    // Ends of processes and fates of packets are small and bounded by what was let through before.
    this.#total += size
    this.#chunk.push(record)
    this.#chunkBytes += size
  }
}
