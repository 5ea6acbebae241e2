/** UDP: sockets, and the choice of a datagram's receiver. */
export { UdpLayer } from './udp-layer.ts'
