/** IP of a host, both families: interfaces, routes, neighbours, sending, receiving, forwarding and ICMP. Nothing of transport protocols or sockets. */
export { Counters } from './counters.ts'
export { IpLayer, type IpOptions } from './ip-layer.ts'
export type { DeliveryError, IpPacket, PacketHeader, Path, TransportProtocol } from './ip-packet.ts'
export { deviceNamed, readGroupRequest, SocketGroups } from './multicast/index.ts'
export { NetworkInterface } from './network-interface.ts'
export type { Route } from './routing-table.ts'
