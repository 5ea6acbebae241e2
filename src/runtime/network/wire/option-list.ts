/**
 * Lists of options (kind, length, value), the form that IPv4, IPv6, neighbor discovery and TCP share. A format says how long an option is and
 * which fields it holds; what walks through such a list needs to know nothing else.
 */
import type { FieldType, HeaderField } from './field.ts'

export interface OptionListFormat {
  /** Of every option, from its first byte. */
  readonly kind: readonly HeaderField[]
  /** Of every option that is more than its kind: its length among them. */
  readonly more: readonly HeaderField[]
  /** Bytes that the option at `at` takes; 0 when its length cannot be, or reaches beyond the list. */
  lengthAt(bytes: Uint8Array, at: number): number
  /** The fields of its value, from the option's first byte on. */
  valueFields(kind: number, length: number): readonly HeaderField[]
  /** Kind that ends the list, if there is one: after it comes only padding. */
  readonly end?: number
  /** Padding behind the end is a row of options of that kind. */
  readonly showsPadding?: boolean
  /** All fields that values may have. */
  readonly values: readonly FieldType[]
}

/** Calls `visit` for each option with its offset and length; 0 for a wrong length, which ends the list. */
export function walkOptions(
  format: OptionListFormat,
  bytes: Uint8Array,
  visit: (at: number, length: number) => void,
): void {
  let isEnded = false
  for (let at = 0; at < bytes.length; ) {
    if (isEnded && (!format.showsPadding || bytes[at] !== format.end)) return
    isEnded ||= bytes[at] === format.end
    const length = format.lengthAt(bytes, at)
    visit(at, length)
    if (length === 0) return
    at += length
  }
}
