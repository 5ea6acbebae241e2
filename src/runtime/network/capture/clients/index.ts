/**
 * Clients of a capture: from the packets of any software, what each client sent and when, and the answers. Replaying is done
 * elsewhere.
 */
export { type CapturedPacket, capturedPackets } from './captured-packets.ts'
export type { ClientEnd, ClientSend, ClientSide, ClientSides, LeftOut, ServerReply } from './client-side.ts'
export { clientSides } from './client-sides.ts'
