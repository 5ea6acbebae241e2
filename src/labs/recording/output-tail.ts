export interface OutputLine {
  stream: 'stdout' | 'stderr'
  text: string
}

/** Lines kept for display. The recording behind it is capped by the worker; this keeps the page's own part small. */
const KEPT_LINES = 1000
const LONGEST_LINE = 1000

/** What a process wrote, as lines: the last ones, with the number of those before. */
export class OutputTail {
  readonly #decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() }
  #lines: OutputLine[] = []
  /** Lines that were let go. */
  dropped = 0
  /** Raised with everything that comes. */
  version = 0
  /** The last line has no newline yet. */
  #open = false

  /** The lines, oldest first; the last one may still grow. */
  get lines(): readonly OutputLine[] {
    return this.#lines
  }

  push(stream: 'stdout' | 'stderr', bytes: Uint8Array): void {
    const text = this.#decoders[stream].decode(bytes, { stream: true })
    if (text === '') return
    this.version++
    const pieces = text.split('\n')
    for (const [index, piece] of pieces.entries()) {
      const last = this.#lines.at(-1)
      if (index === 0 && this.#open && last?.stream === stream) last.text = clip(last.text + piece)
      else if (index < pieces.length - 1 || piece !== '') this.#lines.push({ stream, text: clip(piece) })
    }
    this.#open = pieces.at(-1) !== ''
    const surplus = this.#lines.length - KEPT_LINES
    if (surplus > KEPT_LINES / 4) {
      this.#lines = this.#lines.slice(surplus)
      this.dropped += surplus
    }
  }
}

function clip(text: string): string {
  return text.length > LONGEST_LINE ? `${text.slice(0, LONGEST_LINE)}…` : text
}
