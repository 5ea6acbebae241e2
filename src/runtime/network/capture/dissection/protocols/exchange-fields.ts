/** Fields that link a question and its answer, with the protocol's names. */
import { type FieldType, fieldType } from '../../../wire/index.ts'
import type { Exchange } from '../../analysis/index.ts'
import type { FieldBuilder } from '../layer.ts'

export interface ExchangeFields {
  /** In a question: packet that answers. */
  readonly responseIn: FieldType
  /** In an answer: packet that asked, and the time since then. */
  readonly responseTo: FieldType
  readonly time: FieldType
  /** In a question that no packet answers; not every protocol has it. */
  readonly notFound?: FieldType
  /** In a repeated question: the first one's packet. */
  readonly requestAgain?: FieldType
  readonly responseAgain?: FieldType
}

/** Returns the fields of echoes, whose time is in milliseconds. */
export function echoFields(protocol: 'icmp' | 'icmpv6'): ExchangeFields {
  return {
    responseIn: fieldType(`${protocol}.resp_in`, 'Response frame', 'number'),
    responseTo: fieldType(`${protocol}.resp_to`, 'Response to', 'number'),
    time: fieldType(`${protocol}.resptime`, 'Response time', 'number'),
    notFound: fieldType(`${protocol}.resp_not_found`, 'No response seen', 'flag'),
  }
}

/** Adds the fields of packet `frame` about the exchange that it asks (`isRequest`) or answers. */
export function addExchange(
  builder: FieldBuilder,
  { responseIn, responseTo, time, notFound, requestAgain, responseAgain }: ExchangeFields,
  exchange: Exchange,
  frame: number | undefined,
  isRequest: boolean,
): void {
  if (isRequest) {
    if (requestAgain !== undefined && exchange.request !== frame) builder.derived(requestAgain, exchange.request)
    else if (exchange.response !== null) builder.derived(responseIn, exchange.response)
    else if (notFound !== undefined) builder.derived(notFound, 1, '')
    return
  }
  if (responseAgain !== undefined && exchange.response !== null && exchange.response !== frame) {
    builder.derived(responseAgain, exchange.response)
    return
  }
  builder.derived(responseTo, exchange.request)
  const taken = exchange.responseAt - exchange.requestAt
  builder.derived(time, time.shape === 'seconds' ? taken / 1e9 : taken / 1e6)
}
