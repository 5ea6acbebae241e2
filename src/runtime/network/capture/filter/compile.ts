import type { FieldValue } from '../../wire/index.ts'
import { type Dissection, fieldsNamed } from '../dissection/index.ts'
import { comparisonTest, type Operator, type Test } from './comparison.ts'
import { findField, nearestName, PROTOCOLS } from './fields.ts'
import { FilterError } from './filter-error.ts'
import { type Token, tokenize } from './tokens.ts'

/** Whether a packet is one of those that a filter means. */
export type CompiledFilter = (packet: Dissection) => boolean

/**
 * Compiles a display filter, in Wireshark's language: protocols and fields (`tcp`, `tcp.flags.syn` holds where there is one), `== != < <= > >=`,
 * `contains`, `matches`, sets (`tcp.port in {80, 8000..8080}`), `&& || !` or `and or not`, parentheses. `!=` holds when no value of the field is equal.
 * The empty filter means every packet.
 */
export function compileFilter(text: string): CompiledFilter | FilterError {
  const tokens = tokenize(text)
  if (tokens instanceof FilterError) return tokens
  if (tokens.length === 1) return () => true
  const parser = new Parser(text, tokens)
  const filter = parser.disjunction()
  return filter instanceof FilterError ? filter : (parser.unexpected() ?? filter)
}

const OPERATORS: Readonly<Record<string, Operator>> = {
  '==': '==',
  eq: '==',
  '!=': '!=',
  ne: '!=',
  '<': '<',
  lt: '<',
  '<=': '<=',
  le: '<=',
  '>': '>',
  gt: '>',
  '>=': '>=',
  ge: '>=',
  contains: 'contains',
  matches: 'matches',
  '~': 'matches',
}

/** Where a comparison finds its values in a packet. */
type Values = (packet: Dissection) => FieldValue[]

/** Recursive descent: `or` binds weaker than `and`, that weaker than `not`. */
class Parser {
  readonly #text: string
  readonly #tokens: readonly Token[]
  #at = 0

  constructor(text: string, tokens: readonly Token[]) {
    this.#text = text
    this.#tokens = tokens
  }

  disjunction(): CompiledFilter | FilterError {
    return this.#chain(
      ['||', 'or'],
      () => this.#conjunction(),
      (a, b) => (packet) => a(packet) || b(packet),
    )
  }

  #conjunction(): CompiledFilter | FilterError {
    return this.#chain(
      ['&&', 'and'],
      () => this.#negation(),
      (a, b) => (packet) => a(packet) && b(packet),
    )
  }

  #chain(
    operators: readonly string[],
    operand: () => CompiledFilter | FilterError,
    join: (a: CompiledFilter, b: CompiledFilter) => CompiledFilter,
  ): CompiledFilter | FilterError {
    let left = operand()
    while (!(left instanceof FilterError) && this.#takes(...operators)) {
      const right = operand()
      left = right instanceof FilterError ? right : join(left, right)
    }
    return left
  }

  #negation(): CompiledFilter | FilterError {
    if (!this.#takes('!', 'not')) return this.#primary()
    const filter = this.#negation()
    return filter instanceof FilterError ? filter : (packet) => !filter(packet)
  }

  #primary(): CompiledFilter | FilterError {
    if (!this.#takes('(')) return this.#relation()
    const filter = this.disjunction()
    if (filter instanceof FilterError) return filter
    return this.#takes(')') ? filter : this.#error(this.#token, `A ")" is missing before ${this.#token.text}`)
  }

  /** A field or protocol alone, or compared with something. */
  #relation(): CompiledFilter | FilterError {
    const name = this.#token
    if (name.kind !== 'word') return this.#error(name, `A field or protocol is expected instead of ${name.text}`)
    this.#at++
    const isProtocol = PROTOCOLS.has(name.text)
    const field = findField(name.text)
    if (!isProtocol && field === undefined) return this.#error(name, unknownName(name.text))
    const values: Values = isProtocol ? protocolBytes(name.text) : fieldValues(field!.names)
    const shape = isProtocol ? 'bytes' : field!.shape
    if (this.#takes('in')) return this.#set(values, shape)
    const operator = OPERATORS[this.#token.text]
    if (operator === undefined || this.#token.kind === 'string') return (packet) => values(packet).length > 0
    this.#at++
    const value = this.#token
    if (value.kind === 'end' || value.kind === 'operator')
      return this.#error(value, `A value is expected instead of ${value.text}`)
    this.#at++
    const test = comparisonTest(shape, operator, value)
    return typeof test === 'string' ? this.#error(value, test) : relation(values, operator, test)
  }

  /** `in {80, 443, 8000..8080}` */
  #set(values: Values, shape: Parameters<typeof comparisonTest>[0]): CompiledFilter | FilterError {
    if (!this.#takes('{')) return this.#error(this.#token, 'A set begins with "{"')
    const tests: Test[] = []
    while (!this.#takes('}')) {
      const member = this.#token
      if (member.kind === 'end') return this.#error(member, 'A "}" is missing')
      this.#at++
      const test = memberTest(shape, member)
      if (typeof test === 'string') return this.#error(member, test)
      tests.push(test)
      this.#takes(',')
    }
    return (packet) => values(packet).some((value) => tests.some((test) => test(value)))
  }

  /** An error when something is left over. */
  unexpected(): FilterError | null {
    const token = this.#token
    if (token.kind === 'end') return null
    return this.#error(token, `&&, || or the end is expected instead of ${token.text}`)
  }

  get #token(): Token {
    return this.#tokens[this.#at]!
  }

  #takes(...texts: readonly string[]): boolean {
    const token = this.#token
    if (token.kind === 'string' || token.kind === 'end' || !texts.includes(token.text)) return false
    this.#at++
    return true
  }

  #error(token: Token, reason: string): FilterError {
    return new FilterError(this.#text, token.column, reason)
  }
}

function unknownName(name: string): string {
  const nearest = nearestName(name)
  return `Unknown field or protocol ${name}${nearest === undefined ? '' : `: did you mean ${nearest}?`}`
}

function fieldValues(names: readonly string[]): Values {
  if (names[0] === 'frame.len') return (packet) => [packet.bytes.length]
  return (packet) => names.flatMap((name) => fieldsNamed(packet, name).map(({ value }) => value))
}

/** A protocol's value is its header and all behind it. */
function protocolBytes(protocol: string): Values {
  return (packet) =>
    packet.layers
      .filter((layer) => layer.protocol === protocol)
      .map((layer) => packet.bytes.subarray(layer.offset, layer.end))
}

/** A field that occurs more than once: `==` wants one value that is equal, `!=` wants none, as Wireshark 4 does. */
function relation(values: Values, operator: Operator, test: Test): CompiledFilter {
  if (operator !== '!=') return (packet) => values(packet).some(test)
  return (packet) => {
    const all = values(packet)
    return all.length > 0 && all.every(test)
  }
}

function memberTest(shape: Parameters<typeof comparisonTest>[0], member: Token): Test | string {
  const range = member.kind === 'word' ? /^(\w+)\.\.(\w+)$/.exec(member.text) : null
  if (range === null) return comparisonTest(shape, '==', member)
  const from = comparisonTest(shape, '>=', { ...member, text: range[1]! })
  const to = comparisonTest(shape, '<=', { ...member, text: range[2]! })
  if (typeof from === 'string') return from
  return typeof to === 'string' ? to : (value) => from(value) && to(value)
}
