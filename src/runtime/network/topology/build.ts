import { type MacAddress, numberedMac } from '../address/index.ts'
import { Recorder } from '../capture/index.ts'
import { Clock } from '../clock.ts'
import { type HostInterface, SimulatedHost } from '../host/index.ts'
import { type FramePort, Link, PERFECT, Switch } from '../link/index.ts'
import type { HostDescription, NetworkDescription } from './description.ts'
import { Network } from './network.ts'

/** A network of simulated hosts on virtual time. */
export type SimulatedNetwork = Network<Clock, SimulatedHost>

export interface BuildOptions {
  /** Seed of all randomness in the network. */
  readonly seed: number
  /** A clock to share; by default the network has its own. */
  readonly clock?: Clock
  /** Recorder of its frames; by default one with the usual limit. */
  readonly recorder?: Recorder
}

/** The end of a cable, with the settings for its interface. */
interface Plug {
  readonly port: FramePort
  readonly mtu: number
}

/** Options for its hosts. */
interface Building {
  readonly clock: Clock
  readonly seed: number
  readonly recorder: Recorder
  /** Free ends of cables, by endpoint. */
  readonly plugs: Map<string, Plug>
  readonly macs: ReadonlyMap<string, MacAddress>
}

/**
 * Builds a network from its description. The same description and seed give the same network, to the bit. Throws Error
 * for an inconsistent description (an endpoint without a node, an interface without a cable), which a validated
 * topology file never has.
 */
export function buildNetwork(
  description: NetworkDescription,
  { seed, clock = new Clock(), recorder = new Recorder() }: BuildOptions,
): SimulatedNetwork {
  const links = description.links.map((link, index) => new Link({ ...link, scheduler: clock, recorder, seed, index }))
  const plugs = new Map<string, Plug>()
  for (const [index, link] of links.entries()) {
    const mtu = description.links[index]!.impairment?.mtu ?? PERFECT.mtu
    for (const side of [0, 1] as const) plugIn(plugs, link.endpoints[side], { port: link.ends[side], mtu })
  }
  const macs = macAddresses(description)
  const hosts = new Map<string, SimulatedHost>()
  const switches = new Map<string, Switch>()
  for (const node of description.nodes) {
    if (node.kind === 'switch') switches.set(node.name, buildSwitch(node.name, clock, plugs))
    else hosts.set(node.name, buildHost(node, { clock, seed, recorder, plugs, macs }))
  }
  const [loose] = plugs.keys()
  if (loose !== undefined) throw new Error(`A link ends at ${loose}, which is no interface of a node`)
  return new Network({ description, clock, seed, recorder, hosts, switches, links })
}

function plugIn(plugs: Map<string, Plug>, endpoint: string, plug: Plug): void {
  if (plugs.has(endpoint)) throw new Error(`${endpoint} has two links`)
  plugs.set(endpoint, plug)
}

/** Address of every interface: its own if given, otherwise the next free number. */
function macAddresses(description: NetworkDescription): ReadonlyMap<string, MacAddress> {
  const interfaces = description.nodes.flatMap((node) =>
    node.kind === 'switch' ? [] : node.interfaces.map(({ name, mac }) => ({ endpoint: `${node.name}:${name}`, mac })),
  )
  const taken = new Set(interfaces.map(({ mac }) => mac))
  const result = new Map<string, MacAddress>()
  let number = 1
  for (const { endpoint, mac } of interfaces) {
    while (mac === undefined && taken.has(numberedMac(number))) number++
    result.set(endpoint, mac ?? numberedMac(number++))
  }
  return result
}

/** Connects all cables whose endpoint names the switch, each to its named port. */
function buildSwitch(name: string, clock: Clock, plugs: Map<string, Plug>): Switch {
  const built = new Switch(name, clock)
  for (const [endpoint, { port }] of plugs) {
    if (!endpoint.startsWith(`${name}:`)) continue
    built.connect(endpoint.slice(name.length + 1), port)
    plugs.delete(endpoint)
  }
  return built
}

function buildHost(node: HostDescription, { clock, seed, recorder, plugs, macs }: Building): SimulatedHost {
  const interfaces = node.interfaces.map(({ name, addresses, advertise }): HostInterface => {
    const endpoint = `${node.name}:${name}`
    const plug = plugs.get(endpoint)
    if (plug === undefined) throw new Error(`${endpoint} has no link`)
    plugs.delete(endpoint)
    return { name, mac: macs.get(endpoint)!, addresses, ...(advertise && { advertise }), ...plug }
  })
  return new SimulatedHost({
    name: node.name,
    scheduler: clock,
    seed,
    interfaces,
    routes: node.routes,
    rules: node.rules ?? [],
    multicastRoutes: node.multicastRoutes ?? [],
    sysctls: node.sysctls ?? {},
    forwarding: node.kind === 'router',
    silent: node.silent ?? false,
    ...(node.nat && { nat: node.nat }),
    ...(node.firewall && { firewall: node.firewall }),
    attribution: recorder,
  })
}
