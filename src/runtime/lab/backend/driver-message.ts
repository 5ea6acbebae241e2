import { decodeValue, type EncodedError, type EncodedValue } from '../load-driver/index.ts'

/** A message from the driver in a program's process, one JSON text per line. */
export type DriverMessage =
  | { ready: { functions: string[]; classes: string[] } }
  | { failed: EncodedError }
  | { id: number; copied: number; value: EncodedValue }
  | { id: number; copied: number; thrown: EncodedError }

/**
 * Parses a message; null for anything else: the program shares the driver's process and can write anything to its
 * channel.
 */
export function parseDriverMessage(line: string): DriverMessage | null {
  const message = parseObject(line)
  if (!message) return null
  const { ready, failed, id, copied, value, thrown } = message
  if (isObject(ready) && isNames(ready.functions) && isNames(ready.classes))
    return { ready: { functions: ready.functions, classes: ready.classes } }
  if (isError(failed)) return { failed }
  if (typeof id !== 'number' || !isCount(copied)) return null
  if (isError(thrown)) return { id, copied, thrown }
  return isEncodedValue(value) ? { id, copied, value } : null
}

function parseObject(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line)
    return isObject(value) ? value : null
  } catch {
    return null
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0
const isText = (value: unknown): value is string => typeof value === 'string'
const isNames = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText)
const isOptionalText = (value: unknown): value is string | undefined => value === undefined || isText(value)

/** Returns whether the test's side can decode it. */
function isEncodedValue(value: unknown): value is EncodedValue {
  if (value === undefined) return false
  try {
    decodeValue(value as EncodedValue, (ref, methods) => {
      if (typeof ref !== 'number' || !isNames(methods)) throw new TypeError('a reference without a number or names')
    })
    return true
  } catch {
    return false
  }
}

function isError(value: unknown): value is EncodedError {
  if (!isObject(value) || !isText(value.name) || !isText(value.message)) return false
  const { code, stack, errors, own } = value
  return (
    isOptionalText(code) &&
    isOptionalText(stack) &&
    (errors === undefined || (Array.isArray(errors) && errors.every(isError))) &&
    (own === undefined || isEncodedValue({ object: own }))
  )
}
