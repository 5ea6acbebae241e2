import type { RealmContext } from '../../context.ts'
import type { Any } from '../../types.ts'
import { BUFFER, type Tag, VIEWS } from './format.ts'

const ERRORS = ['Error', 'EvalError', 'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError', 'URIError']
const LENGTH_BYTES = 4

/** Writes one message after its length. */
export class MessageWriter {
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

  /** Writes UTF-16, which keeps lone surrogates. */
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
