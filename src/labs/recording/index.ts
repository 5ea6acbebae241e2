/**
 * A world's recording, as the page shows it: packets in words, output by process, processes by host. Built from the
 * stream of world records or from a capture file. Views read it, never the world.
 */

export type { CallPlace, CodePlace } from './code-places.ts'
export { Journeys } from './journeys.ts'
export { eventAfter, eventBefore, type LinkEvent } from './link-event.ts'
export { type OutputLine, OutputTail } from './output-tail.ts'
export { type ArrivalKind, causeBefore, type KnownCause, knownCause } from './packet-cause.ts'
export { asDrawn, type DrawnPacket, fateAt, isLost, type PacketKind, type PacketView } from './packet-view/index.ts'
export { quoted } from './quoted.ts'
export type { ReadPacket } from './read-packet.ts'
export { type PrintedLine, type ProcessView, Recording } from './recording.ts'
