/**
 * What a world recorded, as the page shows it: packets in words, output by process, processes by host. It is built from the
 * stream of world records and knows no view; views read it and never the world.
 */

export type { OutputLine } from './output-tail.ts'
export { isLost, type PacketView } from './packet-view.ts'
export { type ProcessView, Recording } from './recording.ts'
