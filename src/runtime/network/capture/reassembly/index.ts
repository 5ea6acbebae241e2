/**
 * Datagrams put together from IP fragments, of a capture: on each link by itself, since the same fragment is seen on every link of its way. Hosts have a
 * reassembly of their own, with timers and errors; this one only looks.
 */
export { type IpPayload, ipContent, isFragment } from './ip-content.ts'
export type { DatagramPiece, IpDatagram } from './ip-datagram.ts'
export { IpReassembly } from './ip-reassembly.ts'
