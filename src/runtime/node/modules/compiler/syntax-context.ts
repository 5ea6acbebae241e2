/** V8's messages for an unexpected token, where it knows the context before it. */
import { type TokenType, tokenizer } from 'acorn'

/** A message with its own place; `end` is where the marked text ends. */
export interface ContextualMessage {
  readonly message: string
  readonly start: number
  readonly end: number
}

/** A token of acorn, with the properties that its types omit. */
interface Token {
  readonly type: TokenType & { readonly beforeExpr?: boolean }
  readonly value?: unknown
  readonly start: number
  readonly end: number
}

interface OpenBracket {
  readonly label: string
  /** The token before the bracket, and the one before that. */
  readonly before: Token | undefined
  readonly beforeThat: Token | undefined
}

interface Context {
  readonly source: string
  /** Tokens before the unexpected one. */
  readonly tokens: readonly Token[]
  readonly open: readonly OpenBracket[]
}

/** Null where V8 only names the token. */
export function contextualMessage(source: string, offset: number): ContextualMessage | null {
  const tokens = tokensBefore(source, offset)
  const context: Context = { source, tokens, open: openBrackets(tokens) }
  return (
    missingInitializer(context) ??
    awaitOutsideAsync(context) ??
    namelessFunction(context, offset) ??
    unclosedCall(context)
  )
}

function tokensBefore(source: string, offset: number): Token[] {
  const tokens: Token[] = []
  try {
    for (const token of tokenizer(source, { ecmaVersion: 'latest', allowHashBang: true })) {
      if (token.start >= offset) break
      tokens.push(token)
    }
  } catch {
    // An error in the tokens themselves doesn't depend on the code before it.
  }
  return tokens
}

function openBrackets(tokens: readonly Token[]): OpenBracket[] {
  const open: OpenBracket[] = []
  for (const [index, token] of tokens.entries()) {
    const { label } = token.type
    if (label === '(' || label === '[' || label === '{' || label === '${') {
      open.push({ label, before: tokens[index - 1], beforeThat: tokens[index - 2] })
    } else if (label === ')' || label === ']' || label === '}') open.pop()
  }
  return open
}

function at(token: Token, message: string): ContextualMessage {
  return { message, start: token.start, end: token.end }
}

function isDeclarator(token: Token | undefined): boolean {
  return /^(?:const|let|var)$/.test(textOf(token))
}

function textOf(token: Token | undefined): string {
  return token ? String(token.value ?? token.type.label) : ''
}

function missingInitializer({ tokens }: Context): ContextualMessage | null {
  const last = tokens.at(-1)
  if (last?.type.label === 'name' && textOf(tokens.at(-2)) === 'const') {
    return at(last, 'Missing initializer in const declaration')
  }
  if (last?.type.label !== '}' && last?.type.label !== ']') return null
  let depth = 0
  for (let index = tokens.length - 1; index > 0; index--) {
    const { label } = tokens[index]!.type
    if (label === '}' || label === ']') depth++
    else if ((label === '{' || label === '[') && --depth === 0) {
      const opening = tokens[index]!
      return isDeclarator(tokens[index - 1]) ? at(opening, 'Missing initializer in destructuring declaration') : null
    }
  }
  return null
}

function awaitOutsideAsync({ tokens }: Context): ContextualMessage | null {
  const last = tokens.at(-1)
  if (last?.type.label !== 'name' || textOf(last) !== 'await') return null
  return at(last, 'await is only valid in async functions and the top level bodies of modules')
}

function namelessFunction({ source, tokens }: Context, offset: number): ContextualMessage | null {
  if (textOf(tokens.at(-1)) !== 'function' || source[offset] !== '(') return null
  return { message: 'Function statements require a function name', start: offset, end: offset + 1 }
}

/** After a whole argument only "," or ")" can follow. V8 marks the argument. */
function unclosedCall({ tokens, open }: Context): ContextualMessage | null {
  const innermost = open.at(-1)
  const last = tokens.at(-1)
  if (innermost?.label !== '(' || !last || last.type.beforeExpr) return null
  const { before, beforeThat } = innermost
  const label = before?.type.label
  const called = (label === 'name' && textOf(beforeThat) !== 'function') || label === ')' || label === ']'
  return called ? at(last, 'missing ) after argument list') : null
}
