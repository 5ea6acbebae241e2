import {
  type Advertisement,
  addressFamily,
  type FilterRule,
  type HostDescription,
  type IdleTimeouts,
  type InterfaceDescription,
  ipAddressFrom,
  type LinkDescription,
  type MulticastRouteDescription,
  type NatDescription,
  type NetworkDescription,
  type NextHopDescription,
  type NodeDescription,
  type Prefix,
  parsePrefix,
  type RouteDescription,
  type RuleDescription,
} from '#network'
import type { Topology, TopologyLink, TopologyNode } from './schema.ts'

type Stack = Extract<TopologyNode, { kind: 'host' }>
type Interfaces = Stack['interfaces']
type Route = Stack['routes'][number]
type RoutingRule = Stack['rules'][number]

/** A checked topology as the network floor wants it: addresses canonical, routes as prefixes, impairments per link. */
export function describeNetwork({ name, ports, topology }: Topology): NetworkDescription {
  return {
    name,
    ...(Object.keys(ports).length > 0 && { ports }),
    nodes: Object.entries(topology.nodes).map(([node, values]) => describeNode(node, values)),
    links: topology.links.map(describeLink),
  }
}

function describeNode(name: string, node: TopologyNode): NodeDescription {
  if (node.kind === 'switch') return { kind: 'switch', name }
  const host: HostDescription = {
    kind: node.kind === 'host' ? 'host' : 'router',
    name,
    interfaces: describeInterfaces(node.interfaces),
    routes: node.routes.map((route) => describeRoute(route, node.interfaces)),
    ...(node.rules.length > 0 && { rules: node.rules.map(describeRule) }),
    ...describeSysctls(node),
    ...(Object.keys(node.zones).length > 0 && { zones: node.zones }),
  }
  if (node.kind === 'nat') return { ...host, nat: describeNat(node) }
  if (node.kind === 'firewall')
    return { ...host, firewall: { filter: node.filter.map(describeFilter), timeouts: describeTimeouts(node) } }
  if (node.kind !== 'router') return host
  return {
    ...host,
    ...(node.silent && { silent: true }),
    ...(node.mroutes.length > 0 && { multicastRoutes: node.mroutes.map(present) as MulticastRouteDescription[] }),
  }
}

function describeNat(node: Extract<TopologyNode, { kind: 'nat' }>): NatDescription {
  const { outside, mapping, filtering, ports, range, hairpin, forward } = node
  const forwards = forward?.map(({ 'to-port': toPort, to, ...rest }) => ({
    ...rest,
    to: ipAddressFrom(to)!,
    ...(toPort !== undefined && { toPort }),
  }))
  const behavior = present({
    mapping,
    filtering,
    ports,
    range,
    hairpin,
    portsPerHost: node['ports-per-host'],
    forwards,
  })
  return { outside, timeouts: describeTimeouts(node), ...behavior }
}

type Box = Extract<TopologyNode, { kind: 'nat' | 'firewall' }>
type Filter = Extract<TopologyNode, { kind: 'firewall' }>['filter'][number]

const describeTimeouts = (box: Box): IdleTimeouts => present({ tcp: box['tcp-idle'], udp: box['udp-idle'] })

function describeFilter({ from, to, ...rest }: Filter): FilterRule {
  return {
    ...present(rest),
    ...(from !== undefined && { from: prefix(from) }),
    ...(to !== undefined && { to: prefix(to) }),
  }
}

function describeInterfaces(interfaces: Interfaces): InterfaceDescription[] {
  return Object.entries(interfaces).map(([name, { addresses, mac, advertise }]) => ({
    name,
    addresses: addresses.map(prefix),
    ...(advertise !== undefined && { advertise: describeAdvertisement(advertise) }),
    ...(mac !== undefined && { mac }),
  }))
}

