/** What a host's description says, given to its namespace: interfaces, addresses, routes, rules, kernel parameters. */
import {
  addressFamily,
  formatPrefix,
  type HostDescription,
  type InterfaceDescription,
  type NextHopDescription,
  type RouteDescription,
  type RuleDescription,
} from '#network'
import type { LinuxHost } from './linux-host.ts'
import { configureMiddlebox } from './middleboxes.ts'

/** Configures a host with existing interfaces, and brings them up. */
export function configureHost(host: LinuxHost, description: HostDescription): void {
  const { namespace } = host
  // With transmit offloads a veth delivers segments larger than the MTU, and leaves checksums to a card that does not
  // exist.
  namespace.turnOffTransmitOffload(description.interfaces.map(({ name }) => name))
  // Without an address, the kernel's IPv6 would configure one and add its packets to every capture.
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
  // Programs and peers of a test listen on port 80, as on a simulated host, without a capability for it.
  namespace.sysctl('net/ipv4/ip_unprivileged_port_start', 0)
  // Defaults of the simulated stack, and the one algorithm that every namespace may choose; a machine's own default may
  // differ.
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
