import type { Dissection } from '#network'

/** A packet, reduced to what conversations need. */
export interface Heard {
  number: number
  packet: Dissection
  source: string
  destination: string
  /** Address and port: `10.0.9.1:43617`. */
  sourceEnd: string
  destinationEnd: string
}

export type Direction = 'to' | 'from'
