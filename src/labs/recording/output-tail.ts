export interface OutputLine {
  stream: 'stdout' | 'stderr'
  text: string
}

/** Lines kept for display. The worker caps the recording behind it; this bounds the page's own part. */
const KEPT_LINES = 1000
const LONGEST_LINE = 1000

/** Output of a process as lines: the last ones, and the number of earlier ones. */
export class OutputTail {
  readonly #decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() }
  #lines: OutputLine[] = []
  /** Number of dropped lines. */
  dropped = 0
  /** Incremented with every piece of output. */
  version = 0
  /** The last line has no newline yet. */
  #open = false

  /** Lines, oldest first; the last one may still grow. */
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
