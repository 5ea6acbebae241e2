/** UDP: sockets, and the choice of the one that a datagram is for. */
export { UdpLayer } from './udp-layer.ts'
