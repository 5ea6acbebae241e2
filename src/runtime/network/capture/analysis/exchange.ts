import type { Nanoseconds } from '../../clock.ts'

/** Question and answer in a capture: pings, DNS, HTTP. Later packets complete it, so read it when it is shown. */
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

/** Notes the answer; returns false if there was one already. */
export function answerExchange(exchange: Exchange, response: number, responseAt: Nanoseconds): boolean {
  if (exchange.response !== null) return false
  exchange.response = response
  exchange.responseAt = responseAt
  return true
}
