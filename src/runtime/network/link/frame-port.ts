/**
 * Attachment point of an interface or a switch port. A transmitted frame belongs to the network: neither sender nor
 * receiver may change its bytes, since the recording and other receivers share them. Copy a frame before changing it.
 */
export interface FramePort {
  /** Sends a frame, Ethernet header included. It may be lost; there is no answer. */
  transmit(frame: Uint8Array): void
  /** Called for each arriving frame. Null: frames are received and dropped. */
  onReceive: ((frame: Uint8Array) => void) | null
}
