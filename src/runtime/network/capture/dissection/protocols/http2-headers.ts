/** Fields of a header block: each header with its text, and how it was encoded. */
import { type FieldType, type FieldValue, HPACK_UNKNOWN, type HpackPlace } from '../../../wire/index.ts'
import type { Http2HeaderBlock } from '../../streams/index.ts'
import type { FieldBuilder } from '../layer.ts'
import {
  FULL_URI,
  HEADER,
  HEADER_COUNT,
  HEADER_INDEX,
  HEADER_NAME,
  HEADER_NAME_LENGTH,
  HEADER_REPRESENTATION,
  HEADER_VALUE,
  HEADER_VALUE_LENGTH,
  KNOWN_HEADERS,
  TABLE_SIZE,
} from './http2-fields.ts'

const LITERAL = {
  incremental: 'Literal Header Field with Incremental Indexing',
  'without indexing': 'Literal Header Field without Indexing',
  'never indexed': 'Literal Header Field never Indexed',
} as const

const NOT_CAPTURED = `${HPACK_UNKNOWN}: sent before the capture began`

/** Adds the headers of a block. `at`: offset of the block in the layer's bytes; null if it was joined from fragments. */
export function addHeaders(builder: FieldBuilder, block: Http2HeaderBlock, at: number | null): void {
  const headers = block.places.filter(({ header }) => header !== null)
  builder.derived(HEADER_COUNT, headers.length)
  for (const place of block.places) addPlace(builder, place, at)
  const uri = fullUri(block)
  if (uri !== null) builder.derived(FULL_URI, uri)
}

function addPlace(builder: FieldBuilder, place: HpackPlace, at: number | null): void {
  const { start, end, header, tableSize, index } = place
  const add = (type: FieldType, value: FieldValue, text?: string) =>
    at === null ? builder.derived(type, value, text) : builder.field(type, value, at + start, end - start, text)
  if (header === null) {
    add(TABLE_SIZE, tableSize!)
    return
  }
  const { name, value } = header
  const shown = (text: string) => (text === HPACK_UNKNOWN ? NOT_CAPTURED : text)
  add(HEADER, `${name}: ${value}`, value === HPACK_UNKNOWN && name === value ? NOT_CAPTURED : undefined)
  if (name !== HPACK_UNKNOWN) add(HEADER_NAME_LENGTH, name.length)
  add(HEADER_NAME, name, shown(name))
  if (value !== HPACK_UNKNOWN) add(HEADER_VALUE_LENGTH, value.length)
  add(HEADER_VALUE, value, shown(value))
  const own = KNOWN_HEADERS.get(name)
  if (own?.shape === 'text') add(own, value)
  else if (own !== undefined && /^\d+$/.test(value)) add(own, Number(value))
  add(HEADER_REPRESENTATION, representationText(place))
  if (index > 0) add(HEADER_INDEX, index)
}

function representationText({ representation, index }: HpackPlace): string {
  if (representation === 'indexed' || representation === 'table size') return 'Indexed Header Field'
  return `${LITERAL[representation]} - ${index > 0 ? 'Indexed' : 'New'} Name`
}

/** Returns the value of a header, or null if it isn't there or is unknown. */
export function headerValue({ places }: Http2HeaderBlock, name: string): string | null {
  const value = places.find(({ header }) => header?.name === name)?.header?.value
  return value === undefined || value === HPACK_UNKNOWN ? null : value
}

/** Returns the whole URI of a request, as Wireshark puts it together. */
function fullUri(block: Http2HeaderBlock): string | null {
  const [scheme, authority, path] = [':scheme', ':authority', ':path'].map((name) => headerValue(block, name))
  return scheme && authority && path ? `${scheme}://${authority}${path}` : null
}
