import type { RealmContext } from '../../context.ts'
import { BUFFER, type Tag, VIEWS } from './format.ts'

/** Reads one message, without its length. */
export class MessageReader {
  readonly #realm: RealmContext
  readonly #bytes: Uint8Array
  readonly #view: DataView
  readonly #known: object[] = []
  #at = 0

  constructor(realm: RealmContext, bytes: Uint8Array) {
    this.#realm = realm
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  }

  value(): unknown {
    const tag = this.#tag()
    if (tag === 'u') return undefined
    if (tag === '0') return null
    if (tag === 't' || tag === 'f') return tag === 't'
    if (tag === 'n') return this.#number()
    if (tag === 's') return this.#units()
    if (tag === 'b') return this.#bigint(this.#units())
    if (tag === 'r') return this.#known[this.#number()]
    return this.#object(tag)
  }

  #bigint(text: string): bigint {
    return text.startsWith('-') ? -BigInt(`0x${text.slice(1)}`) : BigInt(`0x${text}`)
  }

  #object(tag: Tag): object {
    if (tag === 'o') return this.#plain()
    if (tag === 'a') return this.#array()
    if (tag === 'd') return this.#know(new Date(this.#number()))
    if (tag === 'x') return this.#know(new RegExp(this.#text(), this.#text()))
    if (tag === 'm') return this.#map()
    if (tag === 'S') return this.#set()
    if (tag === 'e') return this.#error()
    if (tag === 'P') return this.#boxed()
    if (tag === 'A') return this.#know(this.#raw()[1].buffer)
    return this.#typedArray()
  }

  /** Numbers an object in the order of writing: before its contents. */
  #know<T extends object>(value: T): T {
    this.#known.push(value)
    return value
  }

  #boxed(): object {
    const number = this.#known.push({}) - 1
    const boxed = Object(this.value())
    this.#known[number] = boxed
    return boxed
  }

  #plain(): object {
    this.#number()
    return this.#properties(this.#know({}))
  }

  #array(): unknown[] {
    const array: unknown[] = this.#know([])
    array.length = this.#number()
    return this.#properties(array)
  }

  #properties<T extends object>(into: T): T {
    for (let left = this.#tagged(); left > 0; left--) {
      const name = this.#text()
      const value = this.value()
      Object.defineProperty(into, name, { value, writable: true, enumerable: true, configurable: true })
    }
    return into
  }

  #map(): Map<unknown, unknown> {
    const map = this.#know(new Map())
    for (let left = this.#number(); left > 0; left -= 2) map.set(this.value(), this.value())
    return map
  }

  #set(): Set<unknown> {
    const set = this.#know(new Set())
    for (let left = this.#number(); left > 0; left--) set.add(this.value())
    return set
  }

  #error(): Error {
    const [name, message, stack] = [this.#text(), this.#text(), this.#text()]
    const { [name]: Class } = this.#realm.platform.global
    const error: Error = this.#know(new Class(message))
    const hidden = { writable: true, configurable: true, enumerable: false }
    Object.defineProperty(error, 'stack', { value: stack, ...hidden })
    if (this.#tag() === 't') Object.defineProperty(error, 'cause', { value: this.value(), ...hidden })
    return error
  }

  #typedArray(): object {
    const [kind, bytes] = this.#raw()
    if (kind === BUFFER) return this.#know(this.#realm.require('buffer').Buffer.from(bytes.buffer))
    const { [VIEWS[kind] ?? 'Uint8Array']: Class } = this.#realm.platform.global
    return this.#know(new Class(bytes.buffer))
  }

  #raw(): [kind: number, bytes: Uint8Array<ArrayBuffer>] {
    const length = this.#number()
    const kind = this.#bytes[this.#at++] ?? 0
    const bytes = new Uint8Array(length)
    bytes.set(this.#bytes.subarray(this.#at, this.#at + length))
    this.#at += length
    return [kind, bytes]
  }

  #text(): string {
    this.#tag()
    return this.#units()
  }

  #units(): string {
    const length = this.#number()
    let text = ''
    for (let left = length; left > 0; left--, this.#at += 2)
      text += String.fromCharCode(this.#bytes[this.#at]! | (this.#bytes[this.#at + 1]! << 8))
    return text
  }

  #tagged(): number {
    this.#tag()
    return this.#number()
  }

  #number(): number {
    const number = this.#view.getFloat64(this.#at)
    this.#at += 8
    return number
  }

  #tag(): Tag {
    return String.fromCharCode(this.#bytes[this.#at++]!) as Tag
  }
}
