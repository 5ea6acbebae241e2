import {
  addressFamily,
  type HostDescription,
  type InterfaceDescription,
  ipAddressFrom,
  type LinkDescription,
  type NetworkDescription,
  type NodeDescription,
  type Prefix,
  parsePrefix,
  type RouteDescription,
} from '../../network/index.ts'
import type { Topology, TopologyLink, TopologyNode } from './schema.ts'

type Interfaces = Extract<TopologyNode, { kind: 'host' }>['interfaces']
type Route = Extract<TopologyNode, { kind: 'host' }>['routes'][number]

/** A checked topology as the network floor wants it: addresses canonical, routes as prefixes, impairments per link. */
export function describeNetwork({ name, topology }: Topology): NetworkDescription {
  return {
    name,
    nodes: Object.entries(topology.nodes).map(([node, values]) => describeNode(node, values)),
    links: topology.links.map(describeLink),
  }
}

function describeNode(name: string, node: TopologyNode): NodeDescription {
  if (node.kind === 'switch') return { kind: 'switch', name }
  const host: HostDescription = {
    kind: node.kind,
    name,
    interfaces: describeInterfaces(node.interfaces),
    routes: node.routes.map((route) => describeRoute(route, node.interfaces)),
  }
  return node.kind === 'router' && node.silent ? { ...host, silent: true } : host
}

function describeInterfaces(interfaces: Interfaces): InterfaceDescription[] {
  return Object.entries(interfaces).map(([name, { addresses, mac }]) => ({
    name,
    addresses: addresses.map(prefix),
    ...(mac !== undefined && { mac }),
  }))
}

function describeRoute({ to, via, dev, metric }: Route, interfaces: Interfaces): RouteDescription {
  const next = via ?? Object.values(interfaces[dev ?? '']?.addresses ?? [])[0]?.split('/')[0] ?? '0.0.0.0'
  const everything = addressFamily(ipAddressFrom(next) ?? '0.0.0.0') === 6 ? '::/0' : '0.0.0.0/0'
  return {
    to: prefix(to === 'default' ? everything : to),
    ...(via !== undefined && { via: ipAddressFrom(via)! }),
    ...(dev !== undefined && { dev }),
    ...(metric !== undefined && { metric }),
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
  if (!parsed) throw new Error(`${text} passed the topology's schema and is no prefix`)
  return parsed
}
