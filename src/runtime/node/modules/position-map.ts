/**
 * Maps generated code to its source. The transform only replaces text inside a line, so a line's number never changes and a
 * column is found by walking that line's replacements. `line-alignment.ts` maps the changes of sucrase (TypeScript) before that.
 */
import type { Position } from './types.ts'

/** Replaces `text.slice(start, end)` by `replacement`. Two edits of one text never overlap. */
export interface TextEdit {
  readonly start: number
  readonly end: number
  readonly replacement: string
  /** A place directly after the replacement is reported as its beginning (V8 reports `f()(…)` at its second parenthesis). */
  readonly claimsNext?: boolean
}

/** One replacement as seen within its line; columns are 0-based. */
interface LineEdit {
  readonly column: number
  readonly removed: number
  readonly inserted: number
  readonly claimsNext: boolean
}

/** Returns a text's line ends, so that a replaced range keeps its number of lines. */
export function lineEndsOf(text: string): string {
  return text.replace(/[^\n\r\u2028\u2029]/g, '')
}

/** Returns the offsets at which lines begin, by the line terminators of ECMAScript (which V8 counts). */
export function lineStartsOf(text: string): number[] {
  const starts = [0]
  for (const match of text.matchAll(/\r\n|[\n\r\u2028\u2029]/g)) starts.push(match.index + match[0].length)
  return starts
}

/** Returns the text of a line (1-based), without its end; '' if there is none. */
export function lineOf(text: string, line: number): string {
  return text.split(/\r\n|[\n\r\u2028\u2029]/)[line - 1] ?? ''
}

/** Returns the line (0-based) of an offset. */
export function lineAt(lineStarts: readonly number[], offset: number): number {
  let low = 0
  let high = lineStarts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (lineStarts[middle]! <= offset) low = middle
    else high = middle - 1
  }
  return low
}

/** Text after edits (in any order; of two at the same place the first in the list comes first), and the mapping back. */
export class EditedText {
  readonly text: string
  readonly #lines = new Map<number, LineEdit[]>()

  constructor(original: string, edits: readonly TextEdit[], lineStarts: readonly number[]) {
    const sorted = edits.toSorted((a, b) => a.start - b.start || a.end - b.end)
    let text = ''
    let position = 0
    for (const edit of sorted) {
      text += original.slice(position, edit.start) + edit.replacement
      position = edit.end
      this.#noteEdit(original, edit, lineStarts)
    }
    this.text = text + original.slice(position)
  }

  #noteEdit(original: string, edit: TextEdit, lineStarts: readonly number[]): void {
    const line = lineAt(lineStarts, edit.start)
    // A range over several lines keeps its line ends: the rest of its first line and the beginning of its last are removed.
    const removedLines = original.slice(edit.start, edit.end).split(/\r\n|[\n\r\u2028\u2029]/)
    const insertedLines = edit.replacement.split(/\r\n|[\n\r\u2028\u2029]/)
    for (const [index, removed] of removedLines.entries()) {
      const column = index === 0 ? edit.start - lineStarts[line]! : 0
      const inserted = insertedLines[index]?.length ?? 0
      const list = this.#lines.get(line + index)
      const entry = { column, removed: removed.length, inserted, claimsNext: edit.claimsNext === true }
      if (list) list.push(entry)
      else this.#lines.set(line + index, [entry])
    }
  }

  /** Returns the column (both 0-based) in the original text; null if the text there was inserted. */
  originalColumn(line: number, column: number): number | null {
    let shift = 0
    for (const edit of this.#lines.get(line) ?? []) {
      const start = edit.column + shift
      if (column < start) break
      // Inside a replacement, the beginning of the replaced text is the best answer, unless that was empty.
      const end = start + edit.inserted + (edit.claimsNext ? 1 : 0)
      if (column < end) return edit.removed > 0 ? edit.column : null
      shift += edit.inserted - edit.removed
    }
    return column - shift
  }
}

/** Converts a 0-based line and column to the 1-based position that people and V8 use. */
export function position(line: number, column: number): Position {
  return { line: line + 1, column: column + 1 }
}
