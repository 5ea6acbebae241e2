import { comparisonTest, type Operator } from './comparison.ts'
import { type FilterField, findField, nearestName, PROTOCOLS } from './fields.ts'
import { FilterError } from './filter-error.ts'
import { FUNCTIONS, maskedOperand } from './functions.ts'
import { type Quantifier, relationOfFields, relationToTest } from './relation.ts'
import { parseRange, type Range, slicedValues } from './slice.ts'
import type { Token } from './tokens.ts'
import { type CompiledFilter, fieldValues, type Operand, protocolValues, type Test } from './values.ts'

/** Meaning of an operator: the comparison, and whether one value or all must pass. */
const OPERATORS: Readonly<Record<string, readonly [Operator, Quantifier]>> = {
  '==': ['==', 'any'],
  eq: ['==', 'any'],
  any_eq: ['==', 'any'],
  '===': ['==', 'all'],
  all_eq: ['==', 'all'],
  '!=': ['!=', 'all'],
  ne: ['!=', 'all'],
  all_ne: ['!=', 'all'],
  '!==': ['!=', 'any'],
  '~=': ['!=', 'any'],
  any_ne: ['!=', 'any'],
  '<': ['<', 'any'],
  lt: ['<', 'any'],
  '<=': ['<=', 'any'],
  le: ['<=', 'any'],
  '>': ['>', 'any'],
  gt: ['>', 'any'],
  '>=': ['>=', 'any'],
  ge: ['>=', 'any'],
  contains: ['contains', 'any'],
  matches: ['matches', 'any'],
  '~': ['matches', 'any'],
}

/** Limit on nested parentheses and negations: deeper filters are not written by people, and the parser is recursive. */
const DEEPEST = 100

/** Recursive descent parser: `or` binds weakest, then `xor`, `and`, `not`. */
export class Parser {
  readonly #text: string
  readonly #tokens: readonly Token[]
  #at = 0
  #depth = 0

  constructor(text: string, tokens: readonly Token[]) {
    this.#text = text
    this.#tokens = tokens
  }

