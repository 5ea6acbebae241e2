/** The choice among a route's next hops (ECMP): all packets of a flow take one way, flows are spread by the hops' weights (RFC 2992's hash-threshold, as Linux). */
import type { IpAddress } from '../../../address/index.ts'
import { hash32 } from '../../../random.ts'
import type { NetworkInterface } from '../network-interface.ts'
import { isAlive, type NextHop, type Route } from './route.ts'

/** What tells flows between the same two addresses apart. */
export interface FlowPorts {
  readonly protocol: number
  readonly sourcePort: number
  readonly destinationPort: number
}

export interface HashedFlow {
  readonly source: IpAddress | null
  readonly destination: IpAddress
  /** null for fragments and what has no ports, or where only addresses count (fib_multipath_hash_policy 0). */
  readonly ports: FlowPorts | null
}

/** Hashes have 31 bits, as Linux's fib_multipath_hash gives them. */
const HASH_RANGE = 0x8000_0000

/**
 * The hop of a flow. `secret` differs between hosts, so that routers in a row do not all decide alike; `device`: the only one to leave by. Hops whose
 * interface is down take part no longer. The first when none is left.
 */
export function chooseHop(
  route: Route,
  flow: HashedFlow,
  device: NetworkInterface | null,
  seed: number,
  secret: string,
): NextHop {
  const alive = route.hops.length === 1 ? route.hops : route.hops.filter((hop) => isAlive(hop, device))
  const [first = route.hops[0]!] = alive
  if (alive.length <= 1 || device !== null) return first
  const hash = flowHash(flow, seed, secret)
  const total = alive.reduce((sum, { weight }) => sum + weight, 0)
  let upTo = 0
  for (const hop of alive) {
    upTo += hop.weight
    if (hash < Math.round((upTo * HASH_RANGE) / total)) return hop
  }
  return first
}

function flowHash({ source, destination, ports }: HashedFlow, seed: number, secret: string): number {
  const ends = `${secret} ${source ?? 'any'} ${destination}`
  const label = ports === null ? ends : `${ends} ${ports.protocol} ${ports.sourcePort} ${ports.destinationPort}`
  return hash32(seed, label, 0) >>> 1
}
