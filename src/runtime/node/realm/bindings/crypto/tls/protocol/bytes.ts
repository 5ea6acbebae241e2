/** The presentation language of RFC 8446 §3: numbers big-endian, vectors with a length in front. */
import { concatenate } from '#network'
import { decodeError } from './faults.ts'

/** Reads a message; throws a `decode_error` fault where it is too short. */
export class Reader {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  get left(): number {
    return this.#bytes.length - this.#at
  }

  take(count: number): Uint8Array {
    if (count > this.left) throw decodeError()
    this.#at += count
    return this.#bytes.subarray(this.#at - count, this.#at)
  }

  number(size: 1 | 2 | 3 | 4): number {
    return this.take(size).reduce((value, byte) => value * 256 + byte, 0)
  }

  vector(lengthSize: 1 | 2 | 3): Uint8Array {
    return this.take(this.number(lengthSize))
  }

  end(): void {
    if (this.left > 0) throw decodeError()
  }
}

export function number(size: number, value: number): Uint8Array {
  const bytes = new Uint8Array(size)
  for (let i = size - 1, rest = value; i >= 0; i--, rest = Math.floor(rest / 256)) bytes[i] = rest % 256
  return bytes
}

export function vector(lengthSize: 1 | 2 | 3, ...parts: Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  return concatenate([number(lengthSize, length), ...parts])
}

/** Encodes a list of 16-bit numbers with its length in front. */
export const numbers = (values: readonly number[]): Uint8Array => vector(2, ...values.map((value) => number(2, value)))

/** Reads all of a vector as 16-bit numbers. */
export function numbersIn(bytes: Uint8Array): number[] {
  const reader = new Reader(bytes)
  const values: number[] = []
  while (reader.left > 0) values.push(reader.number(2))
  return values
}

export const ascii = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0))

export function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, i) => byte === right[i])
}
