import type { IpAddress } from '#network'

/** The published port, as the gateway host reaches it. */
export interface Target {
  readonly addresses: Record<4 | 6, IpAddress>
  readonly port: number
  /** A client was turned away: a positive errno. */
  readonly onRefused: (error: number) => void
}

/** Of a real address: clients that come by IPv6 are led on by IPv6. */
export function familyOf(address: string): 4 | 6 {
  return address.includes(':') ? 6 : 4
}
