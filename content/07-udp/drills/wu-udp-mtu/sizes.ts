/** Sizes of UDP datagrams, and of the packets that carry them. */

export type Version = 4 | 6

/** Bytes of an IP header without options. */
export const IP_HEADER: Readonly<Record<Version, number>> = { 4: 20, 6: 40 }
export const UDP_HEADER = 8

/** Bytes that each fragment but the last carries behind its IPv4 header: a multiple of 8 (RFC 791, 3.2). */
export const roomOf = (mtu: number): number => Math.floor((mtu - IP_HEADER[4]) / 8) * 8

/** Bytes behind the IPv4 header of each packet that carries a datagram. */
export function fragmentsOf(payload: number, mtu: number): number[] {
  const whole = payload + UDP_HEADER
  if (whole + IP_HEADER[4] <= mtu) return [whole]
  const room = roomOf(mtu)
  const fragments: number[] = []
  let rest = whole
  for (; rest + IP_HEADER[4] > mtu; rest -= room) fragments.push(room)
  return [...fragments, rest]
}

/** Largest payload that one packet carries. */
export const largestPayload = (mtu: number, version: Version): number => mtu - IP_HEADER[version] - UDP_HEADER

/** Share of datagrams that arrive when each packet is lost with this probability. */
export const survival = (loss: number, packets: number): number => (1 - loss) ** packets
