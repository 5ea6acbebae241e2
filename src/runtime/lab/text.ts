/** Formats values for step logs and messages: short, on one line, line ends visible. */
export function showValue(value: unknown, limit = 100): string {
  return shorten(show(value), limit)
}

/** `'PING⏎'`, with long text cut in the middle and its length given. */
export function showText(text: string, limit = 60): string {
  const visible = visibleText(text)
  if (visible.length <= limit) return `'${visible}'`
  return `'${visible.slice(0, limit - 20)}…${visible.slice(-15)}' (${text.length} characters)`
}

/** `PING⏎`: what would leave the line is a sign of its own. */
export const visibleText = (text: string): string =>
  text.replaceAll('\r', '␍').replaceAll('\n', '⏎').replaceAll('\t', '⇥')

/** `169.93`: without what sums and differences of fractions leave far behind the point. Whole numbers are shown whole. */
export function showNumber(value: number): string {
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(12)))
}

/** `12 bytes 01 02 03 …` */
export function showBytes(bytes: Uint8Array, limit = 12): string {
  const hex = Array.from(bytes.subarray(0, limit), (byte) => byte.toString(16).padStart(2, '0')).join(' ')
  return `${count(bytes.length, 'byte')}${hex && ` ${hex}`}${bytes.length > limit ? ' …' : ''}`
}

/** `1 byte`, `3 bytes`. */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`
}

function shorten(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`
}

function show(value: unknown): string {
  if (typeof value === 'string') return showText(value)
  if (typeof value === 'number') return showNumber(value)
  if (value instanceof Uint8Array) return showBytes(value)
  if (Array.isArray(value))
    return value.length > 8
      ? `${value.slice(0, 8).map(show).join(' ')} … ${value.length} in all`
      : value.map(show).join(' ')
  if (value instanceof RegExp || value instanceof Error) return String(value)
  if (value && typeof value === 'object') return showObject(value)
  return String(value)
}

function showObject(value: object): string {
  const entries = Object.entries(value).filter(([, part]) => part !== undefined && typeof part !== 'function')
  if (entries.length === 0) return '{}'
  // If text follows, the end of a list must be visible.
  const shown = (part: unknown) => (Array.isArray(part) ? `[${show(part)}]` : show(part))
  return `{ ${entries.map(([key, part]) => `${key}: ${shown(part)}`).join(', ')} }`
}
