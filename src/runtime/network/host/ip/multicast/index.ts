/**
 * Multicast of a host on its links: membership of sockets and interfaces, IGMP and MLD as a host speaks them, what comes in and where it goes out. Snooping
 * switches, queriers and multicast routers are not here.
 */
export { MulticastLayer } from './multicast-layer.ts'
export { deviceNamed, type GroupRequest, readGroupRequest, SocketGroups } from './socket-groups.ts'
