import type { TcpPosition } from '../analysis/index.ts'
import { Dissecting, type DissectionContext } from './dissecting.ts'
import type { Dissection } from './dissection.ts'
import { ETHERNET, PROTOCOLS } from './protocols/index.ts'

/**
 * Dissects a frame into layers of fields. Depends on the bytes alone; `position` and `more` (from a `CaptureAnalysis`)
 * add relative sequence numbers and other context of the capture. Layers, fields and the summary are computed on
 * demand. Never throws: unreadable data becomes a layer `_ws.malformed` with the reason.
 */
export function dissect(
  bytes: Uint8Array,
  position: TcpPosition | null = null,
  more: DissectionContext = {},
): Dissection {
  return new Dissecting(bytes, PROTOCOLS, position, more, findLayers)
}

function findLayers(work: Dissecting): void {
  ETHERNET.dissect(work, { start: 0, end: work.bytes.length, isQuoted: false })
}
