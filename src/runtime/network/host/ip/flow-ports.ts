import { read16 } from '../../bytes.ts'
import { IpProtocol } from '../../wire/index.ts'
import type { FlowPorts } from './routing/index.ts'

/** The ports of a packet's transport header; null of protocols that have none. */
export function transportPorts(protocol: number, payload: Uint8Array): FlowPorts | null {
  if ((protocol !== IpProtocol.TCP && protocol !== IpProtocol.UDP) || payload.length < 4) return null
  const sourcePort = read16(payload, 0)
  return { protocol, sourcePort, destinationPort: read16(payload, 2) }
}
