/**
 * A network of real kernels: a namespace a host, and between them the simulated links and switches themselves, on real time. Each
 * interface is a veth pair; its far end lies in a namespace of the wires', where an AF_PACKET socket is plugged into the link.
 */
import {
  type Advertisement,
  addressFamily,
  type FramePort,
  formatPrefix,
  type Host,
  type HostDescription,
  type InterfaceDescription,
  Link,
  Network,
  type NetworkDescription,
  type NextHopDescription,
  numberedMac,
  Recorder,
  type RouteDescription,
  type RuleDescription,
  Switch,
} from '../../network/index.ts'
import { libc } from '../../sockets/linux/index.ts'
import { advertiseOn } from './advertising.ts'
import { LinuxHost } from './linux-host.ts'
import { configureMiddlebox } from './middleboxes.ts'
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
  /** What it tells hosts on its link. */
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

/** Where numbers of wires begin, above those that an interface has in its host. */
const FIRST_INDEX = 1000

/**
 * A veth pair, one end with the host. To a kernel, a veth whose two ends have the same number in their namespaces is no pair, and that its link is up is
 * only told to IPv6 with its next round, up to a second later (linkwatch_urgent_event).
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

function configureHost(host: LinuxHost, description: HostDescription): void {
  const { namespace } = host
  // With transmit offloads a veth hands over segments larger than the MTU, with checksums left to a card that does not exist.
  namespace.turnOffTransmitOffload(description.interfaces.map(({ name }) => name))
  // Without an address of its own, a kernel's IPv6 would look for one, in everybody's capture.
  const sysctls = Object.entries(description.sysctls ?? {})
  const believes = ({ name }: InterfaceDescription) =>
    Number(description.sysctls?.[`net.ipv6.conf.${name}.accept_ra`] ?? 0) > 0
  const hasIpv6 = (one: InterfaceDescription) =>
    believes(one) || one.addresses.some(({ address }) => addressFamily(address) === 6)
  for (const one of description.interfaces)
    if (hasIpv6(one)) namespace.configureIpv6(one.name)
    else namespace.disableIpv6(one.name)
  // Whether addresses are asked for, and routers believed, is decided before there are any.
  for (const [name, value] of sysctls) if (name.startsWith('net.ipv6.conf.')) host.sysctl(name, value)
  for (const one of description.interfaces) if (believes(one)) host.sysctl(`net.ipv6.conf.${one.name}.autoconf`, 1)
  for (const one of description.interfaces)
    if (believes(one)) host.sysctl(`net.ipv6.conf.${one.name}.router_solicitations`, 3)
  namespace.ip([
    'link set lo up',
    ...description.interfaces.flatMap((one) => configureInterface(one, description)),
    ...description.routes.map(routeLine),
  ])
  for (const one of description.interfaces) if (hasIpv6(one)) namespace.awaitIpv6(one.name)
  if (description.kind === 'router') namespace.sysctl('net/ipv4/ip_forward', 1)
  if (description.kind === 'router' && description.interfaces.some(hasIpv6))
    namespace.sysctl('net/ipv6/conf/all/forwarding', 1)
  configureMiddlebox(namespace, description)
  namespace.rules(4, (description.rules ?? []).filter((rule) => familyOf(rule) === 4).map(ruleLine))
  namespace.rules(6, (description.rules ?? []).filter((rule) => familyOf(rule) === 6).map(ruleLine))
  // Programs and peers of a test listen on port 80 as those of a simulated host do; nobody there has a capability for that.
  namespace.sysctl('net/ipv4/ip_unprivileged_port_start', 0)
  // A new namespace has the machine's own habits here.
  for (const name of ['all', ...description.interfaces.map((one) => one.name)])
    namespace.sysctl(`net/ipv4/conf/${name}/rp_filter`, 0)
  // What the simulated stack does unless told otherwise, and the one algorithm that every namespace may choose; a machine's own default may be another.
  host.sysctl(CONGESTION_CONTROL, 'reno')
  for (const [name, value] of sysctls) if (!name.startsWith('net.ipv6.conf.')) host.sysctl(name, value)
}

const CONGESTION_CONTROL = 'net.ipv4.tcp_congestion_control'

function configureInterface({ name, addresses }: InterfaceDescription, { sysctls }: HostDescription): string[] {
  const asks = Number(sysctls?.[`net.ipv6.conf.${name}.accept_dad`] ?? 0) > 0
  const lines = addresses.map((prefix) => {
    const line = `address add ${formatPrefix(prefix)} dev ${name}`
    return addressFamily(prefix.address) === 6 && !asks ? `${line} nodad` : line
  })
  return [...lines, `link set ${name} up`]
}

function routeLine({ to, kind, metric, source, table, nexthops, ...hop }: RouteDescription): string {
  const words = [
    'route add',
    kind ?? '',
    formatPrefix(to),
    hopWords(hop),
    table === undefined ? '' : `table ${table}`,
    metric === undefined ? '' : `metric ${metric}`,
    source === undefined ? '' : `src ${source}`,
    ...(nexthops ?? []).map((one) => `nexthop ${hopWords(one)} weight ${one.weight ?? 1}`),
  ]
  return joined(words)
}

function hopWords({ via, dev }: NextHopDescription): string {
  return joined([via ? `via ${via}` : '', dev ? `dev ${dev}` : ''])
}

function familyOf({ from, to, family = 4 }: RuleDescription): 4 | 6 {
  const prefix = from ?? to
  return prefix === undefined ? family : addressFamily(prefix.address)
}

function ruleLine({ priority, from, to, iif, oif, action = 'lookup', table = 'main' }: RuleDescription): string {
  const words = [
    'rule add',
    priority === undefined ? '' : `priority ${priority}`,
    from ? `from ${formatPrefix(from)}` : '',
    to ? `to ${formatPrefix(to)}` : '',
    iif ? `iif ${iif}` : '',
    oif ? `oif ${oif}` : '',
    action === 'lookup' ? `table ${table}` : action,
  ]
  return joined(words)
}

function joined(words: readonly string[]): string {
  return words.filter((word) => word !== '').join(' ')
}
