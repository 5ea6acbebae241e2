/**
 * The Python in scripts: `assert` statements about tcp_info. Only what such scripts use is evaluated: names and numbers, comparisons also in
 * chains, and / or / not, & | + - * and ( ). Anything else is refused by name.
 */

import { NeedsError } from '../language/index.ts'
import { LINUX_NUMBERS } from '../system/index.ts'

const TOKEN = /\s*(?:(\d+|0x[0-9a-fA-F]+)|([A-Za-z_][A-Za-z_0-9]*)|(<=|>=|==|!=|[<>()&|+\-*%,]))/y

/** Returns what does not hold, in words, or null when everything does. */
export function checkAssertions(code: string, values: Readonly<Record<string, number>>): string | null {
  for (const statement of statementsOf(code)) {
    const match = /^assert\s+(.*)$/s.exec(statement)
    if (match === null) throw new NeedsError(`Python to run "${statement}"; only assert statements are understood`)
    const [condition = ''] = splitMessage(match[1]!)
    const evaluation = new Evaluation(condition, values)
    if (evaluation.value() === 0) return `assert ${condition.trim()}: ${evaluation.seen()}`
  }
  return null
}

function statementsOf(code: string): string[] {
  return code
    .replaceAll('\\\n', ' ')
    .split('\n')
    .map((line) => line.replace(/#.*/, ''))
    .flatMap((line) => line.split(';'))
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '')
}

/** Splits off the message that Python would print on failure: the text after the first comma outside of ( ). */
function splitMessage(text: string): string[] {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') depth++
    else if (text[at] === ')') depth--
    else if (text[at] === ',' && depth === 0) return [text.slice(0, at), text.slice(at + 1)]
  }
  return [text]
}

/** One expression, by recursive descent in Python's order of precedence. Truth is 1, falsehood 0. */
class Evaluation {
  readonly #text: string
  readonly #values: Readonly<Record<string, number>>
  readonly #seen = new Map<string, number>()
  #tokens: string[] = []
  #at = 0

  constructor(text: string, values: Readonly<Record<string, number>>) {
    this.#text = text
    this.#values = values
    TOKEN.lastIndex = 0
    while (TOKEN.lastIndex < text.trimEnd().length) {
      const { lastIndex } = TOKEN
      const match = TOKEN.exec(text)
      if (match === null) throw new NeedsError(`Python to evaluate "${text.slice(lastIndex).trim()}"`)
      this.#tokens.push(match[1] ?? match[2] ?? match[3]!)
    }
  }

  value(): number {
    const value = this.#or()
    if (this.#at < this.#tokens.length) throw new NeedsError(`Python to evaluate "${this.#text}"`)
    return value
  }

  /** The measured values that were looked at. */
  seen(): string {
    return [...this.#seen].map(([name, value]) => `${name} is ${value}`).join(', ')
  }

  #take(...words: string[]): string | null {
    const token = this.#tokens[this.#at]
    if (token === undefined || !words.includes(token)) return null
    this.#at++
    return token
  }

  #or(): number {
    let value = this.#and()
    while (this.#take('or') !== null) {
      const next = this.#and()
      value = value !== 0 ? value : next
    }
    return value
  }

  #and(): number {
    let value = this.#not()
    while (this.#take('and') !== null) {
      const next = this.#not()
      value = value === 0 ? value : next
    }
    return value
  }

  #not(): number {
    if (this.#take('not') !== null) return this.#not() === 0 ? 1 : 0
    return this.#comparison()
  }

  #comparison(): number {
    let left = this.#bits()
    let operator = this.#take('<', '<=', '>', '>=', '==', '!=')
    if (operator === null) return left
    let holds = true
    for (; operator !== null; operator = this.#take('<', '<=', '>', '>=', '==', '!=')) {
      const right = this.#bits()
      holds &&= compare(left, operator, right)
      left = right
    }
    return holds ? 1 : 0
  }

  #bits(): number {
    let value = this.#sum()
    for (let operator = this.#take('&', '|'); operator !== null; operator = this.#take('&', '|')) {
      const right = this.#sum()
      value = operator === '&' ? value & right : value | right
    }
    return value
  }

  #sum(): number {
    let value = this.#product()
    for (let operator = this.#take('+', '-'); operator !== null; operator = this.#take('+', '-')) {
      const right = this.#product()
      value = operator === '+' ? value + right : value - right
    }
    return value
  }

  #product(): number {
    let value = this.#operand()
    while (this.#take('*') !== null) value *= this.#operand()
    return value
  }

  #operand(): number {
    if (this.#take('-') !== null) return -this.#operand()
    if (this.#take('(') !== null) {
      const value = this.#or()
      if (this.#take(')') === null) throw new NeedsError(`Python to evaluate "${this.#text}": a ( is not closed`)
      return value
    }
    const token = this.#tokens[this.#at++]
    if (token === undefined) throw new NeedsError(`Python to evaluate "${this.#text}": it ends early`)
    return /^\d/.test(token) ? Number(token) : this.#named(token)
  }

  #named(name: string): number {
    const measured = this.#values[name]
    if (measured !== undefined) {
      this.#seen.set(name, measured)
      return measured
    }
    const constant = LINUX_NUMBERS[name]
    if (constant === undefined) throw new NeedsError(`${name} in tcp_info`)
    return constant
  }
}

function compare(left: number, operator: string, right: number): boolean {
  switch (operator) {
    case '<':
      return left < right
    case '<=':
      return left <= right
    case '>':
      return left > right
    case '>=':
      return left >= right
    case '==':
      return left === right
    default:
      return left !== right
  }
}
