import {
  addressKind,
  formatPrefix,
  type IpAddress,
  LINK_LOCAL_PREFIX,
  linkLocalAddress,
  type Prefix,
} from '../../../address/index.ts'
import { IPV6_MINIMUM_MTU } from '../../../wire/index.ts'
import type { NetworkInterface } from '../network-interface.ts'
import { DuplicateDetection } from './autoconfiguration/index.ts'
import type { Ipv6Services } from './ipv6-services.ts'

/** IP6_RT_PRIO_ADDRCONF: metric that `ip -6 route` shows for the network of an interface. */
const CONNECTED_METRIC = 256

/**
 * IPv6 addresses of a host's interfaces, with the routes to their networks. They are usable at once (as on Linux with
 * `accept_dad` 0), unless parameters enable duplicate detection.
 */
export class InterfaceAddresses {
  readonly duplicates: DuplicateDetection
  readonly #ip: Ipv6Services

  constructor(ip: Ipv6Services) {
    this.#ip = ip
    this.duplicates = new DuplicateDetection(ip, (device, prefix, isUnique) => {
      if (isUnique) this.#assign(device, prefix)
      else this.remove(device, prefix.address)
    })
  }

  /** Adds an address. Throws RangeError when the link's MTU is too small for IPv6. */
  add(device: NetworkInterface, prefix: Prefix): void {
    if (device.mtu < IPV6_MINIMUM_MTU) {
      const { name } = this.#ip.options
      throw new RangeError(
        `${name}: ${device.name} cannot have ${formatPrefix(prefix)}: IPv6 needs links of at least 1280 bytes, this one takes ${device.mtu} (RFC 8200 5)`,
      )
    }
    this.addConfigured(device, prefix)
    if (!device.isLoopback) this.enable(device)
  }

  /** Adds an address configured from a router's prefix or by the interface itself. */
  addConfigured(device: NetworkInterface, prefix: Prefix): void {
    if (device.solicitedAddresses.some(({ address }) => address === prefix.address)) return
    const { detectsDuplicates, isOptimistic } = device.settings
    if (!detectsDuplicates || device.isLoopback) this.#assign(device, prefix)
    else {
      if (isOptimistic) this.#assign(device, prefix)
      this.duplicates.begin(device, prefix)
    }
  }

  #assign(device: NetworkInterface, prefix: Prefix): void {
    if (device.ipv6Addresses.some(({ address }) => address === prefix.address)) return
    device.addAddress(prefix)
    this.#ip.own(prefix.address, device)
    if (device.up) this.#connect(device, prefix)
    this.#ip.multicast.changed(device)
    if (addressKind(prefix.address) === 'link-local') this.#ip.ipv6.routers.begin(device)
  }

  remove(device: NetworkInterface, address: IpAddress): void {
    device.removeAddress(address)
    device.deprecated.delete(address)
    this.#ip.disown(address)
    this.#ip.multicast.changed(device)
  }

  /** Gives the interface its link-local address, which starts autoconfiguration. */
  enable(device: NetworkInterface): void {
    this.addConfigured(device, { address: linkLocalAddress(device.mac), length: LINK_LOCAL_PREFIX.length })
  }

  #connect(device: NetworkInterface, to: Prefix): void {
    if (to.length === 128) return
    const hops = [{ gateway: null, device, weight: 1 }]
    const metric = CONNECTED_METRIC
    this.#ip.routes.add({ to, kind: 'unicast', hops, source: null, metric, isConnected: true })
  }

  /** Restores the link-local address; others are gone unless the interface kept them. */
  interfaceUp(device: NetworkInterface): void {
    for (const prefix of device.ipv6Addresses) this.#connect(device, prefix)
    if (device.spokeIpv6 || device.settings.acceptsRouters > 0) this.enable(device)
    this.#ip.multicast.changed(device)
  }

  /** Removes addresses when the interface goes down (Linux's addrconf_ifdown). */
  interfaceDown(device: NetworkInterface): void {
    this.duplicates.stop(device)
    this.#ip.ipv6.routers.stop(device)
    this.#ip.ipv6.advertisers.of(device)?.stop()
    if (device.settings.keepsAddresses) return
    for (const { address } of [...device.ipv6Addresses]) this.remove(device, address)
  }
}
