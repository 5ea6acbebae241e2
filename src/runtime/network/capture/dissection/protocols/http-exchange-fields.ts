/** Fields that link a request and its response. */
import { type FieldType, fieldType } from '../../../wire/index.ts'
import type { HttpExchange } from '../../streams/index.ts'
import type { FieldBuilder } from '../layer.ts'
import { addExchange, type ExchangeFields } from './exchange-fields.ts'

const EXCHANGE: ExchangeFields = {
  responseIn: fieldType('http.response_in', 'Response in frame', 'number'),
  responseTo: fieldType('http.request_in', 'Request in frame', 'number'),
  time: fieldType('http.time', 'Time since request', 'seconds'),
}
const REQUEST_NUMBER = fieldType('http.request_number', 'Request number', 'number')
const RESPONSE_NUMBER = fieldType('http.response_number', 'Response number', 'number')
const FULL_URI = fieldType('http.request.full_uri', 'Full request URI', 'text')
const RESPONSE_FOR = fieldType('http.response_for.uri', 'Request URI', 'text')

export const HTTP_EXCHANGE_FIELDS: readonly FieldType[] = [
  ...[...Object.values(EXCHANGE), REQUEST_NUMBER, RESPONSE_NUMBER, FULL_URI, RESPONSE_FOR],
]

export function addHttpExchange(builder: FieldBuilder, exchange: HttpExchange, isRequest: boolean): void {
  builder.derived(isRequest ? FULL_URI : RESPONSE_FOR, exchange.uri)
  builder.derived(isRequest ? REQUEST_NUMBER : RESPONSE_NUMBER, exchange.number)
  addExchange(builder, EXCHANGE, exchange, undefined, isRequest)
}
