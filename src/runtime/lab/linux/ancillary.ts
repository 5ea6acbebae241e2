import type { Ancillary } from '#network'
import { linux, type RawControl, readControl } from '#sockets/linux/index.ts'

const ORIGINS = {
  [linux.SO_EE_ORIGIN_LOCAL]: 'local',
  [linux.SO_EE_ORIGIN_ICMP]: 'icmp',
  [linux.SO_EE_ORIGIN_ICMP6]: 'icmp6',
} as const
const HOPS = [linux.IP_TTL, linux.IPV6_HOPLIMIT]

/** Control messages of the kernel as the network floor has them. */
export function ancillaryOf(messages: readonly RawControl[]): Ancillary {
  let ancillary: Ancillary = {}
  for (const { type, value, packetInfo, error } of messages.map(readControl)) {
    if (packetInfo !== undefined) ancillary = { ...ancillary, packetInfo }
    if (value !== undefined)
      ancillary = { ...ancillary, [HOPS.includes(type as 2) ? 'timeToLive' : 'typeOfService']: value }
    const origin = ORIGINS[error?.origin as keyof typeof ORIGINS]
    if (error !== undefined && origin !== undefined) ancillary = { ...ancillary, error: { ...error, origin } }
  }
  return ancillary
}
