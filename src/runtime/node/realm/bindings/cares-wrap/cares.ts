import { ipAddressFrom, parseIpAddress } from '#network'
import { AsyncWrap, completeRequest } from '../../async-wrap.ts'
import type { RealmContext } from '../../context.ts'
import type { Any, Binding } from '../../types.ts'
import { channelClass, SERVERS_BUSY } from './channel.ts'
import { type Found, lookUpAddresses, lookUpName } from './lookup.ts'
import { SlowWork } from './slow-work.ts'

/** `internalBinding('cares_wrap')`: `dns.lookup` works like getaddrinfo(3), `dns.resolve…` queries name servers itself. */
export function caresBinding(realm: RealmContext): Binding {
  const threads = new SlowWork()
  const requestClass = (name: string, provider: string) =>
    ({
      [name]: class extends AsyncWrap {
        constructor() {
          super(realm, provider)
        }
      },
    })[name]
  const onThread = (
    request: AsyncWrap,
    work: (done: (found: Found) => void) => void,
    complete: (found: Found) => void,
  ): number => {
    realm.loop.requestBegan()
    realm.active.requests.add(request)
    threads.submit((release) =>
      work((found) =>
        realm.loop.defer(() => {
          realm.loop.requestEnded()
          realm.active.requests.delete(request)
          release()
          complete(found)
        }),
      ),
    )
    return 0
  }
  return {
    ...realm.constants.cares_wrap,
    GetAddrInfoReqWrap: requestClass('GetAddrInfoReqWrap', 'GETADDRINFOREQWRAP'),
    GetNameInfoReqWrap: requestClass('GetNameInfoReqWrap', 'GETNAMEINFOREQWRAP'),
    QueryReqWrap: requestClass('QueryReqWrap', 'QUERYWRAP'),
    ChannelWrap: channelClass(realm),
    getaddrinfo: (request: Any, name: string, family: number, _hints: number, order: number) =>
      onThread(
        request,
        (done) => lookUpAddresses(realm, { name, family, order }, done),
        (found) => complete(realm, request, found, 'values' in found ? [found.values] : []),
      ),
    getnameinfo: (request: Any, address: string, port: number) =>
      onThread(
        request,
        (done) => lookUpName(realm, address, done),
        (found) =>
          complete(realm, request, found, 'values' in found ? [found.values[0], SERVICES[port] ?? String(port)] : []),
      ),
    canonicalizeIP: (text: string) => ipAddressFrom(text) ?? undefined,
    convertIpv6StringToBuffer: (text: string) => (text.includes(':') ? (parseIpAddress(text) ?? undefined) : undefined),
    strerror: (code: number) => (code === SERVERS_BUSY ? 'There are pending queries.' : String(code)),
  }
}

/** The part of /etc/services that `lookupService` uses. */
const SERVICES: Record<number, string> = { 22: 'ssh', 53: 'domain', 80: 'http', 443: 'https' }

function complete({ constants }: RealmContext, request: Any, found: Found, result: unknown[]): void {
  const { UV_EAI_NONAME, UV_EAI_AGAIN } = constants.uv
  if ('values' in found) completeRequest(request, request.oncomplete, null, ...result)
  else completeRequest(request, request.oncomplete, found.error === 'not found' ? UV_EAI_NONAME : UV_EAI_AGAIN)
}
