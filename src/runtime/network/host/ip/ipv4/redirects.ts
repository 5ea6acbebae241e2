/**
 * ICMP redirects (RFC 1122 3.2.2.2, RFC 1812 5.2.7.2), after Linux. A router that sends a packet out where it came in tells a
 * sender on that link of the better router, at most nine times, at growing intervals. A host accepts redirects only from the
 * router that it uses.
 */
import { addressKind, type IpAddress, ipv4FromNumber, prefixContains } from '../../../address/index.ts'
import { MILLISECOND, type Nanoseconds, SECOND } from '../../../clock.ts'
import type { IcmpMessage, Ipv4Packet } from '../../../wire/index.ts'
import type { Path } from '../ip-packet.ts'
import type { NetworkInterface } from '../network-interface.ts'
import type { Ipv4Services } from './ipv4-services.ts'

/** ip_rt_redirect_load, ip_rt_redirect_number, ip_rt_redirect_silence, and ip_rt_gc_timeout for learned routes. */
const LOAD: Nanoseconds = 20 * MILLISECOND
const MOST_REDIRECTS = 9
const SILENCE: Nanoseconds = LOAD * 2 ** (MOST_REDIRECTS + 1)
const LIFETIME: Nanoseconds = 300 * SECOND
const MOST_ENTRIES = 4096

interface Told {
  count: number
  at: Nanoseconds
}

export class Redirects {
  readonly #ip: Ipv4Services
  readonly #send: (quoted: Uint8Array, gateway: IpAddress, from: NetworkInterface) => void
  readonly #told = new Map<IpAddress, Told>()
  readonly #learned = new Map<IpAddress, { gateway: IpAddress; old: IpAddress; until: Nanoseconds }>()

  constructor(ip: Ipv4Services, send: (quoted: Uint8Array, gateway: IpAddress, from: NetworkInterface) => void) {
    this.#ip = ip
    this.#send = send
  }

  /** Tells the sender of a packet that leaves where it came in about the next hop, if both are on that link. */
  tell(packet: Ipv4Packet, bytes: Uint8Array, { device, nextHop }: Path): void {
    const sends = device.settings.sendsRedirects || this.#ip.settings.all.sendsRedirects
    const isNear = device.ipv4Addresses.some((prefix) => prefixContains(prefix, packet.source))
    if (sends && isNear && packet.options.length === 0 && this.#isTime(packet.source))
      this.#send(bytes, nextHop, device)
  }

  #isTime(source: IpAddress): boolean {
    const { now } = this.#ip.scheduler
    const told = this.#told.get(source)
    if (this.#told.size >= MOST_ENTRIES) this.#told.clear()
    if (told === undefined || now - told.at > SILENCE) {
      this.#told.set(source, { count: 1, at: now })
      return true
    }
    const isDue = told.count < MOST_REDIRECTS && now - told.at > LOAD * 2 ** told.count
    if (isDue) told.count++
    // A sender that ignores them gets no more until it has been silent.
    if (isDue || told.count >= MOST_REDIRECTS) told.at = now
    return isDue
  }

  /** Learns a better router for a destination from a redirect. `source`: its sender. */
  take(message: IcmpMessage, source: IpAddress, quoted: Ipv4Packet, device: NetworkInterface): void {
    const gateway = ipv4FromNumber(message.rest)
    if (message.code > 3 || !this.#isAccepted(device) || !isHostOf(device, gateway) || this.#ip.owns(gateway)) return
    const path = this.#ip.path(quoted.destination)
    if (typeof path === 'number' || path.device !== device || path.nextHop !== source || gateway === source) return
    if (this.#learned.size >= MOST_ENTRIES) this.#learned.clear()
    const until = this.#ip.scheduler.now + LIFETIME
    this.#learned.set(quoted.destination, { gateway, old: source, until })
  }

  /** Returns whether redirects are accepted: routers need both settings, hosts only one (Linux's IN_DEV_RX_REDIRECTS). */
  #isAccepted(device: NetworkInterface): boolean {
    const { forwarding, all } = this.#ip.settings
    const [own, common] = [device.settings.acceptsRedirects[4], all.acceptsRedirects[4]]
    return forwarding[4] ? own && common : own || common
  }

  /** Returns where packets go that a route would send to `gateway`. */
  nextHop(destination: IpAddress, gateway: IpAddress): IpAddress {
    if (this.#learned.size === 0) return gateway
    const learned = this.#learned.get(destination)
    if (learned === undefined || learned.old !== gateway || learned.until <= this.#ip.scheduler.now) return gateway
    return learned.gateway
  }

  /** Forgets what was learned when routes change: it may no longer apply. */
  forget(): void {
    this.#learned.clear()
  }
}

/** Returns whether the new router is a neighbor (RFC 1122 3.2.2.2). */
function isHostOf(device: NetworkInterface, address: IpAddress): boolean {
  const isNear = device.ipv4Addresses.some((prefix) => prefixContains(prefix, address))
  return isNear && addressKind(address) === 'unicast' && !device.isBroadcast(address)
}
