import { type IpDatagram, type IpPayload, ipContent, isFragment } from '../reassembly/index.ts'

/** What the frame carries, or the datagram that it completes; null for what is no IP, is a fragment, or cannot be read. */
export function ipPayload(bytes: Uint8Array, datagram: IpDatagram | null = null): IpPayload | null {
  if (datagram !== null) return datagram
  const content = ipContent(bytes)
  return content === null || isFragment(content) ? null : content
}
