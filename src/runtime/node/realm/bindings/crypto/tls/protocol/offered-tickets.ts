/** The extension pre_shared_key (RFC 8446 §4.2.11). */
import { concatenate } from '#network'
import { number, Reader, vector } from './bytes.ts'
import { illegalParameter } from './faults.ts'
import type { Session } from './session.ts'

export interface OfferedTicket {
  readonly ticket: Uint8Array
  readonly binder: Uint8Array
}

export interface OfferedTickets {
  readonly offers: readonly OfferedTicket[]
  /** Bytes at the end of the ClientHello that binders do not cover. */
  readonly uncovered: number
}

/** Encodes one ticket with a binder of zeros, to be filled in. */
export function encodeOffer(session: Session, now: number, binderLength: number): Uint8Array {
  const age = (Math.max(0, now - session.at) + session.ageAdd) % 2 ** 32
  const identity = concatenate([vector(2, session.ticket), number(4, age)])
  return concatenate([vector(2, identity), vector(2, vector(1, new Uint8Array(binderLength)))])
}

export function readOffers(bytes: Uint8Array): OfferedTickets {
  const reader = new Reader(bytes)
  const identities = new Reader(reader.vector(2))
  const uncovered = reader.left
  const binders = new Reader(reader.vector(2))
  reader.end()
  const offers: OfferedTicket[] = []
  while (identities.left > 0) {
    const ticket = identities.vector(2)
    identities.number(4)
    offers.push({ ticket, binder: binders.vector(1) })
  }
  if (binders.left > 0 || offers.length === 0) throw illegalParameter('bad extension')
  return { offers, uncovered }
}
