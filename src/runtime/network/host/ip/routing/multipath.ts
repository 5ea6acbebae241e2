/** The choice among a route's next hops (ECMP): all packets of a flow take one way, flows are spread by the hops' weights (RFC 2992's hash-threshold, as Linux). */
import type { IpAddress } from '../../../address/index.ts'
import { hash32 } from '../../../random.ts'
import type { NetworkInterface } from '../network-interface.ts'
import { isAlive, type NextHop, type Route } from './route.ts'

/** Fields that distinguish flows between the same two addresses. */
export interface FlowPorts {
  readonly protocol: number
  readonly sourcePort: number
  readonly destinationPort: number
}

export interface HashedFlow {
  readonly source: IpAddress | null
  readonly destination: IpAddress
  /** null for fragments and protocols without ports, or where only addresses count (fib_multipath_hash_policy 0). */
  readonly ports: FlowPorts | null
}

/** Hashes have 31 bits, as Linux's fib_multipath_hash gives them. */
const HASH_RANGE = 0x8000_0000

/** Criteria for choosing among a host's hops. */
export interface HopChoice {
  /** The only interface to leave by. */
  readonly device: NetworkInterface | null
  /** Differs between hosts, so that routers in a row don't all choose alike. */
  readonly secret: string
  readonly seed: number
  /** Whether the flow's source address is the one that this host has for the hop: such hops come first (Linux since 6.16). */
  isAtHome(hop: NextHop): boolean
}

/** Returns the hop of a flow. Hops whose interface is down don't take part; if none is left, the first is returned. */
export function chooseHop(route: Route, flow: HashedFlow, choice: HopChoice): NextHop {
  const { device } = choice
  const alive = route.hops.filter((hop) => isAlive(hop, device))
  const [first = route.hops[0]!] = alive
  if (alive.length <= 1 || device !== null) return first
  const hash = flowHash(flow, choice)
  const total = alive.reduce((sum, { weight }) => sum + weight, 0)
  const atHome = flow.source === null ? [] : alive.filter((hop) => choice.isAtHome(hop))
  let upTo = 0
  for (const hop of alive) {
    upTo += hop.weight
    const isNext = hash < Math.round((upTo * HASH_RANGE) / total)
    if (isNext && (atHome.length === 0 || atHome.includes(hop))) return hop
  }
  return atHome[0] ?? first
}

function flowHash({ source, destination, ports }: HashedFlow, { seed, secret }: HopChoice): number {
  const ends = `${secret} ${source ?? 'any'} ${destination}`
  const label = ports === null ? ends : `${ends} ${ports.protocol} ${ports.sourcePort} ${ports.destinationPort}`
  return hash32(seed, label, 0) >>> 1
}
