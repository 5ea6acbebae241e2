import { tcpFrame } from '../analysis/index.ts'
import { CaptureAnalysis } from '../capture-analysis.ts'
import { type Dissection, fieldValue } from '../dissection/index.ts'
import type { PacketRecord } from '../packet-record.ts'
import type { CapturedPacket } from './captured-packets.ts'
import type { ClientSide, ClientSides, LeftOut } from './client-side.ts'
import { Connection } from './connection.ts'
import { Flow } from './flow.ts'

/** UDP ports of datagrams that a system sends by itself, often to a group: not a client's conversations. */
const BY_ITSELF: ReadonlySet<number> = new Set([67, 68, 137, 138, 546, 547, 1900, 5353, 5355])

/** Reads the clients' sides: streams in order, retransmissions once. Packets that are neither TCP nor UDP are skipped. */
export function clientSides(packets: readonly CapturedPacket[]): ClientSides {
  const analysis = new CaptureAnalysis()
  const connections = new Map<number, Connection>()
  const flows = new Map<string, Flow>()
  for (const packet of packets) {
    analysis.add(packet.record)
    if (!addSegment(connections, packet, analysis)) addDatagram(flows, packet, analysis.dissect(packet.record))
  }
  const leftOut: LeftOut[] = []
  const sides: ClientSide[] = []
  for (const conversation of [...connections.values(), ...new Set(flows.values())]) {
    const reason = conversation.obstacle()
    if (reason === null) sides.push(conversation.side())
    else leftOut.push({ frame: conversation.frame, reason })
  }
  const byFrame = (a: { frame: number }, b: { frame: number }) => a.frame - b.frame
  return { sides: sides.sort(byFrame), leftOut: leftOut.sort(byFrame) }
}

function addSegment(
  connections: Map<number, Connection>,
  { record, missing }: CapturedPacket,
  analysis: CaptureAnalysis,
): boolean {
  const position = analysis.position(record)
  const frame = position && tcpFrame(record.bytes, position.datagram)
  if (!position || !frame) return false
  const { segment } = frame
  const seen = {
    ...{ frame: record.number, at: record.at, segment, position, missing },
    source: `${frame.source} ${segment.sourcePort}`,
    destination: `${frame.destination} ${segment.destinationPort}`,
  }
  const connection = connections.get(position.stream) ?? new Connection(seen)
  connections.set(position.stream, connection)
  connection.add(seen)
  return true
}

function addDatagram(flows: Map<string, Flow>, { record, missing }: CapturedPacket, packet: Dissection): void {
  const layer = packet.layers.find(({ protocol, isQuoted }) => protocol === 'udp' && !isQuoted)
  const length = fieldValue(packet, 'udp.length')
  const [from, to] = [fieldValue(packet, 'udp.srcport'), fieldValue(packet, 'udp.dstport')]
  if (!layer || typeof length !== 'number' || typeof to !== 'number' || BY_ITSELF.has(to)) return
  const text = (v4: string, v6: string) => String(fieldValue(packet, v4) ?? fieldValue(packet, v6) ?? '')
  const source = `${text('ip.src', 'ipv6.src')} ${from}`
  const destination = `${text('ip.dst', 'ipv6.dst')} ${to}`
  const bytes = layer.bytes.subarray(layer.offset + 8, layer.offset + Math.max(8, length))
  const seen = { ...placeOf(record), source, destination, port: to, bytes, isCut: missing > 0 }
  const key = source < destination ? `${source} ${destination}` : `${destination} ${source}`
  const flow = flows.get(key) ?? new Flow(seen)
  flows.set(key, flow)
  flow.add(seen)
}

const placeOf = ({ number: frame, at, link }: PacketRecord) => ({ frame, at, link })
