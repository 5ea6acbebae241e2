import type { IpAddress } from '../../address/index.ts'

/** Fragment of a datagram. */
export interface DatagramPiece {
  /** Number of its packet. */
  readonly frame: number
  /** Offset of its payload in the datagram's. */
  readonly start: number
  readonly payload: Uint8Array
  /** Earlier fragments, by offset, have some of the same bytes … */
  readonly overlaps: boolean
  /** … with different values. */
  readonly conflicts: boolean
}

/** Datagram seen in fragments. While some are missing, `completedBy` is null and `payload` empty. */
export interface IpDatagram {
  readonly source: IpAddress
  readonly destination: IpAddress
  readonly protocol: number
  /** Number of the packet that completed it. */
  completedBy: number | null
  /** By offset, once it is complete. */
  pieces: readonly DatagramPiece[]
  payload: Uint8Array
}
