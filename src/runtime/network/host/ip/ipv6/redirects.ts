/**
 * ICMPv6 redirects (RFC 4861 §8), after Linux. A router that sends a packet out where it came in tells the sender the better
 * first hop. A host accepts redirects only from the router that it uses.
 */
import { addressKind, type IpAddress, isMulticast, isUnspecified } from '../../../address/index.ts'
import { type Nanoseconds, SECOND } from '../../../clock.ts'
import {
  ICMP_HEADER_LENGTH,
  IPV6_HEADER_LENGTH,
  IPV6_MINIMUM_MTU,
  type Ipv6Packet,
  linkAddressOf,
  ND_HOP_LIMIT,
  type NdOption,
  ndMessage,
  type Redirect,
} from '../../../wire/index.ts'
import { ANY_FLOW, type IpPacket, type Path } from '../ip-packet.ts'
import type { NetworkInterface } from '../network-interface.ts'
import type { Ipv6Services } from './ipv6-services.ts'

/** net.ipv6.route.gc_timeout: learned routes expire this long after their last use. */
const LIFETIME: Nanoseconds = 60 * SECOND
const MOST_ENTRIES = 4096
/** Lengths of: target and destination; the link address option; the header of the option that quotes. */
const ADDRESSES_LENGTH = 32
const LINK_ADDRESS_LENGTH = 8
const QUOTE_HEADER_LENGTH = 8

interface Learned {
  readonly nextHop: IpAddress
  /** Sender of the redirect; it applies only while the route leads there. */
  readonly router: IpAddress
  usedAt: Nanoseconds
}

export class Redirects {
  readonly #ip: Ipv6Services
  readonly #learned = new Map<IpAddress, Learned>()

  constructor(ip: Ipv6Services) {
    this.#ip = ip
  }

  /** Tells the sender of a packet that leaves where it came in about the next hop, its neighbor (Linux's ndisc_send_redirect). */
  tell(packet: Ipv6Packet, bytes: Uint8Array, { device, nextHop }: Path): void {
    const { errorRate, ipv6, options } = this.#ip
    const { source: sender, destination } = packet
    const isNamed = nextHop === destination || addressKind(nextHop) === 'link-local'
    const source = device.ipv6Addresses.find(({ address }) => addressKind(address) === 'link-local')?.address
    if (options.silent || !isNamed || source === undefined || isUnspecified(sender) || isMulticast(sender)) return
    if (!errorRate.allowsRedirect(6, destination)) return
    const back = ipv6.path(sender, source, { ...ANY_FLOW, device })
    if (typeof back === 'number' || back.nextHop !== sender || !errorRate.allowsRedirect(6, sender)) return
    const message = ndMessage({
      kind: 'redirect',
      target: nextHop,
      destination,
      options: this.#options(device, nextHop, bytes),
    })
    ipv6.icmp.send(back, sender, message, { hopLimit: ND_HOP_LIMIT })
  }

  /** Returns the options: the next hop's link address, if known, and as much of the packet as fits in 1280 bytes. */
  #options(device: NetworkInterface, nextHop: IpAddress, packet: Uint8Array): NdOption[] {
    const mac = this.#ip.neighbors.macOf(device, nextHop)
    const options: NdOption[] = mac === null ? [] : [{ kind: 'target link address', mac }]
    const taken = IPV6_HEADER_LENGTH + ICMP_HEADER_LENGTH + ADDRESSES_LENGTH + LINK_ADDRESS_LENGTH * options.length
    const room = Math.min(IPV6_MINIMUM_MTU - taken - QUOTE_HEADER_LENGTH, packet.length)
    return [...options, { kind: 'redirected packet', bytes: packet.subarray(0, room & ~7) }]
  }

  /** Learns a better first hop for a destination from a redirect (RFC 4861 §8.1, §8.3, Linux's rt6_do_redirect). */
  take({ source }: IpPacket, message: Redirect, device: NetworkInterface): void {
    const { target, destination } = message
    const isNeighbor = target === destination
    if (addressKind(source) !== 'link-local' || isMulticast(destination)) return
    if (!isNeighbor && addressKind(target) !== 'link-local') return
    if (this.#ip.settings.forwarding[6] || !device.settings.acceptsRedirects[6] || this.#ip.owns(target)) return
    const path = this.#ip.path(destination)
    if (typeof path === 'number' || path.device !== device || path.nextHop !== source) return
    const { neighbors } = this.#ip
    neighbors.confirm(device, source)
    const mac = linkAddressOf(message, 'target link address')
    if (mac !== null) neighbors.hear(device, target, mac)
    if (this.#learned.size >= MOST_ENTRIES) this.#learned.clear()
    const router = this.#learned.get(destination)?.router ?? source
    this.#learned.set(destination, { nextHop: target, router, usedAt: this.#ip.scheduler.now })
  }

  /** Returns where packets go that a route would send to `router`. */
  nextHop(destination: IpAddress, router: IpAddress): IpAddress {
    const learned = this.#learned.size === 0 ? undefined : this.#learned.get(destination)
    if (learned === undefined || learned.router !== router) return router
    const { now } = this.#ip.scheduler
    if (now - learned.usedAt > LIFETIME) {
      this.#learned.delete(destination)
      return router
    }
    learned.usedAt = now
    return learned.nextHop
  }
}
