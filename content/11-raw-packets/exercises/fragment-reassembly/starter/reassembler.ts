import { params } from './params.ts'

export class Reassembler {
  /** Takes an IPv4 packet that has just arrived. Returns the whole datagram that it completes, or null. */
  push(packet: Uint8Array, nowMs: number): Uint8Array | null {
    console.log(packet.length, 'bytes at', nowMs, 'ms, of a datagram that has', params.seconds, 's')
    // Your turn: return whole packets, then put fragments together.
    return null
  }

  /** Forgets what has waited too long. Of each datagram whose first fragment is there, returns that fragment as it came. */
  expire(nowMs: number): Uint8Array[] {
    console.log('what has waited too long at', nowMs, 'ms?')
    return []
  }

  /** Bytes of data that are waiting now, without headers. */
  get held(): number {
    return 0
  }
}
