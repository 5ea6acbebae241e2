import type { DissectedLayer, Dissection, PacketRecord } from '#network'
import type { Packet } from '../api/index.ts'
import { toMilliseconds } from '../duration.ts'
import type { PacketData } from '../protocol.ts'
import { decode } from './byte-queue.ts'
import { type Fields, protocolLayers } from './packet-layers.ts'

/** Converts a recorded packet for a test. `on`: where it was seen. */
export function packetData(record: PacketRecord, packet: Dissection, on: string): PacketData {
  const place = {
    number: record.number,
    at: toMilliseconds(record.at),
    on,
    from: record.from,
    to: record.to,
    fate: record.fate,
  }
  // Copies the bytes: a frame is a slice of a shared buffer, and all of that would be transferred.
  const bytes = record.bytes.slice()
  return { ...place, bytes, ...contents(packet, packet.layers, packet.summary, place) }
}

type Place = Pick<Packet, 'number' | 'at' | 'on' | 'from' | 'to' | 'fate'>

function contents(packet: Dissection, all: readonly DissectedLayer[], summary: string, place: Place) {
  const layers = all.filter((layer) => layer.isQuoted === all[0]?.isQuoted)
  const quoted = all.filter((layer) => !layers.includes(layer))
  const fields = allFields(layers)
  const payload = payloadOf(packet.bytes, layers)
  const about = quoted.length > 0 ? quotedPacket(packet, quoted, place) : undefined
  return { summary, fields, payload, text: decode(payload), ...protocolLayers(layers, fields, about) }
}

function quotedPacket(packet: Dissection, quoted: DissectedLayer[], place: Place): PacketData {
  const bytes = packet.bytes.slice(quoted[0]!.offset)
  return { ...place, bytes, ...contents(packet, quoted, 'quoted in an ICMP error', place) }
}

/** Every field by name; for repeated names, the first. */
function allFields(layers: readonly DissectedLayer[]): Fields {
  const fields: Fields = {}
  for (const { name, value } of layers.flatMap((layer) => layer.fields))
    fields[name] ??= value instanceof Uint8Array ? hex(value) : value
  return fields
}

/** Formats bytes like Wireshark: `68:65:6c`. */
function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(':')
}

/** Payload of the innermost header. */
function payloadOf(bytes: Uint8Array, layers: readonly DissectedLayer[]): Uint8Array {
  const top = layers.findLast(({ protocol }) => protocol !== 'data')
  return top ? bytes.slice(top.offset + top.length, top.end) : new Uint8Array(0)
}
