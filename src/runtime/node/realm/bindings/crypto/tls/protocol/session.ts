/** Sessions that a client resumes, and the tickets of a server (RFC 8446 §4.6.1). */
import { gcm } from '@noble/ciphers/aes.js'
import { concatenate } from '#network'
import { number, Reader, sameBytes, vector } from './bytes.ts'
import { TlsFault } from './faults.ts'
import { MessageType, message } from './hello.ts'

/** What resuming needs. `ticket` is empty in what a server puts into a ticket. */
export interface Session {
  readonly suite: number
  readonly psk: Uint8Array
  /** When the ticket was issued or received, in ms since 1970. */
  readonly at: number
  /** Seconds. */
  readonly lifetime: number
  readonly ageAdd: number
  readonly ticket: Uint8Array
  /** The peer's certificates: a resumed handshake has none. */
  readonly chain: readonly Uint8Array[]
  /** Separates servers that share keys (SSL_CTX_set_session_id_context). */
  readonly context: Uint8Array
}

const MAGIC = 0x61636b01

export function encodeSession(session: Session): Uint8Array {
  return concatenate([
    number(4, MAGIC),
    number(2, session.suite),
    number(6, session.at),
    number(4, session.lifetime),
    number(4, session.ageAdd),
    vector(1, session.psk),
    vector(2, session.ticket),
    vector(1, session.context),
    vector(3, ...session.chain.map((certificate) => vector(3, certificate))),
  ])
}

/** Returns null for bytes that are no session. */
export function readSession(bytes: Uint8Array): Session | null {
  const reader = new Reader(bytes)
  try {
    if (reader.number(4) !== MAGIC) return null
    const suite = reader.number(2)
    const at = reader.number(2) * 2 ** 32 + reader.number(4)
    const [lifetime, ageAdd] = [reader.number(4), reader.number(4)]
    const psk = reader.vector(1).slice()
    const ticket = reader.vector(2).slice()
    const context = reader.vector(1).slice()
    const list = new Reader(reader.vector(3))
    reader.end()
    const chain: Uint8Array[] = []
    while (list.left > 0) chain.push(list.vector(3).slice())
    return { suite, at, lifetime, ageAdd, psk, ticket, chain, context }
  } catch (error) {
    if (error instanceof TlsFault) return null
    throw error
  }
}

const NAME = 16
const NONCE = 12

/** Encrypts sessions into tickets. `keys`: 48 bytes, of which the first 16 are a name that each ticket begins with. */
export function sealTicket(keys: Uint8Array, nonce: Uint8Array, session: Session): Uint8Array {
  const name = keys.subarray(0, NAME)
  return concatenate([name, nonce, gcm(keys.subarray(NAME), nonce, name).encrypt(encodeSession(session))])
}

/** Returns null for a ticket of another key, or one that was changed. */
export function openTicket(keys: Uint8Array, ticket: Uint8Array): Session | null {
  const name = keys.subarray(0, NAME)
  if (ticket.length < NAME + NONCE + 16 || !sameBytes(ticket.subarray(0, NAME), name)) return null
  try {
    const nonce = ticket.subarray(NAME, NAME + NONCE)
    return readSession(gcm(keys.subarray(NAME), nonce, name).decrypt(ticket.subarray(NAME + NONCE)))
  } catch {
    return null
  }
}

export interface NewTicket {
  readonly lifetime: number
  readonly ageAdd: number
  readonly nonce: Uint8Array
  readonly ticket: Uint8Array
}

export function encodeNewTicket({ lifetime, ageAdd, nonce, ticket }: NewTicket): Uint8Array {
  const parts = [number(4, lifetime), number(4, ageAdd), vector(1, nonce), vector(2, ticket), vector(2)]
  return message(MessageType.newSessionTicket, ...parts)
}

export function readNewTicket(body: Uint8Array): NewTicket {
  const reader = new Reader(body)
  const lifetime = reader.number(4)
  const ageAdd = reader.number(4)
  const nonce = reader.vector(1)
  const ticket = reader.vector(2).slice()
  reader.vector(2)
  reader.end()
  return { lifetime, ageAdd, nonce, ticket }
}
