/** A number with its unit; the unit of a plain count is empty. */
export interface Quantity {
  value: number
  unit: string
}

/** Size of each unit in the basic unit of its kind. Rates count in powers of 1000, as links do; sizes say which they mean. */
export const UNITS: Readonly<Record<string, { kind: string; factor: number }>> = {
  '': { kind: 'count', factor: 1 },
  '%': { kind: 'share', factor: 1 },
  ns: { kind: 'time', factor: 1e-9 },
  us: { kind: 'time', factor: 1e-6 },
  ms: { kind: 'time', factor: 1e-3 },
  s: { kind: 'time', factor: 1 },
  min: { kind: 'time', factor: 60 },
  h: { kind: 'time', factor: 3600 },
  bit: { kind: 'size', factor: 1 / 8 },
  B: { kind: 'size', factor: 1 },
  kB: { kind: 'size', factor: 1e3 },
  MB: { kind: 'size', factor: 1e6 },
  KiB: { kind: 'size', factor: 2 ** 10 },
  MiB: { kind: 'size', factor: 2 ** 20 },
  'bit/s': { kind: 'rate', factor: 1 },
  'kbit/s': { kind: 'rate', factor: 1e3 },
  'Mbit/s': { kind: 'rate', factor: 1e6 },
  'Gbit/s': { kind: 'rate', factor: 1e9 },
  'B/s': { kind: 'rate', factor: 8 },
  'kB/s': { kind: 'rate', factor: 8e3 },
  'MB/s': { kind: 'rate', factor: 8e6 },
}

const SPELLINGS: Readonly<Record<string, string>> = {
  byte: 'B',
  bytes: 'B',
  bits: 'bit',
  µs: 'us',
  μs: 'us',
  sec: 's',
  seconds: 's',
  second: 's',
  percent: '%',
  kb: 'kB',
  mb: 'MB',
  kib: 'KiB',
  mib: 'MiB',
}

/**
 * Reads a typed quantity: `80 ms`, `0.08s`, `1 460`, `0x1f4`. Null if it is no number, or has an unknown unit. Spaces,
 * apostrophes and underscores between digits are allowed; a comma is not, since it means two things.
 */
export function parseQuantity(text: string): Quantity | null {
  const trimmed = text.trim().replace(/^\+/, '')
  const hexadecimal = /^0x([0-9a-f]+)$/i.exec(trimmed)
  if (hexadecimal) return { value: Number.parseInt(hexadecimal[1]!, 16), unit: '' }
  const [, digits, word] = /^(-?[\d\s'_\u00a0\u202f]*\d(?:\.\d+)?(?:e[+-]?\d+)?)\s*([^\d\s].*)?$/i.exec(trimmed) ?? []
  if (digits === undefined) return null
  const unit = unitOf(word?.trim() ?? '')
  const value = Number(digits.replace(/[\s'_\u00a0\u202f]/g, ''))
  return unit === null || !Number.isFinite(value) ? null : { value, unit }
}

function unitOf(word: string): string | null {
  if (word in UNITS) return word
  return SPELLINGS[word] ?? SPELLINGS[word.toLowerCase()] ?? null
}

/** In the basic unit of its kind: seconds, bytes, bits per second. */
export const inBasicUnit = ({ value, unit }: Quantity): number => value * UNITS[unit]!.factor

/** Whether the two can be compared. */
export const sameKind = (a: string, b: string): boolean => UNITS[a]?.kind === UNITS[b]?.kind

/** `80 ms`, `1460`, `98.3 %` */
export function formatQuantity({ value, unit }: Quantity): string {
  return unit === '' ? String(value) : `${value} ${unit}`
}
