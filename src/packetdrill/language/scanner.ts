import { ScriptError } from './script-error.ts'

const SPACE = /(?:[ \t\r\n]|\/\/[^\n]*|\/\*[\s\S]*?\*\/|#[^\n]*)*/y

/** Reads a script's text from left to right. Spaces and comments between words do not count. */
export class Scanner {
  readonly file: string
  readonly text: string
  readonly #lineStarts: number[] = [0]
  at = 0
  /** How many values are open around this place. */
  depth = 0

  constructor(file: string, text: string) {
    this.file = file
    this.text = text
    for (let index = text.indexOf('\n'); index >= 0; index = text.indexOf('\n', index + 1)) {
      this.#lineStarts.push(index + 1)
    }
  }

  skipSpace(): void {
    SPACE.lastIndex = this.at
    this.at += SPACE.exec(this.text)![0].length
  }

  get atEnd(): boolean {
    this.skipSpace()
    return this.at >= this.text.length
  }

  get line(): number {
    return this.#place(this.at).line
  }

  #place(at: number): { line: number; column: number } {
    let [low, high] = [0, this.#lineStarts.length]
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (this.#lineStarts[middle]! <= at) low = middle
      else high = middle
    }
    return { line: low + 1, column: at - this.#lineStarts[low]! + 1 }
  }

  /** Takes the text that `pattern` (sticky) matches here; null leaves everything unchanged. */
  take(pattern: RegExp): RegExpExecArray | null {
    this.skipSpace()
    return this.takeHere(pattern)
  }

  /** The same without skipping spaces before it. */
  takeHere(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at
    const match = pattern.exec(this.text)
    if (match !== null) this.at += match[0].length
    return match
  }

  /** Takes `word` if it is here, and returns whether it was. */
  accept(word: string): boolean {
    this.skipSpace()
    if (!this.text.startsWith(word, this.at)) return false
    this.at += word.length
    return true
  }

  peek(word: string): boolean {
    this.skipSpace()
    return this.text.startsWith(word, this.at)
  }

  expect(word: string, where: string): void {
    if (!this.accept(word)) this.fail(`"${word}" ${where}`)
  }

  /** Throws: found this, expected that. */
  fail(expected: string): never {
    this.skipSpace()
    const { line, column } = this.#place(this.at)
    const rest = /\S{0,24}/y
    rest.lastIndex = this.at
    const found = rest.exec(this.text)![0]
    const what = found === '' ? 'the end of the script' : `"${found}"`
    throw new ScriptError(this.file, line, column, `found ${what}, expected ${expected}`)
  }
}
