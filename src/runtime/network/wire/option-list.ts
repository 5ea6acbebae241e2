/**
 * Lists of options (kind, length, value), the form that IPv4, IPv6, neighbor discovery and TCP share. A format defines the
 * length and the fields of each option, which is all that a reader of the list needs.
 */
import type { FieldType, HeaderField } from './field.ts'

export interface OptionListFormat {
  /** Fields of every option, from its first byte. */
  readonly kind: readonly HeaderField[]
  /** Further fields of every option longer than its kind, including its length. */
  readonly more: readonly HeaderField[]
  /** Returns the length of the option at `at` in bytes; 0 when it is invalid or reaches beyond the list. */
  lengthAt(bytes: Uint8Array, at: number): number
  /** Returns the fields of its value, from the option's first byte on. */
  valueFields(kind: number, length: number): readonly HeaderField[]
  /** Kind that ends the list, if there is one: after it comes only padding. */
  readonly end?: number
  /** Padding behind the end is shown as options of that kind. */
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
