import { type IpAddress, type MacAddress, multicastMac } from '../../../address/index.ts'
import type { NetworkInterface } from '../network-interface.ts'

/** `smcroutectl add`: what comes in by one interface for a group, from one source or from all, goes out by others. */
export interface MulticastRoute {
  readonly from: NetworkInterface
  /** null: whoever sends. */
  readonly source: IpAddress | null
  readonly group: IpAddress
  readonly to: readonly NetworkInterface[]
}

/** Static multicast routes of a router, as Linux's forwarding cache (ip-mroute(8)) has them from a daemon. */
export class MulticastRoutes {
  readonly #routes: MulticastRoute[] = []

  add(route: MulticastRoute): void {
    this.#routes.push(route)
  }

  /** One that names the source decides before one that names none; what came in elsewhere goes nowhere. */
  outgoing(from: NetworkInterface, group: IpAddress, source: IpAddress): readonly NetworkInterface[] {
    const ofGroup = this.#routes.filter((route) => route.group === group)
    const route =
      ofGroup.find((one) => one.source === source) ?? ofGroup.find((one) => one.source === null && one.from === from)
    return route?.from === from ? route.to : []
  }

  /** An interface that routes begin at lets frames for their groups in. */
  hears(device: NetworkInterface, mac: MacAddress): boolean {
    return this.#routes.some(({ from, group }) => from === device && multicastMac(group) === mac)
  }
}
