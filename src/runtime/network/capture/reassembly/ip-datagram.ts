import type { IpAddress } from '../../address/index.ts'

/** One fragment of a datagram. */
export interface DatagramPiece {
  /** Number of its packet. */
  readonly frame: number
  /** Of its payload in the datagram's. */
  readonly start: number
  readonly payload: Uint8Array
  /** Fragments before it, in the order of their places, had some of its bytes already … */
  readonly overlaps: boolean
  /** … and others than it has. */
  readonly conflicts: boolean
}

/** A datagram that was seen in fragments. While some are missing, `completedBy` is null and `payload` empty. */
export interface IpDatagram {
  readonly source: IpAddress
  readonly destination: IpAddress
  readonly protocol: number
  /** Number of the packet that completed it. */
  completedBy: number | null
  /** In the order of their places, once it is complete. */
  pieces: readonly DatagramPiece[]
  payload: Uint8Array
}
