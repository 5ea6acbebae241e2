/** Lessons and prompts, read by the compiler that the site is built with. */
import { mdxToJs } from 'satteri'

/** Lists errors that keep a text from compiling: `content/…/prompt.mdx:12:7: …`. Empty when it compiles. */
export function mdxProblems(file: string, text: string): string[] {
  try {
    mdxToJs(text)
    return []
  } catch (error) {
    return [`${file}:${sentenceOf((error as Error).message)}`]
  }
}

/** The compiler says `12:7: Could not parse expression with oxc: Unexpected token (mdx-jsx:unexpected-character)`. */
function sentenceOf(message: string): string {
  const [, line = '1', column = '1', rest = message] = /^(\d+):(\d+): (.*)$/s.exec(message) ?? []
  const reason = rest
    .replace(/ \([\w-]+:[\w-]+\)$/, '')
    .replace(/^Could not parse (\w+) with oxc: /, 'cannot read this $1: ')
  const advice = reason.startsWith('cannot read') ? '; put a brace or < that is meant as text between backquotes' : ''
  return `${line}:${column}: ${reason.charAt(0).toLowerCase()}${reason.slice(1)}${advice}`
}
