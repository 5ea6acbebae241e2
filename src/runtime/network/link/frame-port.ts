/**
 * Where an interface or a switch port is plugged in. A frame belongs to the network once it is transmitted: neither its sender nor a receiver
 * may change its bytes, since the recording and other receivers hold the same ones. Who wants to change a frame copies it first.
 */
export interface FramePort {
  /** Sends a frame, Ethernet header included. It may be lost: there is no answer. */
  transmit(frame: Uint8Array): void
  /** Called for each frame that arrives. Null: nobody listens, frames are received and forgotten. */
  onReceive: ((frame: Uint8Array) => void) | null
}
