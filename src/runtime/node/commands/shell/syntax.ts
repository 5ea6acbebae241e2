/** The grammar of a small sh (POSIX.1-2024, XCU 2.10): lists, pipelines, simple commands, redirections, groups, subshells. */

export type Node =
  | { kind: 'simple'; assignments: string[]; words: string[]; redirections: Redirection[]; text: string }
  | { kind: 'group'; body: Node; redirections: Redirection[]; isSubshell: boolean; inner: string; text: string }
  | { kind: 'pipeline'; parts: Node[]; negated: boolean; text: string }
  | { kind: 'list'; items: { node: Node; after: '' | '&&' | '||'; background: boolean }[]; text: string }

/** `target`: an unexpanded word, or for `>&` and `<&` a descriptor. */
export interface Redirection {
  fd: number
  operator: '<' | '>' | '>>' | '>&' | '<&'
  target: string
}

/** A syntax error, or a feature that this shell doesn't have. */
export class ShellProblem extends Error {}

/** Thrown to end the shell while it runs a command. */
export class ShellEnd {
  readonly status: number

  constructor(status: number) {
    this.status = status
  }
}

interface Token {
  kind: 'word' | 'operator' | 'end'
  text: string
  from: number
  to: number
}

/** Maximum nesting of groups: the text may be hostile, and the stack is limited. */
const DEEPEST = 100
const OPERATOR = /&&|\|\||>>|>&|<&|<<|[|&;<>()\n]/y
const BLANK = /(?:[ \t]|\\\n)+/y
const COMMENT = /#[^\n]*/y
/** Quoted pieces, escapes, and everything else but operators. A command in backquotes or `$(` is found when the word is expanded. */
const WORD = /(?:'[^']*'|"(?:\\[\s\S]|[^"\\])*"|\\[\s\S]|\$\{[^}$]*\}|\$\(|[^\s|&;<>()'"\\])+/y
const RESERVED = /^(?:if|then|else|elif|fi|for|while|until|do|done|case|esac|function)$/
export const ASSIGNMENT = /^[A-Za-z_]\w*=/

export function parse(text: string): Node {
  return new Parser(text).whole()
}

class Parser {
  readonly #text: string
  readonly #tokens: Token[]
  #at = 0
  #depth = 0

  constructor(text: string) {
    this.#text = text
    this.#tokens = tokensOf(text)
  }

  whole(): Node {
    const list = this.#list()
    if (this.#next.kind !== 'end') this.#unexpected()
    return list
  }

  get #next(): Token {
    return this.#tokens[this.#at]!
  }

  #take(...texts: string[]): Token | null {
    const token = this.#next
    return token.kind === 'operator' && texts.includes(token.text) ? this.#tokens[this.#at++]! : null
  }

  #isWord(text: string): boolean {
    return this.#next.kind === 'word' && this.#next.text === text
  }

  #unexpected(): never {
    const { kind, text }: Token = this.#next
    throw new ShellProblem(`Syntax error: ${kind === 'end' ? 'end of file' : `"${text}"`} unexpected`)
  }

  #slice(from: number): string {
    return this.#text.slice(from, this.#tokens[this.#at - 1]?.to ?? from)
  }

  #list(): Node {
    const items: Extract<Node, { kind: 'list' }>['items'] = []
    const { from } = this.#next
    while (this.#take('\n'));
    while (this.#next.kind !== 'end' && this.#next.text !== ')' && !this.#isWord('}')) {
      const node = this.#pipeline()
      const after = this.#take('&&', '||')?.text as '&&' | '||' | undefined
      const end = after ? null : this.#take(';', '&', '\n')
      items.push({ node, after: after ?? '', background: end?.text === '&' })
      while (this.#take('\n'));
      if (after && this.#tokens[this.#at]!.kind === 'end') this.#unexpected()
      if (!after && !end) break
    }
    return { kind: 'list', items, text: this.#slice(from) }
  }

  #pipeline(): Node {
    const { from } = this.#next
    const negated = this.#isWord('!')
    if (negated) this.#at++
    const parts = [this.#command()]
    while (this.#take('|')) {
      while (this.#take('\n'));
      parts.push(this.#command())
    }
    return { kind: 'pipeline', parts, negated, text: this.#slice(from) }
  }

  #command(): Node {
    const { from, kind, text } = this.#next
    if (kind === 'word' && RESERVED.test(text))
      throw new ShellProblem(`'${text}' is not there in the shell of a simulated host: write a program for it`)
    const isSubshell = this.#take('(') !== null
    if (isSubshell || this.#isWord('{')) return this.#group(from, isSubshell)
    const words: string[] = []
    const assignments: string[] = []
    const redirections: Redirection[] = []
    for (;;) {
      const redirection = this.#redirection()
      if (redirection) redirections.push(redirection)
      else if (this.#next.kind !== 'word') break
      else {
        const word = this.#tokens[this.#at++]!.text
        if (words.length === 0 && ASSIGNMENT.test(word)) assignments.push(word)
        else words.push(word)
      }
    }
    if (words.length + assignments.length + redirections.length === 0) this.#unexpected()
    return { kind: 'simple', assignments, words, redirections, text: this.#slice(from) }
  }

  #group(from: number, isSubshell: boolean): Node {
    if (!isSubshell) this.#at++
    if (++this.#depth > DEEPEST) throw new ShellProblem('Syntax error: too many brackets in one another')
    const body = this.#list()
    this.#depth--
    const inner = body.text
    if (isSubshell ? !this.#take(')') : !this.#isWord('}')) this.#unexpected()
    if (!isSubshell) this.#at++
    const redirections: Redirection[] = []
    for (let next = this.#redirection(); next; next = this.#redirection()) redirections.push(next)
    return { kind: 'group', body, redirections, isSubshell, inner, text: this.#slice(from) }
  }

  #redirection(): Redirection | null {
    const first = this.#next
    const operator = this.#tokens[this.#at + 1]
    const hasNumber = first.kind === 'word' && /^\d$/.test(first.text) && operator?.from === first.to
    if (hasNumber && /^[<>]/.test(operator!.text)) this.#at++
    const taken = this.#take('<', '>', '>>', '>&', '<&', '<<')
    if (!taken) return null
    if (taken.text === '<<') throw new ShellProblem('here-documents are not there in the shell of a simulated host')
    if (this.#next.kind !== 'word') this.#unexpected()
    const target = this.#tokens[this.#at++]!.text
    const fd = hasNumber ? Number(first.text) : taken.text.startsWith('<') ? 0 : 1
    return { fd, operator: taken.text as Redirection['operator'], target }
  }
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  const match = (pattern: RegExp, at: number) => {
    pattern.lastIndex = at
    return pattern.exec(text)?.[0] ?? ''
  }
  for (let at = 0; at < text.length; ) {
    const blank = match(BLANK, at) || match(COMMENT, at)
    at += blank.length
    if (blank !== '' || at >= text.length) continue
    const operator = match(OPERATOR, at)
    const found = operator || match(WORD, at)
    if (found === '') throw new ShellProblem('Syntax error: Unterminated quoted string')
    tokens.push({ kind: operator ? 'operator' : 'word', text: found, from: at, to: at + found.length })
    at += found.length
  }
  tokens.push({ kind: 'end', text: '', from: text.length, to: text.length })
  return tokens
}
