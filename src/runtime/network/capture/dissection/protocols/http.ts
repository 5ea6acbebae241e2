import {
  fieldType,
  type HttpHead,
  type HttpWord,
  httpBody,
  ParseError,
  parseHttpChunks,
  parseHttpHead,
} from '../../../wire/index.ts'
import { utf8Text } from '../../files/index.ts'
import type { FieldBuilder } from '../layer.ts'
import type { Protocol } from '../protocol.ts'
import { addHttpExchange, HTTP_EXCHANGE_FIELDS } from './http-exchange-fields.ts'

const text = (name: string, label: string) => fieldType(`http.${name}`, label, 'text')

const REQUEST = fieldType('http.request', 'Request', 'flag')
const RESPONSE = fieldType('http.response', 'Response', 'flag')
const METHOD = text('request.method', 'Request Method')
const URI = text('request.uri', 'Request URI')
const REQUEST_VERSION = text('request.version', 'Request Version')
const RESPONSE_VERSION = text('response.version', 'Response Version')
const CODE = fieldType('http.response.code', 'Status Code', 'number')
const PHRASE = text('response.phrase', 'Response Phrase')
const REQUEST_LINE = text('request.line', 'Request line')
const RESPONSE_LINE = text('response.line', 'Response line')
const PATH = text('request.uri.path', 'Request URI Path')
const QUERY = text('request.uri.query', 'Request URI Query')
const QUERY_PARAMETER = text('request.uri.query.parameter', 'Request URI Query Parameter')
const CONTENT_LENGTH = fieldType('http.content_length', 'Content length', 'number')
const FILE_DATA = text('file_data', 'File Data')
const CHUNK_SIZE = fieldType('http.chunk_size', 'Chunk size', 'number')

/** Headers with their own Wireshark field. */
const HEADERS = new Map(
  [
    ...['host', 'user-agent', 'accept', 'accept-language', 'accept-encoding', 'connection', 'content-type', 'location'],
    ...['transfer-encoding', 'server', 'date', 'last-modified', 'cookie', 'set-cookie', 'referer', 'upgrade'],
    ...[
      'cache-control',
      'authorization',
      'x-forwarded-for',
      'sec-websocket-key',
      'sec-websocket-accept',
      'content-encoding',
      'www-authenticate',
    ],
  ].map((name) => [name, text(name.replaceAll('-', '_'), name)]),
)
HEADERS.set('content-length', text('content_length_header', 'Content-Length'))
HEADERS.set('user-agent', text('user_agent', 'User-Agent'))

/** Message reassembled by the analysis of streams. */
export const HTTP: Protocol = {
  name: 'http',
  label: 'Hypertext Transfer Protocol',
  title: 'HTTP',
  fields: [
    ...[REQUEST, RESPONSE, METHOD, URI, REQUEST_VERSION, RESPONSE_VERSION, CODE, PHRASE, REQUEST_LINE, RESPONSE_LINE],
    ...[PATH, QUERY, QUERY_PARAMETER, CONTENT_LENGTH, FILE_DATA, CHUNK_SIZE, ...HEADERS.values()],
    ...HTTP_EXCHANGE_FIELDS,
  ],
  dissect(work, place) {
    const { start, end } = place
    const bytes = work.current
    const head = parseHttpHead(bytes.subarray(0, end), start)
    if (head === null || head instanceof ParseError) {
      return work.malformed(head ?? new ParseError('http', 'the head has no end'), place)
    }
    work.layer(HTTP, place, end - start, (builder) => {
      addFirstLine(builder, head)
      for (const header of head.headers) addHeader(builder, head, header)
      addBody(builder, head, bytes.subarray(0, end))
      if (place.exchange) addHttpExchange(builder, place.exchange, head.kind === 'request')
    })
    const { method, target, version, status, reason } = head
    work.sumUp(place, () =>
      head.kind === 'request'
        ? `${method!.text} ${target!.text} ${version.text}`
        : `${version.text} ${status!.text} ${reason!.text}`.trimEnd(),
    )
  },
}

function addFirstLine(builder: FieldBuilder, head: HttpHead): void {
  const word = (type: typeof METHOD, { text: value, start, end }: HttpWord) =>
    builder.field(type, value, start, end - start)
  if (head.kind === 'request') {
    builder.derived(REQUEST, 1)
    word(METHOD, head.method!)
    word(URI, head.target!)
    addQuery(builder, head.target!)
    word(REQUEST_VERSION, head.version)
    return
  }
  builder.derived(RESPONSE, 1)
  word(RESPONSE_VERSION, head.version)
  builder.field(CODE, Number(head.status!.text), head.status!.start, 3)
  if (head.reason!.text !== '') word(PHRASE, head.reason!)
}

function addHeader(builder: FieldBuilder, head: HttpHead, header: HttpHead['headers'][number]): void {
  const { start, end, name, value } = header
  const own = HEADERS.get(name.toLowerCase())
  if (own !== undefined) builder.field(own, value, start, end - start)
  if (name.toLowerCase() === 'content-length' && /^\d+$/.test(value))
    builder.field(CONTENT_LENGTH, Number(value), start, end - start)
  let line = ''
  for (const byte of builder.bytes.subarray(start, end)) line += String.fromCharCode(byte)
  builder.field(head.kind === 'request' ? REQUEST_LINE : RESPONSE_LINE, line, start, end - start)
}

/** Adds the parts of the target, if it has a question mark. */
function addQuery(builder: FieldBuilder, { text: target, start }: HttpWord): void {
  const mark = target.indexOf('?')
  if (mark < 0) return
  builder.field(PATH, target.slice(0, mark), start, mark)
  const query = target.slice(mark + 1)
  builder.field(QUERY, query, start + mark + 1, query.length)
  let at = start + mark + 1
  for (const parameter of query.split('&')) {
    builder.field(QUERY_PARAMETER, parameter, at, parameter.length)
    at += parameter.length + 1
  }
}

/** Adds the message's body, without chunks. */
function addBody(builder: FieldBuilder, head: HttpHead, bytes: Uint8Array): void {
  if (httpBody(head).kind !== 'chunked') {
    const { length } = head
    if (bytes.length > length) builder.field(FILE_DATA, utf8Text(bytes.subarray(length)), length, bytes.length - length)
    return
  }
  const parsed = parseHttpChunks(bytes, head.length)
  if (parsed === null || parsed instanceof ParseError) return
  for (const { sizeStart, sizeDigits, length } of parsed.chunks)
    builder.field(CHUNK_SIZE, length, sizeStart, sizeDigits)
  const data = parsed.chunks.flatMap(({ start, length }) => Array.from(bytes.subarray(start, start + length)))
  if (data.length > 0) builder.derived(FILE_DATA, utf8Text(Uint8Array.from(data)))
}
