import type { IpAddress } from '#network'

/** The published port, as the gateway host reaches it. */
export interface Target {
  readonly addresses: Record<4 | 6, IpAddress>
  readonly port: number
  /** A client was turned away: a positive errno. */
  readonly onRefused: (error: number) => void
}

/** IP version of a real address: clients that connect over IPv6 are forwarded over IPv6. */
export function familyOf(address: string): 4 | 6 {
  return address.includes(':') ? 6 : 4
}
