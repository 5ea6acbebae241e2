import { CommandError } from './command-error.ts'

/** A whole number of at least `least`. */
export function wholeNumber(option: string, text: string, least: number): number {
  const number = Number(text)
  if (/^\d+$/.test(text) && Number.isSafeInteger(number) && number >= least) return number
  throw new CommandError(`${option} ${text}: expected a whole number from ${least} up`)
}

export function oneOf<T extends string>(option: string, text: string, allowed: readonly T[]): T {
  const found = allowed.find((word) => word === text)
  if (found !== undefined) return found
  throw new CommandError(`${option} ${text}: expected ${allowed.join(' or ')}`)
}
