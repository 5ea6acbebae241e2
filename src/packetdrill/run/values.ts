/** Meaning of the parameters of calls. */
import { type Expression, NeedsError } from '../language/index.ts'
import { LINUX_NUMBERS, NAMES_WITH_NEEDS } from '../system/index.ts'

/** A call is not written as it must be; the runner adds where. */
export class CallError extends Error {}

/** Returns the number that an expression denotes; null for `...`. */
export function numberOf(expression: Expression): number | null {
  switch (expression.kind) {
    case 'any':
      return null
    case 'number':
      return expression.value
    case 'name':
      return namedNumber(expression.name)
    case 'or':
      return expression.parts.reduce((bits, part) => bits | (numberOf(part) ?? 0), 0)
    case 'apply':
      if (expression.name === 'htons' && expression.parameters.length === 1) return numberOf(expression.parameters[0]!)
      throw new CallError(`${expression.name}(…) is no number`)
    default:
      throw new CallError('a number was expected')
  }
}

function namedNumber(name: string): number {
  const known = LINUX_NUMBERS[name]
  if (known !== undefined) return known
  const needs = NAMES_WITH_NEEDS[name]
  throw new NeedsError(needs ?? `the name ${name}`)
}

/** The number, where one must stand. */
export function mustBeNumber(expression: Expression | undefined, what: string): number {
  const value = expression === undefined ? null : numberOf(expression)
  if (value === null) throw new CallError(`${what} must be a number`)
  return value
}

/** A field of a struct by its name; undefined where there is none. */
export function fieldOf(expression: Expression, name: string): Expression | undefined {
  if (expression.kind !== 'struct') throw new CallError('a { struct } was expected')
  return expression.fields.find((field) => field.name === name)?.value
}

/** The only item of `[value]`. */
export function insideBrackets(expression: Expression): Expression {
  if (expression.kind !== 'list' || expression.items.length !== 1) throw new CallError('a [value] was expected')
  return expression.items[0]!
}
