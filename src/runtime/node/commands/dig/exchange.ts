/** One query to one server, over UDP or TCP. */
import {
  addressFamily,
  DNS_HEADER_LENGTH,
  type DnsMessage,
  DnsType,
  dnsQuery,
  Errno,
  emitDns,
  ParseError,
  parseDns,
} from '#network'
import { Op } from '../../syscalls/index.ts'
import type { Steps, System } from '../system.ts'
import type { Lookup } from './options.ts'

const [STREAM, DATAGRAM] = [1, 2]
const LENGTH = 2
const PIECE = 65_535
const COOKIE = [0, 10, 0, 8]
const AD = 0b010

/** `failed`: no reply, why; `setup`: the socket could not be used at all. */
export type Outcome =
  | { kind: 'reply'; message: DnsMessage; size: number }
  | { kind: 'bad packet'; size: number; why: string }
  | { kind: 'failed' | 'setup'; why: string }

const WORDS: Readonly<Record<number, string>> = {
  [Errno.ECONNREFUSED]: 'connection refused',
  [Errno.EHOSTUNREACH]: 'host unreachable',
  [Errno.ENETUNREACH]: 'network unreachable',
  [Errno.ETIMEDOUT]: 'timed out',
  [Errno.ECONNRESET]: 'connection reset',
}
const wordsOf = (result: number): string => WORDS[-result] ?? 'unexpected error'

/** The query as dig 9.18 sends it: RD, AD, and EDNS with a cookie of 8 random bytes (RFC 7873). */
export function queryFor(system: System, lookup: Lookup): Uint8Array {
  system.call(Op.random, 2)
  const [high, low] = system.out.bytes!
  const query = dnsQuery(high! * 256 + low!, { name: lookup.name, type: lookup.type, class: 1 })
  system.call(Op.random, 8)
  const cookie = lookup.cookie ? Uint8Array.of(...COOKIE, ...system.out.bytes!) : new Uint8Array(0)
  const opt = { name: '', type: DnsType.OPT, class: lookup.edns ?? 0, ttl: 0, data: { bytes: cookie } }
  return emitDns({
    ...query,
    reserved: AD,
    recursionDesired: lookup.recursion,
    additionals: lookup.edns === null ? [] : [opt],
  })
}

export function* exchange(system: System, lookup: Lookup, server: string, query: Uint8Array): Steps<Outcome> {
  const fd = system.call(Op.socket, addressFamily(server), lookup.tcp ? STREAM : DATAGRAM)
  if (fd < 0) return { kind: 'setup', why: wordsOf(fd) }
  const end = system.call(Op.clock) + lookup.seconds * 1e9
  try {
    const connected = system.call(Op.connect, fd, lookup.port, 0, server)
    if (connected < 0 && connected !== -Errno.EINPROGRESS) return { kind: 'setup', why: wordsOf(connected) }
    return yield* lookup.tcp ? overTcp(system, fd, query, end) : overUdp(system, fd, query, end)
  } finally {
    system.call(Op.close, fd)
  }
}

function* overUdp(system: System, fd: number, query: Uint8Array, end: number): Steps<Outcome> {
  const sent = system.call(Op.send, fd, 0, 0, '', query)
  if (sent < 0) return { kind: 'failed', why: wordsOf(sent) }
  for (;;) {
    const bytes = yield* system.readBefore(fd, PIECE, end)
    if (typeof bytes === 'number') return { kind: 'failed', why: wordsOf(bytes) }
    const outcome = read(bytes, query)
    if (outcome) return outcome
  }
}

/** Reads a reply; null for one to another query. */
function read(bytes: Uint8Array, query: Uint8Array): Outcome | null {
  if (bytes.length < DNS_HEADER_LENGTH)
    return { kind: 'bad packet', size: bytes.length, why: 'unexpected end of input' }
  if (bytes[0] !== query[0] || bytes[1] !== query[1]) return null
  const message = parseDns(bytes)
  if (message instanceof ParseError) return { kind: 'bad packet', size: bytes.length, why: 'FORMERR' }
  return { kind: 'reply', message, size: bytes.length }
}

/** Each message behind its length (RFC 1035 §4.2.2). */
function* overTcp(system: System, fd: number, query: Uint8Array, end: number): Steps<Outcome> {
  const connected = yield* system.connectedBefore(fd, end)
  if (connected < 0) return { kind: 'setup', why: wordsOf(connected) }
  yield* system.write(fd, Uint8Array.of(query.length >> 8, query.length & 0xff, ...query))
  let received = new Uint8Array(0)
  for (;;) {
    const bytes = yield* system.readBefore(fd, PIECE, end)
    if (typeof bytes === 'number') return { kind: 'failed', why: wordsOf(bytes) }
    if (bytes.length === 0) return { kind: 'failed', why: 'end of file' }
    received = Uint8Array.of(...received, ...bytes)
    const size = received.length < LENGTH ? PIECE : received[0]! * 256 + received[1]!
    if (received.length < LENGTH + size) continue
    const outcome = read(received.subarray(LENGTH, LENGTH + size), query)
    if (outcome) return outcome
    received = received.slice(LENGTH + size)
  }
}
