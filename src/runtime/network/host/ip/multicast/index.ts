/**
 * Multicast of a host on its links: membership of sockets and interfaces, IGMP and MLD as a host speaks them, what comes in and where it goes out. Snooping
 * switches and queriers are not here; a router's routes of groups are those that it is given.
 */
export { MulticastLayer } from './multicast-layer.ts'
export { MulticastRoutes } from './multicast-routes.ts'
export { deviceNamed, type GroupRequest, readGroupRequest, SocketGroups } from './socket-groups.ts'
