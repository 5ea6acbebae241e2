/** ss's filters (ss(8), STATE-FILTER and EXPRESSION): `state time-wait`, `( sport = :9000 or dport = :9000 )`. */
import { type SocketRow, ssState } from '#network'

export type Test = (row: SocketRow) => boolean

/** An error in a filter: what ss prints, and its exit status. */
export class FilterProblem {
  readonly text: string
  readonly status: number

  constructor(text: string, status: number) {
    this.text = text
    this.status = status
  }
}

const WRONG = 255
const STATES = [
  'established',
  'syn-sent',
  'syn-recv',
  'fin-wait-1',
  'fin-wait-2',
  'time-wait',
  'closed',
  'close-wait',
  'last-ack',
  'listening',
  'closing',
]
const without = (...states: string[]): string[] => STATES.filter((one) => !states.includes(one))
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  all: STATES,
  connected: without('listening', 'closed'),
  synchronized: without('listening', 'closed', 'syn-sent'),
  bucket: ['syn-recv', 'time-wait'],
  big: without('syn-recv', 'time-wait'),
}
const NAMES: Readonly<Record<string, string>> = { ESTAB: 'established', LISTEN: 'listening', UNCONN: 'closed' }

/** Returns a socket's state by its name in filters. */
export const stateOf = ({ state }: SocketRow): string => NAMES[ssState(state)] ?? ssState(state).toLowerCase()

export function statesNamed(name: string): readonly string[] {
  const states = Object.hasOwn(GROUPS, name) ? GROUPS[name]! : STATES.filter((one) => one === name)
  if (states.length === 0) throw new FilterProblem(`ss: wrong state name: ${name}\n`, WRONG)
  return states
}

function syntaxError(): never {
  throw new FilterProblem('ss: bison bellows (while parsing filter): "syntax error!" Sorry.\n', WRONG)
}

const COMPARE: Readonly<Record<string, (one: number, other: number) => boolean>> = {
  '=': (one, other) => one === other,
  '!=': (one, other) => one !== other,
  '<': (one, other) => one < other,
  '>': (one, other) => one > other,
  '<=': (one, other) => one <= other,
  '>=': (one, other) => one >= other,
}
const WORDS: Readonly<Record<string, string>> = {
  '==': '=',
  eq: '=',
  neq: '!=',
  ne: '!=',
  lt: '<',
  gt: '>',
  le: '<=',
  leq: '<=',
  ge: '>=',
  geq: '>=',
  and: '&',
  '&&': '&',
  or: '|',
  '||': '|',
  not: '!',
}
const TOKEN = /\s*(&&|\|\||[<>!=]=|[<>=!()&|]|[^\s<>=!()&|]+)/y

export function parseFilter(text: string): Test {
  return new FilterParser(tokensOf(text)).whole()
}

function tokensOf(text: string): string[] {
  const tokens: string[] = []
  const trimmed = text.trimEnd()
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < trimmed.length; ) {
    const token = TOKEN.exec(trimmed)?.[1]
    if (token === undefined) syntaxError()
    tokens.push(WORDS[token] ?? token)
  }
  return tokens
}

/** Conditions without an operator between them must all hold. */
class FilterParser {
  readonly #tokens: string[]
  #depth = 0

  constructor(tokens: string[]) {
    this.#tokens = tokens
  }

  whole(): Test {
    if (this.#tokens.length === 0) return () => true
    const test = this.#or()
    return this.#tokens.length > 0 ? syntaxError() : test
  }

  #or(): Test {
    const one = this.#and()
    if (this.#tokens[0] !== '|') return one
    this.#tokens.shift()
    const other = this.#or()
    return (row) => one(row) || other(row)
  }

  #and(): Test {
    const one = this.#condition()
    const [next] = this.#tokens
    if (next === undefined || next === '|' || next === ')') return one
    if (next === '&') this.#tokens.shift()
    const other = this.#and()
    return (row) => one(row) && other(row)
  }

  #condition(): Test {
    const token = this.#tokens.shift()
    // The text may be hostile, and the stack is limited.
    if (token === undefined || ++this.#depth > 100) syntaxError()
    if (token === '!') {
      const test = this.#condition()
      return (row) => !test(row)
    }
    if (token === '(') {
      const test = this.#or()
      return this.#tokens.shift() === ')' ? test : syntaxError()
    }
    if (token !== 'sport' && token !== 'dport') syntaxError()
    const compare = COMPARE[this.#tokens[0] ?? ''] ?? COMPARE['=']!
    if (Object.hasOwn(COMPARE, this.#tokens[0] ?? '')) this.#tokens.shift()
    const port = /^:?(\d{1,5})$/.exec(this.#tokens.shift() ?? '')?.[1]
    if (port === undefined) syntaxError()
    return (row) => compare((token === 'sport' ? row.local.port : row.remote?.port) ?? 0, Number(port))
  }
}
