import { addressFamily, DnsType, dnsLabels, parseIpAddress } from '#network'
import { AsyncWrap, completeRequest, realmOf } from '../../async-wrap.ts'
import type { RealmContext } from '../../context.ts'
import type { Any } from '../../types.ts'
import { QUESTIONS, resultOf } from './answers.ts'
import { namesOf } from './hosts-file.ts'
import { Query } from './query.ts'
import { parseResolverConfiguration, readResolverConfiguration } from './resolver-configuration.ts'
import type { Server } from './stream-exchange.ts'

/** DNS_ESETSRVPENDING of cares_wrap.h. */
export const SERVERS_BUSY = -1000
/** Default timeout of c-ares, in ms. */
const DEFAULT_TIMEOUT = 2000
const INTERNET = 1

/** Passes the answer to a request's callback, which takes (error, …result). */
type Complete = (error: string | null, ...result: unknown[]) => void

/** Not methods: see `realmOf`. */
let serversOf: (channel: Channel) => Server[]
let ask: (channel: Channel, name: string, type: number, complete: Complete) => void

/** A resolver of the program, with its servers and pending queries. */
class Channel extends AsyncWrap {
  readonly #timeout: number
  readonly #tries: number
  readonly #maxTimeout: number
  /** Null: the host's servers. */
  #servers: Server[] | null = null
  #localAddress = { 4: '', 6: '' }
  readonly #queries = new Set<Query>()

  constructor(realm: RealmContext, timeout: number, tries: number, maxTimeout: number) {
    super(realm, 'DNSCHANNEL')
    this.#timeout = timeout > 0 ? timeout : DEFAULT_TIMEOUT
    this.#tries = tries
    this.#maxTimeout = maxTimeout
  }

  getServers(): [string, number][] {
    return serversOf(this).map(({ address, port }) => [address, port])
  }

  setServers(servers: [family: 4 | 6, address: string, port: number][]): number {
    if (this.#queries.size > 0) return SERVERS_BUSY
    this.#servers = servers.map(([family, address, port]) => ({ family, address, port }))
    return 0
  }

  setLocalAddress(first: string, second?: string): void {
    const addresses = second === undefined ? [first] : [first, second]
    if (addresses.some((address) => parseIpAddress(address) === null)) throw new Error('Invalid IP address.')
    const families = addresses.map((address) => addressFamily(address))
    if (families[0] === families[1]) throw new Error(`Cannot specify two IPv${families[0]} addresses.`)
    for (const address of addresses) this.#localAddress[addressFamily(address)] = address
  }

  cancel(): void {
    for (const query of [...this.#queries]) query.cancel()
  }

  static {
    serversOf = (channel) => {
      channel.#servers ??= (readResolverConfiguration(realmOf(channel)) ?? parseResolverConfiguration('')).servers
      return channel.#servers
    }
    ask = (channel, name, type, complete) => {
      const realm = realmOf(channel)
      const ascii = asciiName(realm, name)
      // Names of that domain must never be queried (RFC 7686 §2).
      if (/\.onion\.?$/i.test(ascii)) {
        realm.loop.defer(() => complete('ENOTFOUND'))
        return
      }
      if (dnsLabels(ascii) === null) {
        realm.loop.defer(() => complete('EBADNAME'))
        return
      }
      const plan = {
        question: { name: ascii, type, class: INTERNET },
        servers: serversOf(channel),
        tries: channel.#tries,
        timeout: channel.#timeout,
        maxTimeout: channel.#maxTimeout,
        localAddress: channel.#localAddress,
      }
      // The callback may run at once, before `query` is assigned.
      let query: Query | null = null
      query = new Query(realm, plan, (error, message) => {
        if (query) channel.#queries.delete(query)
        const result = message === undefined ? null : resultOf(type, message)
        realm.loop.defer(() => (result === null ? complete(error ?? 'ENODATA') : complete(null, ...result)))
      })
      if (query.isOpen) channel.#queries.add(query)
    }
  }
}

/** Returns a name of other scripts in Punycode. */
export function asciiName(realm: RealmContext, name: string): string {
  return /^\p{ASCII}*$/u.test(name) ? name : realm.internalBinding('encoding_binding').toASCII(name)
}

/** Returns `4.3.2.1.in-addr.arpa` (RFC 1035 §3.5), or the digits of an IPv6 address (RFC 3596 §2.5). */
export function reverseName(bytes: Uint8Array): string {
  if (bytes.length === 4) return `${[...bytes].reverse().join('.')}.in-addr.arpa`
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${[...digits].reverse().join('.')}.ip6.arpa`
}

/** node::cares_wrap::ChannelWrap, with a method for each type of question. */
export function channelClass(realm: RealmContext): unknown {
  const completing =
    (request: Any): Complete =>
    (error, ...result) =>
      completeRequest(request, request.oncomplete, ...(error === null ? [null, ...result] : [error]))
  class ChannelWrap extends Channel {
    constructor(timeout: number, tries: number, maxTimeout: number) {
      super(realm, timeout, tries, maxTimeout)
    }

    getHostByAddr(request: Any, address: string): number {
      const bytes = parseIpAddress(address)
      if (bytes === null) return realm.constants.uv.UV_EINVAL
      const known = namesOf(realm, address)
      const complete = completing(request)
      if (known.length > 0) realm.loop.defer(() => complete(null, known))
      else ask(this, reverseName(bytes), DnsType.PTR, complete)
      return 0
    }
  }
  for (const [name, type] of Object.entries(QUESTIONS))
    Object.defineProperty(ChannelWrap.prototype, `query${name}`, {
      configurable: true,
      writable: true,
      value(this: Channel, request: Any, hostname: string): number {
        ask(this, hostname, type, completing(request))
        return 0
      },
    })
  return ChannelWrap
}
