import type { WorldRecord } from '#lab'

export interface RecordStreamOptions {
  /** Bytes of packets and tables that are passed on; later ones are dropped. */
  cap: number
  /** The same for output: learners read less of it, and a program can print faster than a page can read. */
  outputCap: number
  /** A chunk is sent when it holds this many bytes … */
  chunkBytes: number
  /** … or this many real milliseconds after the previous one. */
  chunkTime: number
  /** Real time in milliseconds, passed in because the worker's own clock is replaced for programs. */
  realNow: () => number
  send: (records: WorldRecord[]) => void
  /** Called once, when the cap is reached. */
  truncated: () => void
}

/** Bytes of a record beside its data. */
const RECORD_OVERHEAD = 64
/** The same for output, which crosses packed: a hundred thousand short lines fit the cap. */
const OUTPUT_OVERHEAD = 16

/**
 * Sends a world's records out in chunks. A program in an endless loop never returns to the worker's event loop, so a
 * chunk is sent from inside the call that filled it. A flood is cut off at the cap instead of overwhelming the page.
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
    // Send at once: the program that printed it may never return.
    const isPrinted = records.some(({ kind }) => kind === 'output')
    if (isPrinted || this.#chunkBytes >= chunkBytes || realNow() - this.#lastSent >= chunkTime) this.flush()
  }

  /** Sends the collected records. */
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
    const size = (record.kind === 'output' ? OUTPUT_OVERHEAD : RECORD_OVERHEAD) + (weighs ? record.bytes.length : 0)
    if (weighs && !this.#passes(record.kind === 'output' ? 'output' : 'other', size)) return
    // Process ends and packet fates are small, and bounded by the records let through before.
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
