/**
 * Reassembly of datagrams from the IP fragments of a capture, separately on each link, since a fragment is seen on every
 * link of its path. Hosts have their own reassembly, with timers and errors; this one only observes.
 */
export { type IpPayload, ipContent, isFragment } from './ip-content.ts'
export type { DatagramPiece, IpDatagram } from './ip-datagram.ts'
export { IpReassembly } from './ip-reassembly.ts'
