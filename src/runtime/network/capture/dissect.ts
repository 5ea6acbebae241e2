import { ETHERNET_FIELDS, ETHERNET_HEADER_LENGTH, EtherType, ParseError, parseEthernet } from '../wire/index.ts'
import { dissectArp } from './dissect-arp.ts'
import { dissectIpv4 } from './dissect-ipv4.ts'
import { dissectIpv6 } from './dissect-ipv6.ts'
import { type Dissecting, data, malformed } from './dissecting.ts'
import { type DissectedLayer, type Dissection, LayerBuilder } from './dissection.ts'
import type { TcpPosition } from './tcp-analysis.ts'

/**
 * Reads a frame into layers of fields. Depends on the bytes alone; `position` (from a `CaptureAnalysis`) adds relative sequence numbers and what is
 * only seen in a whole capture. Never throws: what cannot be read becomes a layer `_ws.malformed` that says why.
 */
export function dissect(bytes: Uint8Array, position: TcpPosition | null = null): Dissection {
  const work: Dissecting = { bytes, layers: [], position, summary: '' }
  dissectEthernet(work)
  const top = work.layers.findLast((layer) => !layer.isQuoted && layer.protocol !== 'data')
  return { bytes, layers: work.layers, protocol: protocolName(top), summary: work.summary }
}

const NAMES: Readonly<Record<string, string>> = { ip: 'IPv4', icmpv6: 'ICMPv6' }

function protocolName(layer: DissectedLayer | undefined): string {
  if (layer === undefined) return ''
  if (layer.protocol === '_ws.malformed') return 'malformed'
  if (layer.protocol.startsWith('ipv6')) return 'IPv6'
  return NAMES[layer.protocol] ?? layer.protocol.toUpperCase()
}

function dissectEthernet(work: Dissecting): void {
  const header = parseEthernet(work.bytes)
  if (header instanceof ParseError) {
    malformed(work, header, 0, work.bytes.length, false)
    return
  }
  const builder = new LayerBuilder(work.bytes, 0)
  builder.table(ETHERNET_FIELDS, work.bytes.length)
  work.layers.push(builder.finish('eth', 'Ethernet II', ETHERNET_HEADER_LENGTH, work.bytes.length, false))
  if (header.type === EtherType.IPV4) dissectIpv4(work, ETHERNET_HEADER_LENGTH, work.bytes.length, false)
  else if (header.type === EtherType.IPV6) dissectIpv6(work, ETHERNET_HEADER_LENGTH, work.bytes.length, false)
  else if (header.type === EtherType.ARP) dissectArp(work, ETHERNET_HEADER_LENGTH, work.bytes.length)
  else {
    work.summary = `Ethernet type 0x${header.type.toString(16).padStart(4, '0')}`
    data(work, ETHERNET_HEADER_LENGTH, work.bytes.length, false)
  }
}
