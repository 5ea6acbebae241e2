/** getaddrinfo(3) and getnameinfo(3), with `hosts: files dns` in nsswitch.conf: /etc/hosts, then the servers of /etc/resolv.conf. */
import { type DnsMessage, DnsType, ipAddressFrom, isLoopback, parseIpAddress } from '#network'
import type { RealmContext } from '../../context.ts'
import { resultOf } from './answers.ts'
import { asciiName, reverseName } from './channel.ts'
import { namesOf, readHosts } from './hosts-file.ts'
import { Query } from './query.ts'
import { candidates, type ResolverConfiguration, readResolverConfiguration } from './resolver-configuration.ts'

const INTERNET = 1

/** Result of a lookup: the addresses found, or the error. */
export type Found = { values: string[] } | { error: 'not found' | 'try again' }

const NOT_FOUND: Found = { error: 'not found' }
const TRY_AGAIN: Found = { error: 'try again' }

/** Looks up the addresses of a name, in the requested order; the name may be an address itself. `done` may be called at once. */
export function lookUpAddresses(
  realm: RealmContext,
  { name, family, order }: { name: string; family: number; order: number },
  done: (found: Found) => void,
): void {
  const address = ipAddressFrom(name)
  const hosts = readHosts(realm)
  const own = hosts.get(realm.start.hostname.toLowerCase())
  const finish = (addresses: readonly string[]) => done({ values: ordered(realm, bestFirst(addresses, own), order) })
  const known = (hosts.get(name.toLowerCase()) ?? []).filter((one) => family === 0 || (family === 6) === isIpv6(one))
  const isKnown = address !== null || known.length > 0
  const configuration = isKnown ? null : readResolverConfiguration(realm)
  const types = family === 4 ? [DnsType.A] : family === 6 ? [DnsType.AAAA] : [DnsType.A, DnsType.AAAA]
  if (address !== null) done({ values: [address] })
  else if (isKnown) finish(known)
  else if (configuration === null) done(NOT_FOUND)
  else {
    const names = candidates(configuration, asciiName(realm, name))
    askInTurn(realm, { configuration, names, types }, (found) =>
      'values' in found ? finish(found.values) : done(found),
    )
  }
}

/** Looks up the name of an address. */
export function lookUpName(realm: RealmContext, address: string, done: (found: Found) => void): void {
  const [known = isLoopback(address) ? 'localhost' : undefined] = namesOf(realm, address)
  const configuration = known === undefined ? readResolverConfiguration(realm) : null
  const bytes = parseIpAddress(address)
  if (known !== undefined) done({ values: [known] })
  else if (configuration === null || bytes === null) done(NOT_FOUND)
  else askInTurn(realm, { configuration, names: [reverseName(bytes)], types: [DnsType.PTR] }, done)
}

interface Search {
  configuration: ResolverConfiguration
  /** Tried until one has a result. */
  names: readonly string[]
  /** Queried at the same time. */
  types: readonly number[]
}

/** res_search(3): tries the next name if one doesn't exist; stops if no server answers. */
function askInTurn(realm: RealmContext, { configuration, names, types }: Search, done: (found: Found) => void): void {
  const [name = '', ...others] = names
  const { servers, attempts: tries, timeout } = configuration
  const answers: (DnsMessage | string)[] = []
  const settle = () => {
    const values = answers.flatMap((answer, at) => valuesOf(types[at]!, answer))
    if (values.length > 0) done({ values })
    else if (answers.some((answer) => answer === 'ETIMEOUT' || answer === 'ECONNREFUSED')) done(TRY_AGAIN)
    else if (others.length > 0) askInTurn(realm, { configuration, names: others, types }, done)
    else done(answers.includes('ESERVFAIL') ? TRY_AGAIN : NOT_FOUND)
  }
  for (const [at, type] of types.entries()) {
    const plan = {
      question: { name, type, class: INTERNET },
      servers,
      tries,
      timeout,
      maxTimeout: timeout,
      localAddress: { 4: '', 6: '' },
    }
    new Query(realm, plan, (error, message) => {
      answers[at] = message ?? error ?? 'ENODATA'
      if (Object.keys(answers).length === types.length) settle()
    })
  }
}

function valuesOf(type: number, answer: DnsMessage | string): string[] {
  return typeof answer === 'string' ? [] : ((resultOf(type, answer)?.[0] ?? []) as string[])
}

const isIpv6 = (address: string) => address.includes(':')

function ordered(realm: RealmContext, addresses: string[], order: number): string[] {
  const { DNS_ORDER_IPV4_FIRST, DNS_ORDER_IPV6_FIRST } = realm.constants.cares_wrap
  if (order === DNS_ORDER_IPV4_FIRST) return addresses.toSorted((a, b) => Number(isIpv6(a)) - Number(isIpv6(b)))
  if (order === DNS_ORDER_IPV6_FIRST) return addresses.toSorted((a, b) => Number(isIpv6(b)) - Number(isIpv6(a)))
  return addresses
}

/**
 * Sorts in getaddrinfo(3)'s order, which is Node's own ("verbatim"): first addresses of a family in which the host has an address, then IPv6 before
 * IPv4 (RFC 6724 §6, rules 1 and 6). `own`: the host's addresses, if known.
 */
function bestFirst(addresses: readonly string[], own: readonly string[] = []): string[] {
  const isReachable = (address: string) =>
    own.length === 0 || isLoopback(address) || own.some((one) => isIpv6(one) === isIpv6(address))
  const rank = (address: string) => (isReachable(address) ? 0 : 2) + (isIpv6(address) ? 0 : 1)
  return addresses.toSorted((a, b) => rank(a) - rank(b))
}