function describeRoute(route: Route, interfaces: Interfaces): RouteDescription {
  const { to, via, dev, metric, src, table, type, nexthops } = route
  const next = via ?? nexthops?.[0]?.via ?? src ?? firstAddress(interfaces, dev ?? nexthops?.[0]?.dev)
  const everything = addressFamily(ipAddressFrom(next) ?? '0.0.0.0') === 6 ? '::/0' : '0.0.0.0/0'
  return {
    to: prefix(to === 'default' ? everything : to),
    ...describeHop({ via, dev }),
    ...(metric !== undefined && { metric }),
    ...(src !== undefined && { source: ipAddressFrom(src)! }),
    ...(table !== undefined && { table: String(table) }),
    ...(type !== 'unicast' && { kind: type }),
    ...(nexthops && { nexthops: nexthops.map(({ weight, ...hop }) => ({ ...describeHop(hop), weight })) }),
  }
}

function firstAddress(interfaces: Interfaces, name = ''): string {
  return interfaces[name]?.addresses[0]?.split('/')[0] ?? '0.0.0.0'
}

function describeHop({ via, dev }: { via?: string | undefined; dev?: string | undefined }): NextHopDescription {
  return { ...(via !== undefined && { via: ipAddressFrom(via)! }), ...(dev !== undefined && { dev }) }
}

function describeRule({ from, to, table, ...rule }: RoutingRule): RuleDescription {
  return {
    ...present(rule),
    ...(from !== undefined && { from: prefix(from) }),
    ...(to !== undefined && { to: prefix(to) }),
    ...(table !== undefined && { table: String(table) }),
  }
}

const REVERSE_PATH_FILTERS = { off: 0, strict: 1, loose: 2 } as const

/** The node's own parameters, and what its interfaces say of theirs. */
function describeSysctls({ interfaces, sysctls }: Pick<Stack, 'interfaces' | 'sysctls'>): {
  sysctls?: Record<string, string | number>
} {
  const filters = Object.entries(interfaces).flatMap(([name, { rp_filter: filter }]) =>
    filter === undefined ? [] : [[`net.ipv4.conf.${name}.rp_filter`, REVERSE_PATH_FILTERS[filter]] as const],
  )
  const configured = Object.entries(interfaces).flatMap(([name, one]) =>
    autoconfiguration(`net.ipv6.conf.${name}`, one),
  )
  const all = { ...Object.fromEntries([...filters, ...configured]), ...sysctls }
  return Object.keys(all).length > 0 ? { sysctls: all } : {}
}

function autoconfiguration(conf: string, { slaac, dad, advertise }: Interfaces[string]): [string, number][] {
  const on = advertise === undefined ? 1 : 2
  return [
    ...(slaac ? [[`${conf}.accept_ra`, on] as [string, number]] : []),
    ...(dad === 'off' ? [] : [[`${conf}.accept_dad`, 1] as [string, number]]),
    ...(dad === 'optimistic' ? [[`${conf}.optimistic_dad`, 1] as [string, number]] : []),
  ]
}

function describeAdvertisement({
  prefixes,
  interval,
  ...rest
}: NonNullable<Interfaces[string]['advertise']>): Advertisement {
  return {
    ...present(rest),
    prefixes: prefixes.map(({ prefix: text, ...lifetimes }) => ({ prefix: prefix(text), ...present(lifetimes) })),
    ...(interval !== undefined && { interval }),
  }
}

function describeLink({ endpoints, labels: _, forward, backward, ...impairment }: TopologyLink): LinkDescription {
  return {
    endpoints,
    impairment: present(impairment),
    ...(forward && { forward: present(forward) }),
    ...(backward && { backward: present(backward) }),
  }
}

/** Without the values that the file does not name: they keep the network's defaults. */
function present<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never
}

function prefix(text: string): Prefix {
  const parsed = parsePrefix(text)
  if (!parsed) throw new Error(`${text} passed the topology's schema but is not a prefix`)
  return parsed
}
