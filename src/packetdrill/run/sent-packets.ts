import { TcpFlag } from '#network'
import type { SeenPacket } from './seen-packet.ts'

/** Packets that the system sent and no line has expected yet, in order. */
export class SentPackets {
  #packets: SeenPacket[] = []

  push(packet: SeenPacket): void {
    this.#packets.push(packet)
  }

  find(isIt: (packet: SeenPacket) => boolean): SeenPacket | null {
    return this.#packets.find(isIt) ?? null
  }

  /** Forgets those at the front. */
  dropWhile(isForeign: (packet: SeenPacket) => boolean): void {
    while (this.#packets.length > 0 && isForeign(this.#packets[0]!)) this.#packets.shift()
  }

  takeOne(packet: SeenPacket): SeenPacket {
    this.#packets.splice(this.#packets.indexOf(packet), 1)
    return packet
  }

  /** Bytes of data in `first` and the segments that continue it, as many of them as it takes for `length` bytes. */
  lengthFrom(first: SeenPacket, length: number): number {
    return this.#series(first, length).reduce((sum, { segment }) => sum + segment!.payload.length, 0)
  }

  #series(first: SeenPacket, length: number): SeenPacket[] {
    const series = [first]
    let total = first.segment!.payload.length
    if (total === 0) return series
    for (const packet of this.#packets.slice(this.#packets.indexOf(first) + 1)) {
      const { segment } = packet
      if (total >= length || segment === null || segment.payload.length === 0) break
      if (segment.sequenceNumber !== (first.segment!.sequenceNumber + total) >>> 0) break
      series.push(packet)
      total += segment.payload.length
    }
    return series
  }

  /** Takes the segments that make up `length` bytes of data, as one; of a larger one only the part, whose rest stays. */
  takeWhole(first: SeenPacket, length: number): SeenPacket {
    const series = this.#series(first, length)
    const at = this.#packets.indexOf(first)
    this.#packets.splice(at, series.length)
    if (series.length === 1 && (length === 0 || first.segment!.payload.length <= length)) return first
    const merged = merge(series)
    const { segment } = merged
    if (segment.payload.length <= length) return merged
    const sequenceNumber = (segment.sequenceNumber + length) >>> 0
    const rest = { ...segment, sequenceNumber, payload: segment.payload.subarray(length) }
    this.#packets.splice(at, 0, { ...series.at(-1)!, segment: rest })
    const flags = segment.flags & ~(TcpFlag.FIN | TcpFlag.PSH)
    return { ...merged, segment: { ...segment, flags, payload: segment.payload.subarray(0, length) } }
  }
}

type Segment = NonNullable<SeenPacket['segment']>

/** One after the other: the data of all, the numbers and options of the last. */
function merge(series: readonly SeenPacket[]): SeenPacket & { segment: Segment } {
  const segments = series.map(({ segment }) => segment!)
  const payload = new Uint8Array(segments.reduce((sum, segment) => sum + segment.payload.length, 0))
  let filled = 0
  for (const segment of segments) {
    payload.set(segment.payload, filled)
    filled += segment.payload.length
  }
  const flags = segments.reduce((bits, segment) => bits | segment.flags, 0)
  const segment = { ...segments.at(-1)!, sequenceNumber: segments[0]!.sequenceNumber, flags, payload }
  return { ...series[0]!, segment }
}
