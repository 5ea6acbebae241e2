/**
 * Columns of JavaScript that was TypeScript, found by aligning a line's tokens with those of the TypeScript line.
 *
 * Sucrase keeps lines and removes tokens from them (types) or adds some (enums, parameter properties). Its own source map
 * cannot be used: it loses its place for the rest of the file at a template without text between two `${}`.
 */

interface LineToken {
  readonly text: string
  readonly column: number
}

/** Maximum table size; longer lines are aligned by their beginning only. */
const MOST_CELLS = 4_000_000

export class LineAlignment {
  readonly #generated: readonly LineToken[]
  /** Column in the original line of each generated token; null for an added one. */
  readonly #columns: readonly (number | null)[]

  constructor(generatedLine: string, originalLine: string) {
    this.#generated = tokensOf(generatedLine)
    this.#columns = align(this.#generated, tokensOf(originalLine))
  }

  /** Returns the 0-based column in the original line; for added code that of the token before it. */
  originalColumn(column: number): number {
    let index = this.#generated.findLastIndex((token) => token.column <= column)
    const token = this.#generated[index]
    const own = this.#columns[index]
    if (token && own !== null && own !== undefined) return own + column - token.column
    while (index >= 0 && this.#columns[index] === null) index--
    return this.#columns[index] ?? 0
  }
}

function tokensOf(line: string): LineToken[] {
  return [...line.matchAll(/[\w$]+|[^\s\w$]/g)].map((match) => ({ text: match[0], column: match.index }))
}

/**
 * Finds the longest common subsequence. Of several, it takes the one with the earliest original token, since a type follows
 * its value, and the latest generated token, since added code precedes the code that it resembles.
 */
function align(generated: readonly LineToken[], original: readonly LineToken[]): (number | null)[] {
  const width = original.length + 1
  if ((generated.length + 1) * width > MOST_CELLS) return alignBeginning(generated, original)
  const lengths = commonLengths(generated, original, width)
  const columns: (number | null)[] = generated.map(() => null)
  let g = 0
  let o = 0
  while (g < generated.length && o < original.length) {
    const here = lengths[g * width + o]
    if (lengths[(g + 1) * width + o] === here) g++
    else if (generated[g]!.text === original[o]!.text) columns[g++] = original[o++]!.column
    else o++
  }
  return columns
}

/** Returns at `g * width + o` how many tokens from `g` on and from `o` on can be matched. */
function commonLengths(generated: readonly LineToken[], original: readonly LineToken[], width: number): Uint16Array {
  const lengths = new Uint16Array((generated.length + 1) * width)
  for (let g = generated.length - 1; g >= 0; g--) {
    for (let o = original.length - 1; o >= 0; o--) {
      const at = g * width + o
      lengths[at] =
        generated[g]!.text === original[o]!.text
          ? lengths[at + width + 1]! + 1
          : Math.max(lengths[at + width]!, lengths[at + 1]!)
    }
  }
  return lengths
}

function alignBeginning(generated: readonly LineToken[], original: readonly LineToken[]): (number | null)[] {
  const differs = generated.findIndex((token, index) => token.text !== original[index]?.text)
  return generated.map((_, index) => (differs < 0 || index < differs ? original[index]!.column : null))
}
