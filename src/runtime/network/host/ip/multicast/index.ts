/**
 * Multicast of a host on its links: group membership of sockets and interfaces, the host side of IGMP and MLD, receiving and
 * sending. Snooping switches and queriers are not here; multicast routes of a router are static.
 */
export { MulticastLayer } from './multicast-layer.ts'
export { MulticastRoutes } from './multicast-routes.ts'
export { deviceNamed, type GroupRequest, readGroupRequest, SocketGroups } from './socket-groups.ts'
