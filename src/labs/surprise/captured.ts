import type { DrawnPacket } from '../recording/index.ts'
import { asDrawn } from '../recording/index.ts'

/** Every node, or the one where the capture is taken. */
export type CapturePoint = string | null

/** What a capture at a node has: frames that it sent, and those that reached it. */
export function isCapturedAt(
  point: CapturePoint,
  { from, to, fate }: Pick<DrawnPacket, 'from' | 'to' | 'fate'>,
): boolean {
  return point === null || from === point || (to === point && fate === 'delivered')
}

/** Where a frame was sent, as one that arrived: its fate, and with it the reason of a loss, is hidden. */
export const asIfArrived = ({ to }: Pick<DrawnPacket, 'to'>): Pick<DrawnPacket, 'to' | 'fate'> => ({
  to,
  fate: 'delivered',
})

/** The same for the ladder. */
export const drawnAsIfArrived = (packet: DrawnPacket): DrawnPacket => ({ ...asDrawn(packet), fate: 'delivered' })