  disjunction(): CompiledFilter | FilterError {
    return this.#chain(
      ['||', 'or'],
      () => this.#exclusion(),
      (parts) => (packet) => parts.some((part) => part(packet)),
    )
  }

  #exclusion(): CompiledFilter | FilterError {
    return this.#chain(
      ['^^', 'xor'],
      () => this.#conjunction(),
      (parts) => (packet) => parts.reduce((isOdd, part) => part(packet) !== isOdd, false),
    )
  }

  #conjunction(): CompiledFilter | FilterError {
    return this.#chain(
      ['&&', 'and'],
      () => this.#negation(),
      (parts) => (packet) => parts.every((part) => part(packet)),
    )
  }

  #chain(
    operators: readonly string[],
    operand: () => CompiledFilter | FilterError,
    join: (parts: readonly CompiledFilter[]) => CompiledFilter,
  ): CompiledFilter | FilterError {
    const parts: CompiledFilter[] = []
    do {
      const part = operand()
      if (part instanceof FilterError) return part
      parts.push(part)
    } while (this.#takes(...operators))
    return parts.length === 1 ? parts[0]! : join(parts)
  }

  /** Parses a nested expression. */
  #nested<Read>(read: () => Read | FilterError): Read | FilterError {
    if (this.#depth === DEEPEST) return this.#error(this.#token, `At most ${DEEPEST} can stand inside each other`)
    this.#depth++
    const found = read()
    this.#depth--
    return found
  }

  #negation(): CompiledFilter | FilterError {
    if (!this.#takes('!', 'not')) return this.#primary()
    const filter = this.#nested(() => this.#negation())
    return filter instanceof FilterError ? filter : (packet) => !filter(packet)
  }

  #primary(): CompiledFilter | FilterError {
    if (!this.#takes('(')) return this.#relation()
    const filter = this.#nested(() => this.disjunction())
    if (filter instanceof FilterError) return filter
    return this.#takes(')') ? filter : this.#error(this.#token, `A ")" is missing before ${this.#token.text}`)
  }

  /** Parses a field or protocol alone, or compared with something. */
  #relation(): CompiledFilter | FilterError {
    const quantifier: Quantifier | null = this.#takes('any') ? 'any' : this.#takes('all') ? 'all' : null
    const start = this.#token
    const left = this.#operand()
    if (left instanceof FilterError) return left
    if (this.#takes('not')) {
      if (!this.#takes('in')) return this.#error(this.#token, '"in" is expected behind "not"')
      const isIn = this.#set(left, quantifier)
      return isIn instanceof FilterError ? isIn : (packet) => !isIn(packet)
    }
    if (this.#takes('in')) return this.#set(left, quantifier)
    const found = this.#token.kind === 'string' ? undefined : OPERATORS[this.#token.text]
    if (found !== undefined) return this.#comparison(left, found[0], quantifier ?? found[1])
    if (quantifier !== null) return this.#error(start, `${quantifier} needs a comparison behind its field`)
    // The field must be present; of a masked number a bit must be set.
    return left.isMasked
      ? (packet) => left.values(packet, (value) => value !== 0)
      : (packet) => left.values(packet, () => true)
  }

  #comparison(left: Operand, operator: Operator, quantifier: Quantifier): CompiledFilter | FilterError {
    this.#at++
    const value = this.#token
    if (value.kind === 'end' || value.kind === 'operator')
      return this.#error(value, `A value is expected instead of ${value.text}`)
    const isField = value.kind === 'word' && (findField(value.text) !== undefined || value.text in FUNCTIONS)
    if (isField && operator !== 'matches') {
      const right = this.#operand()
      if (right instanceof FilterError) return right
      return relationOfFields(left, operator, right, quantifier)
    }
    this.#at++
    const test = comparisonTest(left, operator, value)
    return typeof test === 'string' ? this.#error(value, test) : relationToTest(left.values, test, quantifier)
  }

  /** Parses `tcp.flags`, `eth.src[0:3]`, `tcp.flags & 0x12`, `len(http.host)`. */
  #operand(): Operand | FilterError {
    const name = this.#token
    if (name.kind !== 'word') return this.#error(name, `A field or protocol is expected instead of ${name.text}`)
    this.#at++
    const change = FUNCTIONS[name.text]
    if (change !== undefined && this.#takes('(')) {
      const inner = this.#nested(() => this.#operand())
      if (inner instanceof FilterError) return inner
      return this.#takes(')') ? change(inner) : this.#error(this.#token, `A ")" is missing before ${this.#token.text}`)
    }
    const operand = namedOperand(name.text)
    if (operand === null) return this.#error(name, unknownName(name.text))
    return this.#takes('[') ? this.#slice(operand) : this.#mask(operand)
  }

  #slice(operand: Operand): Operand | FilterError {
    if (operand.shape === 'number' || operand.shape === 'flag' || operand.shape === 'seconds')
      return this.#error(this.#token, 'A number has no slices: use & with a mask')
    const ranges: Range[] = []
    do {
      const token = this.#token
      const range = token.kind === 'word' ? parseRange(token.text) : null
      if (range === null)
        return this.#error(token, `${token.text} is no slice: [first:length], [first-last] or [first]`)
      ranges.push(range)
      this.#at++
    } while (this.#takes(','))
    if (!this.#takes(']')) return this.#error(this.#token, `A "]" is missing before ${this.#token.text}`)
    return { values: slicedValues(operand.values, ranges), shape: 'bytes' }
  }

  #mask(operand: Operand): Operand | FilterError {
    if (!this.#takes('&', 'bitand')) return operand
    const token = this.#token
    this.#at++
    return (
      maskedOperand(operand, token) ?? this.#error(token, `${JSON.stringify(token.text)} is no mask for this field`)
    )
  }

  /** Parses `in {80, 443, 8000..8080}`. */
  #set(left: Operand, quantifier: Quantifier | null): CompiledFilter | FilterError {
    if (!this.#takes('{')) return this.#error(this.#token, 'A set begins with "{"')
    const tests: Test[] = []
    while (!this.#takes('}')) {
      const member = this.#token
      if (member.kind === 'end') return this.#error(member, 'A "}" is missing')
      this.#at++
      const test = memberTest(left, member)
      if (typeof test === 'string') return this.#error(member, test)
      tests.push(test)
      this.#takes(',')
    }
    return relationToTest(left.values, (value) => tests.some((test) => test(value)), quantifier ?? 'any')
  }

  /** Returns an error if something is left over. */
  unexpected(): FilterError | null {
    const token = this.#token
    if (token.kind === 'end') return null
    return this.#error(token, `&&, || or the end is expected instead of ${token.text}`)
  }

  get #token(): Token {
    return this.#tokens[Math.min(this.#at, this.#tokens.length - 1)]!
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

function namedOperand(name: string): Operand | null {
  if (PROTOCOLS.has(name)) return { values: protocolValues(name), shape: 'bytes' }
  const field: FilterField | undefined = findField(name)
  if (field === undefined) return null
  const { names, shape, meanings } = field
  return { values: fieldValues(names), shape: shape === 'hex' ? 'number' : shape, ...(meanings && { meanings }) }
}

/** Words of capture filters (pcap-filter) that learners may know. */
const TCPDUMP_WORDS: Readonly<Record<string, string>> = {
  host: 'ip.addr == 10.0.9.1',
  net: 'ip.addr == 10.0.9.0/24',
  port: 'tcp.port == 80 or udp.port == 53',
  src: 'ip.src == 10.0.9.1',
  dst: 'ip.dst == 10.0.9.1',
  ip6: 'ipv6',
  ether: 'eth.addr == 02:00:00:00:00:01',
}

function unknownName(name: string): string {
  const tcpdump = TCPDUMP_WORDS[name]
  if (tcpdump !== undefined) return `${name} is tcpdump’s word: here it is ${tcpdump}`
  const nearest = nearestName(name)
  return `Unknown field or protocol ${name}${nearest === undefined ? '' : `: did you mean ${nearest}?`}`
}

function memberTest(left: Operand, member: Token): Test | string {
  const range = member.kind === 'word' ? /^([^.]+(?:\.[^.]+)*)\.\.(.+)$/.exec(member.text) : null
  if (range === null) return comparisonTest(left, '==', member)
  const from = comparisonTest(left, '>=', { ...member, text: range[1]! })
  const to = comparisonTest(left, '<=', { ...member, text: range[2]! })
  if (typeof from === 'string') return from
  return typeof to === 'string' ? to : (value) => from(value) && to(value)
}
