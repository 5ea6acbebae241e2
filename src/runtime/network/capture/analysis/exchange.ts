import type { Nanoseconds } from '../../clock.ts'

/** A question of a capture and its answer: pings, DNS, HTTP. Later packets complete it: read it when it is shown. */
export interface Exchange {
  /** Number and time of the packet that asks. */
  readonly request: number
  readonly requestAt: Nanoseconds
  /** Number of the first packet that answers; null without an answer. */
  response: number | null
  responseAt: Nanoseconds
}

export function openExchange(request: number, requestAt: Nanoseconds): Exchange {
  return { request, requestAt, response: null, responseAt: 0 }
}

/** Notes the answer and says whether it is one: there may have been one already. */
export function answerExchange(exchange: Exchange, response: number, responseAt: Nanoseconds): boolean {
  if (exchange.response !== null) return false
  exchange.response = response
  exchange.responseAt = responseAt
  return true
}
