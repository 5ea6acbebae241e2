import { type IpDatagram, type IpPayload, ipContent, isFragment } from '../reassembly/index.ts'

/** Returns the payload of the frame, or of the datagram that it completes; null if it is not IP, a fragment, or unreadable. */
export function ipPayload(bytes: Uint8Array, datagram: IpDatagram | null = null): IpPayload | null {
  if (datagram !== null) return datagram
  const content = ipContent(bytes)
  return content === null || isFragment(content) ? null : content
}
