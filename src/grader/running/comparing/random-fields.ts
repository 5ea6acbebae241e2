import type { Dissection } from '#network'

/** A field that programs draw at random: `dns.id`, or bytes of one: `udp.payload[0:8]`. */
export interface RandomField {
  name: string
  /** The bytes that are random; absent: all. */
  slice?: { offset: number; length: number }
}

export interface ByteRange {
  from: number
  /** Offset after its last byte. */
  to: number
}

/** Random in every exchange: the client draws them, and the answer repeats them (RFC 5452 §4). */
const ALWAYS: readonly RandomField[] = [{ name: 'dns.id' }]

/** `udp.payload[0:8]`: Wireshark's slices, an offset and a length. */
export function readRandomFields(texts: readonly string[]): RandomField[] {
  const own = texts.map((text) => {
    const [, name = text, offset, length] = /^([\w.]+)(?:\[(\d+):(\d+)\])?$/.exec(text) ?? []
    return { name, ...(offset && { slice: { offset: Number(offset), length: Number(length) } }) }
  })
  return [...ALWAYS, ...own]
}

/** Finds these fields in a datagram's payload. One that isn't there completely is compared like everything else. */
export function randomRanges(packet: Dissection, fields: readonly RandomField[]): ByteRange[] {
  const payload = placeOf(packet, 'udp.payload')
  if (!payload) return []
  return fields.flatMap(({ name, slice }) => {
    const field = placeOf(packet, name)
    if (!field || field.source !== payload.source) return []
    const from = field.from - payload.from + (slice?.offset ?? 0)
    const to = slice ? from + slice.length : field.to - payload.from
    return from >= 0 && to > from && to <= field.to - payload.from ? [{ from, to }] : []
  })
}

function placeOf(packet: Dissection, name: string): (ByteRange & { source: string }) | null {
  const layer = packet.layers.find((one) => !one.isQuoted && one.fields.some((field) => field.name === name))
  const field = layer?.fields.find((one) => one.name === name)
  if (!layer || !field) return null
  return { from: field.offset, to: field.offset + field.length, source: layer.source }
}
