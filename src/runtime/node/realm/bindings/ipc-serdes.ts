/**
 * `internalBinding('ipc_serdes')`: messages of an 'advanced' channel between processes as bytes. Which values there are is the structured clone's
 * affair (V8's ValueSerializer, with Node's Buffers); how they lie in the bytes only concerns the two processes here: a tag, then
 * its content; what was written before is referred to by its number.
 */
import type { RealmContext } from '../context.ts'
import type { Any, Binding } from '../types.ts'

/** In the order of their numbers. */
const VIEWS = [
  ...['Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array'],
  ...['Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array', 'DataView'],
]
const ERRORS = ['Error', 'EvalError', 'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError', 'URIError']
const BUFFER = 255
const LENGTH_BYTES = 4

type Tag = 'u' | '0' | 't' | 'f' | 'n' | 's' | 'b' | 'r' | 'o' | 'a' | 'd' | 'x' | 'm' | 'S' | 'e' | 'A' | 'v' | 'P'

export function ipcSerdesBinding(realm: RealmContext): Binding {
  return {
    /** The message behind its length, in a Buffer. */
    serialize(message: unknown, Buffer: Any) {
      const writer = new MessageWriter(realm, Buffer)
      writer.value(message)
      return Buffer.from(writer.finish().buffer)
    },
    deserialize: (bytes: Uint8Array) => new MessageReader(realm, bytes).value(),
  }
}

class MessageWriter {
  readonly #realm: RealmContext
  readonly #Buffer: Any
  readonly #known = new Map<object, number>()
  #bytes = new Uint8Array(256)
  #length = LENGTH_BYTES

  constructor(realm: RealmContext, Buffer: Any) {
    this.#realm = realm
    this.#Buffer = Buffer
  }

  finish(): Uint8Array<ArrayBuffer> {
    new DataView(this.#bytes.buffer).setUint32(0, this.#length - LENGTH_BYTES)
    return this.#bytes.slice(0, this.#length)
  }

  value(value: unknown): void {
    if (value === undefined) this.#tag('u')
    else if (value === null) this.#tag('0')
    else if (typeof value === 'boolean') this.#tag(value ? 't' : 'f')
    else if (typeof value === 'number') this.#number('n', value)
    else if (typeof value === 'string') this.#text('s', value)
    else if (typeof value === 'bigint') this.#text('b', value.toString(16))
    else if (typeof value === 'symbol' || typeof value === 'function') this.#refuse(value)
    else this.#object(value)
  }

  #object(value: object): void {
    const known = this.#known.get(value)
    if (known !== undefined) {
      this.#number('r', known)
      return
    }
    const { types } = this.#realm.require('util')
    this.#known.set(value, this.#known.size)
    if (Array.isArray(value)) this.#properties(value, 'a', value.length)
    else if (types.isDate(value)) this.#number('d', Date.prototype.getTime.call(value))
    else if (types.isRegExp(value)) this.#texts('x', [(value as RegExp).source, (value as RegExp).flags])
    else if (types.isMap(value)) this.#entries('m', [...Map.prototype.entries.call(value)].flat())
    else if (types.isSet(value)) this.#entries('S', [...Set.prototype.values.call(value)])
    else if (types.isNativeError(value)) this.#error(value as Error)
    else if (types.isArrayBuffer(value)) this.#raw('A', 0, new Uint8Array(value as ArrayBuffer))
    else if (ArrayBuffer.isView(value)) this.#view(value)
    else if (types.isBoxedPrimitive(value)) this.#boxed(value)
    else if (types.isPromise(value) || types.isWeakMap(value) || types.isWeakSet(value) || types.isProxy(value))
      this.#refuse(value)
    else this.#properties(value, 'o', 0)
  }

  #boxed(value: object): void {
    const primitive = value.valueOf()
    if (typeof primitive === 'object' || typeof primitive === 'symbol') this.#refuse(value)
    this.#tag('P')
    this.value(primitive)
  }

  #properties(value: Any, tag: Tag, length: number): void {
    const names = Object.keys(value)
    this.#number(tag, length)
    this.#number('n', names.length)
    for (const name of names) {
      this.#text('s', name)
      this.value(value[name])
    }
  }

  #entries(tag: Tag, values: unknown[]): void {
    this.#number(tag, values.length)
    for (const value of values) this.value(value)
  }

  #error(error: Error): void {
    const { name, message, stack } = error
    this.#texts('e', [ERRORS.includes(name) ? name : 'Error', String(message), String(stack)])
    const hasCause = Object.hasOwn(error, 'cause')
    this.#tag(hasCause ? 't' : 'f')
    if (hasCause) this.value(error.cause)
  }

  #view(view: ArrayBufferView): void {
    const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength)
    const name = Object.prototype.toString.call(view).slice('[object '.length, -1)
    this.#raw('v', view.constructor === this.#Buffer ? BUFFER : VIEWS.indexOf(name), bytes)
  }

  #raw(tag: Tag, kind: number, bytes: Uint8Array): void {
    this.#number(tag, bytes.length)
    this.#room(bytes.length + 1)
    this.#bytes[this.#length++] = kind
    this.#bytes.set(bytes, this.#length)
    this.#length += bytes.length
  }

  #texts(tag: Tag, texts: string[]): void {
    this.#tag(tag)
    for (const text of texts) this.#text('s', text)
  }

  /** In UTF-16: half a pair is kept as it is. */
  #text(tag: Tag, text: string): void {
    this.#number(tag, text.length)
    this.#room(text.length * 2)
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at)
      this.#bytes[this.#length++] = unit & 0xff
      this.#bytes[this.#length++] = unit >> 8
    }
  }

  #number(tag: Tag, number: number): void {
    this.#tag(tag)
    this.#room(8)
    new DataView(this.#bytes.buffer).setFloat64(this.#length, number)
    this.#length += 8
  }

  #tag(tag: Tag): void {
    this.#room(1)
    this.#bytes[this.#length++] = tag.charCodeAt(0)
  }

  #room(count: number): void {
    if (this.#length + count <= this.#bytes.length) return
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + count))
    larger.set(this.#bytes)
    this.#bytes = larger
  }

  #refuse(value: unknown): never {
    const shown =
      typeof value === 'object'
        ? Object.prototype.toString
            .call(value)
            .replace('object ', '#<')
            .replace(/^\[|\]$/g, '')
            .concat('>')
        : String(value)
    throw new Error(`${shown} could not be cloned.`)
  }
}

class MessageReader {
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

  /** Its number is that of its writing: before what it contains. */
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
