/** IPv4 of a host: interfaces, routes, neighbours, sending, receiving, forwarding and ICMP. Nothing of transport protocols or sockets. */
export { Counters } from './counters.ts'
export { IcmpLayer } from './icmp-layer.ts'
export { IpLayer, type IpOptions, type PacketHeader, type Path, type TransportProtocol } from './ip-layer.ts'
export { NetworkInterface } from './network-interface.ts'
export type { Route } from './routing-table.ts'
