/**
 * A change to a program. `find` without a line break is a part of a line. With one it is whole lines, at any indentation, because
 * YAML strips a block's indentation; `put` is then indented like the lines it replaces.
 */
export interface Edit {
  find: string
  put: string
}

/** Applies an edit. If `find` does not occur exactly once, returns how often it does. */
export function makeEdit(text: string, edit: Edit): { text: string } | { times: number } {
  return edit.find.includes('\n') ? replaceLines(text, edit) : replacePart(text, edit)
}

function replacePart(text: string, { find, put }: Edit): { text: string } | { times: number } {
  const places: number[] = []
  for (let at = text.indexOf(find); at >= 0; at = text.indexOf(find, at + 1)) places.push(at)
  const [at] = places
  if (at === undefined || places.length > 1) return { times: places.length }
  const lineStart = text.lastIndexOf('\n', at - 1) + 1
  const [indentation] = /^[ \t]*/.exec(text.slice(lineStart, at))!
  const [first = '', ...more] = linesOf(put)
  const instead = [first, ...indented(more, indentation)].join('\n')
  return { text: text.slice(0, at) + instead + text.slice(at + find.length) }
}

function replaceLines(text: string, { find, put }: Edit): { text: string } | { times: number } {
  const [lines, wanted] = [text.split('\n'), linesOf(find)]
  const places = lines.flatMap((_, at) => {
    const indentation = indentationAt(lines, at, wanted)
    return indentation === undefined ? [] : [{ at, indentation }]
  })
  const [place] = places
  if (place === undefined || places.length > 1) return { times: places.length }
  const { at, indentation } = place
  return { text: lines.toSpliced(at, wanted.length, ...indented(linesOf(put), indentation)).join('\n') }
}

/** Returns the indentation of the wanted lines if they begin at `at`, else undefined. */
function indentationAt(lines: readonly string[], at: number, wanted: readonly string[]): string | undefined {
  const k = Math.max(
    0,
    wanted.findIndex((line) => line !== ''),
  )
  const indentation = lines[at + k]?.slice(0, Math.max(0, lines[at + k]!.length - wanted[k]!.length)) ?? ''
  if (!/^[ \t]*$/.test(indentation)) return undefined
  return indented(wanted, indentation).every((line, i) => lines[at + i] === line) ? indentation : undefined
}

/** Splits a text into lines; a break at its end closes the last of them. */
export function linesOf(text: string): string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n')
}

/** An empty line stays empty, as formatters leave it. */
const indented = (lines: readonly string[], indentation: string): string[] =>
  lines.map((line) => (line === '' ? '' : indentation + line))
