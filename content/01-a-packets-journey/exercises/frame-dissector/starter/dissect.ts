export interface Dissection {
  /** MAC addresses: `02:00:00:00:00:0b`. */
  destination: string
  source: string
  vlan: number | null
  type: number
  ip: { source: string; destination: string; ttl: number; protocol: number } | null
  ports: { source: number; destination: number } | null
  data: Buffer
}

/** What is in a frame; null if it's broken. */
export function dissect(frame: Buffer): Dissection | null {
  console.log('a frame of', frame.length, 'bytes')
  // Your turn: the two MAC addresses and the type, then what's inside.
  return null
}
