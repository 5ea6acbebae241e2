/** Standard input and output of a process; its test or terminal holds the other end. */
import { Errno, Ready, type Received } from '#network'

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

/** Takes what a process writes to descriptor 1 or 2. */
export type OutputListener = (fd: 1 | 2, bytes: Uint8Array) => void

/** Descriptors 1 and 2 of a process. Each keeps `limit` bytes; where the rest of one is dropped, a note on descriptor 2 says so. */
export function standardOutputs(
  limit: number,
  write: OutputListener,
  flood: { count(bytes: number): void },
): [output: StandardOutput, error: StandardOutput] {
  const error: StandardOutput = new StandardOutput(2, limit, write, () => error.note('standard error', limit), flood)
  return [new StandardOutput(1, limit, write, () => error.note('standard output', limit), flood), error]
}

/** Never full, like a terminal that is being read. */
export class StandardOutput {
  readonly kind = 'output'
  onReadiness: (() => void) | null = null
  readonly #fd: 1 | 2
  readonly #write: OutputListener
  /** Called once, when the first byte is dropped. */
  readonly #onCut: () => void
  readonly #flood: { count(bytes: number): void }
  readonly #text = new OutputText()
  /** Bytes that are still kept. */
  #left: number
  #isCut = false

  constructor(
    fd: 1 | 2,
    limit: number,
    write: OutputListener,
    onCut: () => void,
    flood: { count(bytes: number): void },
  ) {
    this.#fd = fd
    this.#left = limit
    this.#write = write
    this.#onCut = onCut
    this.#flood = flood
  }

  /** Everything written so far, as text. */
  get text(): string {
    return this.#text.text
  }

  readiness(): number {
    return Ready.OUT
  }

  send(bytes: Uint8Array): number {
    const kept = bytes.slice(0, this.#left)
    this.#left -= kept.length
    this.#keep(kept)
    if (kept.length < bytes.length && !this.#isCut) {
      this.#isCut = true
      this.#onCut()
    }
    this.#flood.count(bytes.length)
    return bytes.length
  }

  /** Notes in words that the rest of a stream is dropped, even beyond the limit of this one. */
  note(stream: string, limit: number): void {
    this.#keep(new TextEncoder().encode(`\n[${stream} cut here: more than ${describeSize(limit)}]\n`))
  }

  #keep(bytes: Uint8Array): void {
    if (bytes.length === 0) return
    this.#text.append(bytes)
    this.#write(this.#fd, bytes)
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

/** `16 MiB`, or bytes where that is not exact. */
export function describeSize(bytes: number): string {
  return bytes % (1 << 20) === 0 ? `${bytes >> 20} MiB` : `${bytes} bytes`
}
