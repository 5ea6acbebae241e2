import { IpProtocol } from '../../wire/index.ts'
import type { FlowPorts } from './routing/index.ts'

/** The ports of a packet's transport header; null of protocols that have none. */
export function transportPorts(protocol: number, payload: Uint8Array): FlowPorts | null {
  if ((protocol !== IpProtocol.TCP && protocol !== IpProtocol.UDP) || payload.length < 4) return null
  const sourcePort = (payload[0]! << 8) | payload[1]!
  return { protocol, sourcePort, destinationPort: (payload[2]! << 8) | payload[3]! }
}
