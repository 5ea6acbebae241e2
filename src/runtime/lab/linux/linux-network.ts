/**
 * A network of real kernels: one namespace per host, connected by the simulated links and switches on real time. Each
 * interface is a veth pair; its far end is in the wires' namespace, where an AF_PACKET socket connects it to the link.
 */
import {
  type Advertisement,
  type FramePort,
  type Host,
  Link,
  Network,
  type NetworkDescription,
  numberedMac,
  Recorder,
  Switch,
} from '#network'
import { libc } from '#sockets/linux/index.ts'
import { advertiseOn } from './advertising.ts'
import { configureHost } from './host-configuration.ts'
import { LinuxHost } from './linux-host.ts'
import { routeGroups } from './multicast-routes.ts'
import { Namespace } from './namespace.ts'
import { PacketPort } from './packet-port.ts'
import type { Poller } from './poller.ts'
import type { RealClock } from './real-clock.ts'

export interface LinuxNetwork {
  readonly network: Network<RealClock>
  readonly hosts: ReadonlyMap<string, LinuxHost>
  close(): void
}

/** Builds it. Needs root with CAP_SYS_ADMIN, CAP_NET_ADMIN and CAP_NET_RAW, and /proc/sys writable where a router is described. */
export function buildLinuxNetwork(
  description: NetworkDescription,
  seed: number,
  clock: RealClock,
  poller: Poller,
): LinuxNetwork {
  const recorder = new Recorder()
  const links = description.links.map((link, index) => new Link({ ...link, scheduler: clock, recorder, seed, index }))
  const switches = new Map<string, Switch>()
  const hosts = new Map<string, LinuxHost>()
  for (const node of description.nodes) {
    if (node.kind === 'switch') switches.set(node.name, new Switch(node.name, clock))
    else hosts.set(node.name, new LinuxHost(node.name, Namespace.create(), poller))
  }
  const wires = Namespace.create()
  wires.disableIpv6('default')
  const cables = layCables(description, hosts, links)
  wires.ip(cables.flatMap(cableLines))
  for (const node of description.nodes) if (node.kind !== 'switch') configureHost(hosts.get(node.name)!, node)

  const routing = description.nodes.flatMap((node) =>
    node.kind === 'router' && node.multicastRoutes ? [routeGroups(hosts.get(node.name)!.namespace, node)] : [],
  )
  const advertising = cables.flatMap((cable) => advertiseOn(cable, { clock, seed }))
  const ports = wires.inside(() => cables.map((cable) => ({ cable, port: new PacketPort(cable.wire, poller) })))
  for (const { cable, port } of ports) plug(port, cable.end)
  for (const [index, link] of description.links.entries())
    for (const [side, endpoint] of link.endpoints.entries()) {
      const [node = '', name = ''] = endpoint.split(':')
      switches.get(node)?.connect(name, links[index]!.ends[side]!)
    }
  return {
    network: new Network<RealClock>({
      description,
      clock,
      seed,
      recorder,
      hosts: hosts as ReadonlyMap<string, Host>,
      switches,
      links,
    }),
    hosts,
    close() {
      for (const { port } of ports) port.close()
      for (const socket of routing) libc.close(socket)
      for (const stop of advertising) stop()
      for (const host of hosts.values()) host.namespace.close()
      wires.close()
    },
  }
}

interface Cable {
  /** Name of the far end, in the wires' namespace. */
  wire: string
  host: LinuxHost
  interface: string
  mac: string
  mtu: number
  end: FramePort
  /** Its router advertisements. */
  advertise?: Advertisement
}

/** One for each interface that has a link, in the order of the description: addresses are numbered as in the simulated network. */
function layCables(
  description: NetworkDescription,
  hosts: ReadonlyMap<string, LinuxHost>,
  links: readonly Link[],
): Cable[] {
  const cables: Cable[] = []
  for (const node of description.nodes) {
    if (node.kind === 'switch') continue
    for (const each of node.interfaces) {
      const endpoint = `${node.name}:${each.name}`
      const index = description.links.findIndex(({ endpoints }) => endpoints.includes(endpoint))
      const link = links[index]
      if (!link) continue
      cables.push({
        wire: `w${cables.length}`,
        host: hosts.get(node.name)!,
        interface: each.name,
        mac: each.mac ?? numberedMac(cables.length + 1),
        mtu: description.links[index]!.impairment?.mtu ?? 1500,
        end: link.ends[link.endpoints[0] === endpoint ? 0 : 1],
        ...(each.advertise && { advertise: each.advertise }),
      })
    }
  }
  return cables
}

/** First interface index of wires, above those of any host. */
const FIRST_INDEX = 1000

/**
 * Creates a veth pair, one end in the host. If both ends have the same index in their namespaces, the kernel does not
 * treat them as a pair, and IPv6 learns of the link only in its next round, up to a second later
 * (linkwatch_urgent_event).
 */
function cableLines({ wire, mac, mtu, host, interface: name }: Cable, number: number): string[] {
  return [
    `link add ${wire} index ${FIRST_INDEX + number} mtu ${mtu} type veth peer name ${name} mtu ${mtu} address ${mac} netns ${host.namespace.path}`,
    `link set ${wire} up arp off`,
  ]
}

function plug(port: PacketPort, end: FramePort): void {
  port.onReceive = (frame) => end.transmit(frame)
  end.onReceive = (frame) => port.transmit(frame)
}
