export type TokenKind = 'keyword' | 'string' | 'number' | 'comment' | 'function' | 'plain'
export interface CodeToken {
  kind: TokenKind
  text: string
}

const KEYWORDS = new Set(
  `as async await break case catch class const continue default delete do else export extends false finally for from function get if
  import in instanceof interface let new null of return set static super switch this throw true try type typeof undefined var void
  while yield`.split(/\s+/),
)

// Order matters: comment, string or template, number, name, anything else. A template's `${…}` stays part of the
// string, which is enough for the short programs shown.
const TOKEN =
  /(\/\/[^\n]*|\/\*[\s\S]*?\*\/)|('(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`)|(\b0x[\da-f]+\b|\b\d[\d_]*(?:\.\d+)?\b)|([A-Za-z_$][\w$]*)|([^A-Za-z_$'"`\d/]+|.)/gi

/** Splits a TypeScript or JavaScript program into lines of tokens; joined, they are the source again. */
export function highlightLines(source: string): CodeToken[][] {
  const lines: CodeToken[][] = [[]]
  for (const match of source.matchAll(TOKEN)) {
    const kind = kindOf(match, source)
    const [first, ...rest] = match[0].split('\n')
    push(lines.at(-1)!, kind, first!)
    for (const text of rest) {
      lines.push([])
      push(lines.at(-1)!, kind, text)
    }
  }
  return lines
}

function kindOf(match: RegExpMatchArray, source: string): TokenKind {
  const [text, comment, string, number, name] = match
  if (comment !== undefined) return 'comment'
  if (string !== undefined) return 'string'
  if (number !== undefined) return 'number'
  if (name === undefined) return 'plain'
  const before = source[match.index! - 1]
  if (KEYWORDS.has(name) && before !== '.') return 'keyword'
  return source[match.index! + text.length] === '(' ? 'function' : 'plain'
}

function push(line: CodeToken[], kind: TokenKind, text: string): void {
  if (text === '') return
  const last = line.at(-1)
  if (last?.kind === kind) last.text += text
  else line.push({ kind, text })
}
