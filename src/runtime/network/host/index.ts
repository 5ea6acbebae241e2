/**
 * Network stack of a host: interfaces, routes, neighbor cache, IP in and out, ICMP, UDP, TCP and raw sockets, with Linux's
 * defaults. It knows a scheduler, its random streams and frame ports, but no links, worlds or programs: the same stack also
 * runs over a TUN device against a real kernel.
 */
export type { Host } from './host.ts'
export type { HostOptions, MulticastRouteDescription, NextHopDescription, RouteDescription } from './host-options.ts'
export type { HostInterface } from './ip/index.ts'
export {
  type Advertisement,
  type FilterRule,
  type FirewallDescription,
  type IdleTimeouts,
  type MappingRow,
  type NatBehavior,
  type NatDescription,
  type NetworkInterface,
  type PortChoice,
  type PortForward,
  type RouteKind,
  RouterAdvertiser,
  type RuleDescription,
} from './ip/index.ts'
export { knownParameters } from './kernel-parameters.ts'
export { ETH_P_ALL, type FilterInstruction, type PacketSocket } from './packet/index.ts'
export type { GroupRow, InterfaceRow, NeighborRow, RouteRow, RuleRow, SocketRow, Way } from './rows.ts'
export { SimulatedHost } from './simulated-host.ts'
export type {
  Ancillary,
  Endpoint,
  ErrorReport,
  PacketInfo,
  RawSocket,
  Received,
  Socket,
  SocketTimer,
  TcpSocket,
  TcpState,
  TcpStats,
  UdpSocket,
} from './socket.ts'
export {
  BindFlag,
  PathMtuDiscovery,
  Ready,
  ReceiveFlag,
  SendFlag,
  Shutdown,
  SocketOption,
} from './socket-constants.ts'
export type { NeighborDetail, SocketDetail, SocketSource, TableWatch } from './table-watch.ts'
export { LINUX_TCP_SETTINGS, ssState, type TcpSettings } from './tcp/index.ts'
export { TCP_INFO_FIELDS, type TcpInfo } from './tcp-info.ts'
export { socketTimerText, tcpInfoText } from './tcp-info-text.ts'
