import { type IpAddress, type MacAddress, multicastMac } from '../../../address/index.ts'
import type { NetworkInterface } from '../network-interface.ts'

/** Multicast route, as `smcroutectl add` sets it: packets for a group that come in by one interface, from one source or from all, leave by others. */
export interface MulticastRoute {
  readonly from: NetworkInterface
  /** null: any source. */
  readonly source: IpAddress | null
  readonly group: IpAddress
  readonly to: readonly NetworkInterface[]
}

/** Static multicast routes of a router, as a daemon puts them into Linux's forwarding cache (ip-mroute(8)). */
export class MulticastRoutes {
  readonly #routes: MulticastRoute[] = []

  add(route: MulticastRoute): void {
    this.#routes.push(route)
  }

  /** Returns the outgoing interfaces. A route for the source has precedence over one for all; packets from other interfaces go nowhere. */
  outgoing(from: NetworkInterface, group: IpAddress, source: IpAddress): readonly NetworkInterface[] {
    const ofGroup = this.#routes.filter((route) => route.group === group)
    const route =
      ofGroup.find((one) => one.source === source) ?? ofGroup.find((one) => one.source === null && one.from === from)
    return route?.from === from ? route.to : []
  }

  /** Returns whether routes start at the interface, whose card then accepts frames for their groups. */
  hears(device: NetworkInterface, mac: MacAddress): boolean {
    return this.#routes.some(({ from, group }) => from === device && multicastMac(group) === mac)
  }
}
