import { latin1, type Operator, relationTest } from './comparison.ts'
import type { CompiledFilter, Operand, Test, Values } from './values.ts'

/** For a field that occurs more than once: one value must pass, or all. */
export type Quantifier = 'any' | 'all'

export function relationToTest(values: Values, test: Test, quantifier: Quantifier): CompiledFilter {
  if (quantifier === 'any') return (packet) => values(packet, test)
  const fails: Test = (value) => !test(value)
  return (packet) => values(packet, () => true) && !values(packet, fails)
}

/** Compares the values of one field with those of another, pair by pair. */
export function relationOfFields(
  left: Operand,
  operator: Operator,
  right: Operand,
  quantifier: Quantifier,
): CompiledFilter {
  const test = (a: Parameters<Test>[0], b: Parameters<Test>[0]): boolean => {
    if (operator === 'contains' || operator === 'matches') return textOf(a).includes(textOf(b))
    return relationTest(operator, b)(a)
  }
  if (quantifier === 'any') return (packet) => left.values(packet, (a) => right.values(packet, (b) => test(a, b)))
  return (packet) =>
    left.values(packet, () => right.values(packet, () => true)) &&
    !left.values(packet, (a) => right.values(packet, (b) => !test(a, b)))
}

function textOf(value: Parameters<Test>[0]): string {
  return value instanceof Uint8Array ? latin1(value) : String(value)
}
