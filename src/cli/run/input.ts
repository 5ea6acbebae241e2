import { fstatSync, readFileSync } from 'node:fs'
import { isatty } from 'node:tty'

/**
 * Standard input of the command, on its way to the program. A file is read completely at first, so the same
 * command gives the same packets; input from a pipe or a terminal arrives in real time.
 */
export class Input {
  #chunks: Uint8Array[] = []
  #isOpen: boolean
  #wake: (() => void) | null = null

  constructor() {
    const kind = kindOfInput()
    this.#isOpen = kind === 'stream'
    if (kind === 'file') this.#chunks.push(readFileSync(0))
    if (!this.#isOpen) return
    process.stdin.on('data', (chunk: Buffer) => {
      this.#chunks.push(chunk)
      this.#wake?.()
    })
    for (const event of ['end', 'error', 'close']) process.stdin.on(event, () => this.#end())
  }

  /** Whether more input may come. */
  get isOpen(): boolean {
    return this.#isOpen
  }

  /** Returns the input since the last call. */
  take(): Uint8Array[] {
    return this.#chunks.splice(0)
  }

  /** Resolves when there is input, or at its end. */
  more(): Promise<void> {
    if (!this.#isOpen || this.#chunks.length > 0) return Promise.resolve()
    return new Promise((resolve) => {
      this.#wake = resolve
    })
  }

  /** Stops reading, so that the command can end. */
  close(): void {
    if (kindOfInput() === 'stream') process.stdin.destroy()
  }

  #end(): void {
    this.#isOpen = false
    this.#wake?.()
  }
}

function kindOfInput(): 'file' | 'stream' | 'nothing' {
  try {
    const stat = fstatSync(0)
    if (stat.isFile()) return 'file'
    return isatty(0) || stat.isFIFO() || stat.isSocket() ? 'stream' : 'nothing'
  } catch {
    return 'nothing' // EBADF: the command was started without standard input
  }
}
