/** Standard input and output of a process: what its test or terminal holds the other end of. */
import { Errno, Ready, type Received } from '../../network/index.ts'

/** Descriptor 0: bytes that the world's driver wrote, then the end. */
export class StandardInput {
  readonly kind = 'input'
  onReadiness: (() => void) | null = null
  #pieces: Uint8Array[] = []
  #ended = false

  write(bytes: Uint8Array): void {
    if (this.#ended || bytes.length === 0) return
    this.#pieces.push(bytes.slice())
    this.onReadiness?.()
  }

  end(): void {
    this.#ended = true
    this.onReadiness?.()
  }

  get ended(): boolean {
    return this.#ended
  }

  readiness(): number {
    if (this.#pieces.length > 0) return Ready.IN
    return this.#ended ? Ready.IN | Ready.HUP : 0
  }

  receive(max: number): Received | number {
    const piece = this.#pieces[0]
    if (piece === undefined) return this.#ended ? { bytes: new Uint8Array(0), from: null } : -Errno.EAGAIN
    if (piece.length <= max) this.#pieces.shift()
    else this.#pieces[0] = piece.subarray(max)
    return { bytes: piece.slice(0, max), from: null }
  }

  send(): number {
    return -Errno.EBADF
  }

  sendSpace(): number {
    return 0
  }

  takeError(): number {
    return 0
  }

  close(): void {
    this.#pieces = []
    this.#ended = true
  }
}

/** Descriptors 1 and 2. Never full, as a terminal that somebody reads; what is kept is bounded by `OutputBudget`. */
export class StandardOutput {
  readonly kind = 'output'
  onReadiness: (() => void) | null = null
  readonly #fd: 1 | 2
  readonly #budget: OutputBudget
  readonly #write: (fd: 1 | 2, bytes: Uint8Array) => void
  readonly #text = new OutputText()

  constructor(fd: 1 | 2, budget: OutputBudget, write: (fd: 1 | 2, bytes: Uint8Array) => void) {
    this.#fd = fd
    this.#budget = budget
    this.#write = write
  }

  /** Everything written so far, as text. */
  get text(): string {
    return this.#text.text
  }

  readiness(): number {
    return Ready.OUT
  }

  send(bytes: Uint8Array): number {
    const kept = this.#budget.take(bytes)
    if (kept.length > 0) {
      this.#text.append(kept)
      this.#write(this.#fd, kept)
    }
    return bytes.length
  }

  receive(): number {
    return -Errno.EBADF
  }

  sendSpace(): number {
    return 1 << 20
  }

  takeError(): number {
    return 0
  }

  close(): void {}
}

/** Text that comes as bytes. Small pieces are gathered first: a flood of them would take many times its size otherwise. */
class OutputText {
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  readonly #gathered = new Uint8Array(8_192)
  #count = 0
  #text = ''

  get text(): string {
    this.#decode(this.#gathered.subarray(0, this.#count))
    this.#count = 0
    return this.#text
  }

  append(bytes: Uint8Array): void {
    if (this.#count + bytes.length <= this.#gathered.length) {
      this.#gathered.set(bytes, this.#count)
      this.#count += bytes.length
    } else {
      this.#decode(this.#gathered.subarray(0, this.#count))
      this.#decode(bytes)
      this.#count = 0
    }
  }

  #decode(bytes: Uint8Array): void {
    if (bytes.length > 0) this.#text += this.#decoder.decode(bytes, { stream: true })
  }
}

/** What is left of the bytes that a process may print. */
export class OutputBudget {
  #left: number
  readonly #limit: number
  #marked = false

  constructor(limit: number) {
    this.#left = limit
    this.#limit = limit
  }

  /** A copy of the part of `bytes` that is kept; once the budget is used up, one mark that says so, then nothing. */
  take(bytes: Uint8Array): Uint8Array {
    if (bytes.length <= this.#left) {
      this.#left -= bytes.length
      return bytes.slice()
    }
    if (this.#marked) return new Uint8Array(0)
    this.#marked = true
    const mark = new TextEncoder().encode(`\n[output cut here: more than ${describeSize(this.#limit)}]\n`)
    const kept = new Uint8Array(this.#left + mark.length)
    kept.set(bytes.subarray(0, this.#left))
    kept.set(mark, this.#left)
    this.#left = 0
    return kept
  }
}

function describeSize(bytes: number): string {
  return bytes % (1 << 20) === 0 ? `${bytes >> 20} MiB` : `${bytes} bytes`
}
