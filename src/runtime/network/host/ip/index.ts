/** IP of a host, both families: interfaces, routes, neighbors, sending, receiving, forwarding and ICMP. No transport protocols or sockets. */
export { type Counter, Counters } from './counters.ts'
export type { Advertisement, Attribution, HostInterface } from './host-interface.ts'
export { IpLayer } from './ip-layer.ts'
export {
  ANY_FLOW,
  type DeliveryError,
  type FlowSelector,
  type IcmpReport,
  type IpPacket,
  type PacketHeader,
  type Path,
  type TransportProtocol,
} from './ip-packet.ts'
export { RouterAdvertiser } from './ipv6/index.ts'
export { deviceNamed, readGroupRequest, SocketGroups } from './multicast/index.ts'
export {
  type FilterRule,
  type FirewallDescription,
  type IdleTimeouts,
  type MappingRow,
  type NatBehavior,
  type NatDescription,
  Netfilter,
  type PortChoice,
  type PortForward,
} from './netfilter/index.ts'
export { NetworkInterface } from './network-interface.ts'
export type { NextHop, Route, RouteKind, RuleDescription } from './routing/index.ts'
export type { InterfaceSettings, IpSettings, NeighborSettings } from './settings.ts'
