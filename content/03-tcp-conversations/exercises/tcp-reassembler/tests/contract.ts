export interface Segment {
  seq: number
  syn?: boolean
  fin?: boolean
  data?: Uint8Array
}
export interface Acknowledgment {
  ack: number
  window: number
}
/** What `receiver.ts` exports. */
export declare class Receiver {
  constructor(options: { capacity: number })
  segment(segment: Segment): Acknowledgment
  read(n: number): Uint8Array | null
}
