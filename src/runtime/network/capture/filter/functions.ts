import type { FieldValue } from '../../wire/index.ts'
import { bytesOf, numberOf } from './comparison.ts'
import type { Token } from './tokens.ts'
import type { Operand } from './values.ts'

/** Functions that change a field's values before they are compared. */
export const FUNCTIONS: Readonly<Record<string, (operand: Operand) => Operand>> = {
  len: ({ values }) => ({
    shape: 'number',
    values: (packet, test) => values(packet, (value) => test(typeof value === 'number' ? 4 : value.length)),
  }),
  count: ({ values }) => ({
    shape: 'number',
    values: (packet, test) => {
      let count = 0
      values(packet, () => {
        count++
        return false
      })
      return count > 0 && test(count)
    },
  }),
  lower: (operand) => mapped(operand, (text) => text.toLowerCase()),
  upper: (operand) => mapped(operand, (text) => text.toUpperCase()),
}

function mapped({ values, shape }: Operand, change: (text: string) => string): Operand {
  const apply = (value: FieldValue) => (typeof value === 'string' ? change(value) : value)
  return { shape, values: (packet, test) => values(packet, (value) => test(apply(value))) }
}

/** Applies a mask to a number, or to bytes of the same length. Null for an invalid mask. */
export function maskedOperand({ values, shape }: Operand, token: Token): Operand | null {
  if (shape === 'bytes') {
    const mask = bytesOf(token)
    if (mask === null) return null
    const apply = (value: FieldValue) => (value as Uint8Array).map((byte, index) => byte & (mask[index] ?? 0))
    return { shape, values: (packet, test) => values(packet, (value) => test(apply(value))) }
  }
  const mask = shape === 'number' || shape === 'flag' ? numberOf(token, 'number') : null
  if (mask === null) return null
  return {
    shape: 'number',
    isMasked: true,
    values: (packet, test) => values(packet, (value) => test(((value as number) & mask) >>> 0)),
  }
}
