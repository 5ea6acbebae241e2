import type { TcpPosition } from '../analysis/index.ts'
import { Dissecting, type DissectionContext } from './dissecting.ts'
import type { Dissection } from './dissection.ts'
import { ETHERNET, PROTOCOLS } from './protocols/index.ts'

/**
 * Reads a frame into layers of fields. Depends on the bytes alone; `position` and `more` (from a `CaptureAnalysis`) add relative sequence numbers and what
 * is only seen in a whole capture. Finds the layers, reads their fields and sums up when somebody asks. Never throws: what cannot be read becomes a
 * layer `_ws.malformed` that says why.
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
