import { parse } from 'acorn'

/**
 * A source without the lines that hold nothing but comment: they become empty, so that every line and column stays what it was. A comment behind code stays,
 * because an uncaught error shows its line (`throw er; // Unhandled 'error' event`).
 */
export function withoutComments(source: string, sourceType: 'script' | 'module' = 'script'): string {
  const kept: string[] = []
  let at = 0
  for (const [start, end] of commentsOf(source, sourceType)) {
    const lineStart = source.lastIndexOf('\n', start - 1) + 1
    const nextLine = source.indexOf('\n', end)
    const lineEnd = nextLine < 0 ? source.length : nextLine
    const standsAlone = source.slice(lineStart, start).trim() === '' && source.slice(end, lineEnd).trim() === ''
    if (!standsAlone || lineStart < at) continue
    kept.push(source.slice(at, lineStart), source.slice(start, end).replace(/[^\n]+/g, ''))
    at = lineEnd
  }
  return kept.join('') + source.slice(at)
}

/** Where comments begin and end; text in strings, templates and regular expressions is none. */
function commentsOf(source: string, sourceType: 'script' | 'module'): [start: number, end: number][] {
  const comments: [number, number][] = []
  parse(source, {
    ecmaVersion: 'latest',
    sourceType,
    // Node makes each of its sources the body of a function.
    allowReturnOutsideFunction: true,
    allowHashBang: true,
    onComment: (_isBlock, _text, start, end) => comments.push([start, end]),
  })
  return comments
}
