import { RandomStream } from '../../../../random.ts'
import type { RouterAdvertisement } from '../../../../wire/index.ts'
import type { Advertisement } from '../../host-interface.ts'
import type { NetworkInterface } from '../../network-interface.ts'
import type { Ipv6Services } from '../ipv6-services.ts'
import { RouterAdvertiser } from './router-advertiser.ts'

const ALL_NODES = 'ff02::1'

/** Advertisements that this host, a router, sends on its interfaces. */
export class RouterAdvertisers {
  readonly #ip: Ipv6Services
  readonly #advertisers = new Map<NetworkInterface, RouterAdvertiser>()

  constructor(ip: Ipv6Services) {
    this.#ip = ip
  }

  of(device: NetworkInterface): RouterAdvertiser | undefined {
    return this.#advertisers.get(device)
  }

  /** Starts advertising on an interface. */
  begin(device: NetworkInterface, advertisement: Advertisement): void {
    const { scheduler, ipv6, options } = this.#ip
    const link = {
      scheduler,
      random: new RandomStream(options.seed, `${options.name} ${device.name} router advertisements`),
      mac: device.mac,
      announce: (message: RouterAdvertisement) => ipv6.discovery.announce(device, ALL_NODES, message),
    }
    const advertiser = new RouterAdvertiser(link, advertisement)
    this.of(device)?.stop()
    this.#advertisers.set(device, advertiser)
    // Otherwise advertising starts when the interface has a source address.
    if (device.ipv6Addresses.length > 0) advertiser.start()
    else ipv6.addresses.enable(device)
  }
}
