/**
 * The simulated internet: pure TypeScript, no Node, no DOM, no npm dependency, no source of time or chance but `clock.ts` and
 * `random.ts`. Everything above imports it from here.
 */
export * from './address/index.ts'
export { concatenate, write16, write32 } from './bytes.ts'
export * from './capture/index.ts'
export {
  Clock,
  type Lane,
  MICROSECOND,
  MILLISECOND,
  type Nanoseconds,
  type ScheduledEvent,
  type Scheduler,
  SECOND,
  WORLD_EPOCH_MS,
} from './clock.ts'
export * from './control/index.ts'
export type { ErrnoName } from './errno.ts'
export { Errno, errnoName } from './errno.ts'
export type {
  Advertisement,
  Ancillary,
  Endpoint,
  ErrorReport,
  FilterInstruction,
  FilterRule,
  FirewallDescription,
  GroupRow,
  Host,
  HostInterface,
  HostOptions,
  IdleTimeouts,
  InterfaceRow,
  MappingRow,
  MulticastRouteDescription,
  NatBehavior,
  NatDescription,
  NeighborRow,
  NextHopDescription,
  PacketInfo,
  PacketSocket,
  PortChoice,
  PortForward,
  RawSocket,
  Received,
  RouteDescription,
  RouteKind,
  RouteRow,
  RuleDescription,
  RuleRow,
  Socket,
  SocketRow,
  SocketTimer,
  TcpSocket,
  TcpState,
  TcpStats,
  UdpSocket,
  Way,
} from './host/index.ts'
export {
  BindFlag,
  ETH_P_ALL,
  knownParameters,
  LINUX_TCP_SETTINGS,
  PathMtuDiscovery,
  Ready,
  ReceiveFlag,
  RouterAdvertiser,
  SendFlag,
  Shutdown,
  SimulatedHost,
  SocketOption,
  socketTimerText,
  ssState,
  TCP_INFO_FIELDS,
  type TcpInfo,
  type TcpSettings,
  tcpInfoText,
} from './host/index.ts'
export * from './link/index.ts'
export { hash32, RandomStream } from './random.ts'
export * from './recording/index.ts'
export * from './topology/index.ts'
export * from './wire/index.ts'
