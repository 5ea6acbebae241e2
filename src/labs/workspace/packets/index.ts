/** The packet panes: list with display filter, fields and bytes, followed streams, capture files in and out. */
export { CauseChain } from './cause-chain.ts'
export { PacketFilter } from './packet-filter.ts'
export { PacketPane } from './packet-pane.tsx'
export { PacketsPane } from './packets-pane.tsx'
export { PlayCapture } from './play-capture.tsx'
export { readCapture } from './read-capture.ts'
export { saveCapture } from './save-capture.ts'
