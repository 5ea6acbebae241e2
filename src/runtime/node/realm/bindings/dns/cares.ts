import { ipAddressFrom, isLoopback, parseIpAddress } from '../../../../network/index.ts'
import { AsyncWrap, makeCallback } from '../../async-wrap.ts'
import type { RealmContext } from '../../context.ts'
import type { Any, Binding } from '../../types.ts'
import { channelClass, SERVERS_BUSY } from './channel.ts'
import { namesOf, readHosts } from './hosts-file.ts'

/** `internalBinding('cares_wrap')`: `dns.lookup` knows the names of /etc/hosts, `dns.resolve…` asks name servers. */
export function caresBinding(realm: RealmContext): Binding {
  const requestClass = (name: string, provider: string) =>
    ({
      [name]: class extends AsyncWrap {
        constructor() {
          super(realm, provider)
        }
      },
    })[name]
  return {
    ...realm.constants.cares_wrap,
    GetAddrInfoReqWrap: requestClass('GetAddrInfoReqWrap', 'GETADDRINFOREQWRAP'),
    GetNameInfoReqWrap: requestClass('GetNameInfoReqWrap', 'GETNAMEINFOREQWRAP'),
    QueryReqWrap: requestClass('QueryReqWrap', 'QUERYWRAP'),
    ChannelWrap: channelClass(realm),
    getaddrinfo(request: Any, name: string, family: number, _hints: number, order: number) {
      answer(realm, request, lookUp(realm, name, family, order))
      return 0
    },
    getnameinfo(request: Any, address: string, port: number) {
      const name = namesOf(realm, address)[0] ?? (isLoopback(address) ? 'localhost' : undefined)
      const { UV_EAI_NONAME } = realm.constants.uv
      realm.loop.defer(() => {
        if (name === undefined) makeCallback(request, request.oncomplete, UV_EAI_NONAME)
        else makeCallback(request, request.oncomplete, null, name, SERVICES[port] ?? String(port))
      })
      return 0
    },
    canonicalizeIP: (text: string) => ipAddressFrom(text) ?? undefined,
    convertIpv6StringToBuffer: (text: string) => (isIpv6(text) ? (parseIpAddress(text) ?? undefined) : undefined),
    strerror: (code: number) => (code === SERVERS_BUSY ? 'There are pending queries.' : String(code)),
  }
}

/** /etc/services, as far as `lookupService` is asked for it. */
const SERVICES: Record<number, string> = { 22: 'ssh', 53: 'domain', 80: 'http', 443: 'https' }

const isIpv6 = (address: string) => address.includes(':')

/** Addresses of a name in the order that is asked for; the name may be an address itself. */
function lookUp(realm: RealmContext, name: string, family: number, order: number): string[] {
  const { DNS_ORDER_IPV4_FIRST, DNS_ORDER_IPV6_FIRST } = realm.constants.cares_wrap
  const address = ipAddressFrom(name)
  if (address !== null) return [address]
  const wanted = (address: string) => family === 0 || (family === 6) === isIpv6(address)
  const hosts = readHosts(realm)
  const known = hosts.get(name.toLowerCase()) ?? []
  const addresses = bestFirst(known.filter(wanted), hosts.get(realm.start.hostname.toLowerCase()))
  if (order === DNS_ORDER_IPV4_FIRST) return addresses.toSorted((a, b) => Number(isIpv6(a)) - Number(isIpv6(b)))
  if (order === DNS_ORDER_IPV6_FIRST) return addresses.toSorted((a, b) => Number(isIpv6(b)) - Number(isIpv6(a)))
  return addresses
}

/**
 * In getaddrinfo(3)'s order, which is Node's own ("verbatim"): what can be reached from an address of its family before what cannot, then IPv6 before IPv4
 * (RFC 6724 §6, rules 1 and 6). `own`: the host's addresses, if they are known.
 */
function bestFirst(addresses: readonly string[], own: readonly string[] = []): string[] {
  const isReachable = (address: string) =>
    own.length === 0 || isLoopback(address) || own.some((one) => isIpv6(one) === isIpv6(address))
  const rank = (address: string) => (isReachable(address) ? 0 : 2) + (isIpv6(address) ? 0 : 1)
  return addresses.toSorted((a, b) => rank(a) - rank(b))
}

function answer(realm: RealmContext, request: Any, addresses: string[]): void {
  const error = addresses.length === 0 ? realm.constants.uv.UV_EAI_NONAME : null
  realm.loop.requestBegan()
  realm.loop.defer(() => {
    realm.loop.requestEnded()
    makeCallback(request, request.oncomplete, error, error === null ? addresses : undefined)
  })
}
