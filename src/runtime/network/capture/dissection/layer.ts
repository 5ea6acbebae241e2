/** Layer whose fields are read on demand, and the builder that reads them. */
import {
  type FieldShape,
  type FieldType,
  type FieldValue,
  type HeaderField,
  type OptionListFormat,
  readField,
  walkOptions,
} from '../../wire/index.ts'
import type { ByteSource, Carrier, DissectedField, DissectedLayer } from './dissection.ts'

export type BuildFields = (builder: FieldBuilder) => void

/** The protocol of a layer. */
interface LayerType {
  readonly name: string
  readonly label: string
  readonly title: string
}

export class Layer implements DissectedLayer {
  readonly type: LayerType
  readonly bytes: Uint8Array
  readonly source: ByteSource
  readonly offset: number
  readonly length: number
  readonly end: number
  readonly isQuoted: boolean
  readonly carrier: Carrier | undefined
  /** Null once it has run. */
  #build: BuildFields | null
  #fields: readonly DissectedField[] = []

  constructor(
    type: LayerType,
    place: Omit<DissectedLayer, 'protocol' | 'label' | 'fields' | 'hasValue'>,
    build: BuildFields,
  ) {
    this.type = type
    this.bytes = place.bytes
    this.source = place.source
    this.offset = place.offset
    this.length = place.length
    this.end = place.end
    this.isQuoted = place.isQuoted
    this.carrier = place.carrier
    this.#build = build
  }

  get protocol(): string {
    return this.type.name
  }

  get label(): string {
    return this.type.label
  }

  get fields(): readonly DissectedField[] {
    if (this.#build !== null) {
      const builder = new FieldBuilder(this.bytes, this.offset)
      this.#build(builder)
      this.#build = null
      this.#fields = builder.fields
    }
    return this.#fields
  }

  hasValue(name: string, test: (value: FieldValue) => boolean): boolean {
    if (this.#build === null) return this.#fields.some((field) => field.name === name && test(field.value))
    const search = { name, test, isFound: false }
    this.#build(new FieldBuilder(this.bytes, this.offset, search))
    return search.isFound
  }
}

/** Only field requested, and the test for its values. */
interface FieldSearch {
  readonly name: string
  readonly test: (value: FieldValue) => boolean
  isFound: boolean
}

/** Collects the fields of a layer, or only passes the values of one of them to a test without describing any. */
export class FieldBuilder {
  readonly bytes: Uint8Array
  readonly start: number
  readonly fields: DissectedField[] = []
  readonly #search: FieldSearch | null

  constructor(bytes: Uint8Array, start: number, search: FieldSearch | null = null) {
    this.bytes = bytes
    this.start = start
    this.#search = search
  }

  /** Returns whether the field will be used: skip fields that are expensive to compute otherwise. */
  wants(field: FieldType): boolean {
    return this.#search === null || this.#search.name === field.name
  }

  /** Adds the fields of a header's table that lie before `end`. */
  table(fields: readonly HeaderField[], end: number): void {
    for (const field of fields) {
      if (this.wants(field) && this.start + (field.bit + field.bits) / 8 <= end) this.#tableField(field, this.start)
    }
  }

  /** Adds all fields in the table of a part, such as an option or record, that starts at `start`. */
  tableAt(fields: readonly HeaderField[], start: number): void {
    for (const field of fields) if (this.wants(field)) this.#tableField(field, start)
  }

  /** Adds a list of options; `adjust` may convert a number, as relative sequence numbers need it. */
  options(
    format: OptionListFormat,
    start: number,
    end: number,
    adjust: (field: HeaderField, value: FieldValue) => FieldValue = (_, value) => value,
  ): void {
    const list = this.bytes.subarray(start, end)
    walkOptions(format, list, (at, length) => {
      this.tableAt(format.kind, start + at)
      if (length > 1) this.tableAt(format.more, start + at)
      for (const field of format.valueFields(list[at]!, length))
        if (this.wants(field)) this.#tableField(field, start + at, adjust)
    })
  }

  #tableField(field: HeaderField, start: number, adjust?: (field: HeaderField, value: FieldValue) => FieldValue): void {
    const read = readField(this.bytes, start, field)
    const value = adjust === undefined ? read : adjust(field, read)
    if (this.#search !== null) {
      this.#show(this.#search, value)
      return
    }
    const word = field.word ?? 8
    const first = Math.floor(field.bit / word) * (word / 8)
    const length = Math.ceil((field.bit + field.bits) / word) * (word / 8) - first
    const place = { offset: start + first, length }
    const described = {
      name: field.name,
      label: field.label,
      value,
      text: fieldText(field, value, field.bits),
      ...place,
    }
    const isWhole = field.bits === 8 * length
    const bits = { first: field.bit - 8 * first, count: field.bits }
    this.fields.push(isWhole ? described : { ...described, bits })
  }

  /** Adds a field at its own position, such as a payload or a name. */
  field(type: FieldType, value: FieldValue, offset: number, length: number, text?: string): void {
    if (this.#search !== null) {
      if (this.wants(type)) this.#show(this.#search, value)
      return
    }
    const { name, label } = type
    this.fields.push({ name, label, value, text: text ?? fieldText(type, value), offset, length })
  }

  /** Adds a field that is not in the bytes but follows from them. */
  derived(type: FieldType, value: FieldValue, text?: string): void {
    this.field(type, value, this.start, 0, text)
  }

  #show(search: FieldSearch, value: FieldValue): void {
    search.isFound ||= search.test(value)
  }
}

function fieldText(field: FieldType, value: FieldValue, bits = 0): string {
  const plain = shapedText(field.shape, bits, value)
  const meaning = typeof value === 'number' ? field.meanings?.[value] : undefined
  return meaning === undefined ? plain : `${plain} (${meaning})`
}

function shapedText(shape: FieldShape, bits: number, value: FieldValue): string {
  if (shape === 'flag') return value === 1 ? 'Set' : 'Not set'
  if (shape === 'hex' && typeof value === 'number') return `0x${value.toString(16).padStart(Math.ceil(bits / 4), '0')}`
  if (shape === 'seconds' && typeof value === 'number') return value.toFixed(9)
  return value instanceof Uint8Array ? hexText(value) : String(value)
}

/** Bytes that a field's text shows; a payload has more. */
const SHOWN = 32

/** `68:65:6c`, with `…` beyond one line. */
function hexText(bytes: Uint8Array): string {
  const shown = Array.from(bytes.subarray(0, SHOWN), (byte) => byte.toString(16).padStart(2, '0')).join(':')
  return bytes.length > SHOWN ? `${shown}…` : shown
}
