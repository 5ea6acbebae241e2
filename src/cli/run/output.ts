import type { WorldRecord } from '#lab'

/** Characters of standard error that are kept to explain a failure. */
const KEPT = 16_384

/** Copies the program's output to the command's own standard output and error. */
export class Output {
  /** The end of what was written to standard error. */
  errors = ''
  /** The reader of the program's output has gone (`| head`). */
  isClosed = false
  onClosed: (() => void) | null = null
  readonly #decoder = new TextDecoder()

  constructor() {
    for (const stream of [process.stdout, process.stderr])
      stream.on('error', (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EPIPE') throw error
        this.isClosed = true
        this.onClosed?.()
      })
  }

  show(records: WorldRecord[]): void {
    for (const record of records) {
      if (record.kind !== 'output') continue
      const { stream, bytes } = record
      if (!this.isClosed) process[stream].write(bytes)
      if (stream === 'stderr') this.errors = (this.errors + this.#decoder.decode(bytes, { stream: true })).slice(-KEPT)
    }
  }
}
