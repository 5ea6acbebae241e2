import { type DisplayFilter, LabError, type Packet } from '#lab'
import { CaptureAnalysis, type CompiledFilter, compileFilter, FilterError, type PacketRecord } from '#network'

/** The packets of a list that match a display filter. */
export type Meaning = (packet: Packet) => boolean

const analyses = new WeakMap<readonly Packet[], Map<Packet, Parameters<CompiledFilter>[0]>>()
const filters = new Map<string, CompiledFilter>()

/**
 * Applies a display filter to packets that a test holds. What depends on earlier packets (relative numbers, retransmissions) is computed from the
 * packets of the list. Throws LabError MISUSE for an invalid filter.
 */
export function meaningOf(filter: DisplayFilter, packets: readonly Packet[]): Meaning {
  const compiled = filters.get(filter) ?? compile(filter)
  const dissections = analyses.get(packets) ?? analyse(packets)
  return (packet) => compiled(dissections.get(packet)!)
}

function compile(filter: string): CompiledFilter {
  const compiled = compileFilter(filter)
  if (compiled instanceof FilterError) {
    const seen = `${JSON.stringify(filter)}: ${compiled.reason} (column ${compiled.column})`
    throw new LabError({ code: 'MISUSE', expected: 'a display filter', seen, at: 0, packets: [] })
  }
  filters.set(filter, compiled)
  return compiled
}

function analyse(packets: readonly Packet[]) {
  const analysis = new CaptureAnalysis()
  const records = packets.map(recordOf)
  for (const record of records) analysis.add(record)
  const dissections = new Map(packets.map((packet, i) => [packet, analysis.dissect(records[i]!)]))
  analyses.set(packets, dissections)
  return dissections
}

function recordOf({ number, at, from, to, fate, bytes }: Packet): PacketRecord {
  return { number, at: Math.round(at * 1e6), arrives: null, link: 0, from, to, fate, bytes, cause: null }
}

/** `packet 12 (client > server PSH ACK seq 1 ack 1 len 3  "hel")` */
export function showPacket({ number, from, to, summary }: Packet): string {
  return `packet ${number} (${nodeOf(from)} > ${nodeOf(to)} ${summary})`
}

const nodeOf = (endpoint: string) => endpoint.slice(0, endpoint.indexOf(':')) || endpoint
