/**
 * Size of a proof. CI runs the quick form of each, `npm run prove` the full one (ACKADEMY_PROOF=full); the counts and seeds of either can be
 * set from outside.
 */
export const FULL = process.env.ACKADEMY_PROOF === 'full'

/** Returns the value for the quick form, or for the full one. */
export function quickOr<T>(quick: T, full: T): T {
  return FULL ? full : quick
}

/** Number of inputs or runs; ACKADEMY_PROOF_COUNT overrides it. */
export function proofCount(quick: number, full: number): number {
  return wholeNumber('ACKADEMY_PROOF_COUNT') ?? quickOr(quick, full)
}

/** Seeds from 1 on; ACKADEMY_PROOF_SEEDS overrides their number. */
export function proofSeeds(quick: number, full: number): number[] {
  const count = wholeNumber('ACKADEMY_PROOF_SEEDS') ?? quickOr(quick, full)
  return Array.from({ length: count }, (_, index) => index + 1)
}

function wholeNumber(name: string): number | undefined {
  const text = process.env[name]
  if (text === undefined) return undefined
  const value = Number(text)
  if (Number.isSafeInteger(value) && value > 0) return value
  throw new Error(`${name}=${text}: expected a whole number above 0`)
}
