import { type FigurePacketQuestion, figurePacket, figurePackets } from './figures.ts'

/** What is measured of a figure's recorded run. The packet must be there, or the site is not built. */
export interface Measurement {
  figure: string
  /** A display filter, and which of the packets that it finds. */
  packet?: string
  nth?: number
  /** `at` and `arrives` are times, `number` is that of the list, `length` bytes of the frame, `count` of packets, `payload` bytes of data. */
  show?: 'at' | 'arrives' | 'number' | 'length' | 'payload' | 'count'
  /** The time since another packet was sent. */
  since?: string
  sinceNth?: number
}

/** In milliseconds for times, else a count. */
export function measure(question: Measurement): number {
  const { figure, packet = '', nth, show = 'at', since } = question
  if (show === 'count') return figurePackets(figure, packet).length
  const found = figurePacket(which(figure, packet, nth))
  if (show === 'number') return found.number
  if (show === 'length') return found.length
  if (show === 'payload') return found.payloadLength
  const begins = since === undefined ? 0 : measuredSince(question)
  return ((show === 'arrives' ? (found.arrives ?? 0) : found.at) - begins) / 1e6
}

/** The moment from which a measurement counts, in ns. */
export function measuredSince({ figure, since, sinceNth }: Measurement): number {
  return since === undefined ? 0 : figurePacket(which(figure, since, sinceNth)).at
}

/** As it stands in a text. */
export function measuredText(question: Measurement): string {
  const { show = 'at' } = question
  const value = measure(question)
  return show === 'at' || show === 'arrives' ? `${value.toFixed(1)} ms` : String(value)
}

function which(figure: string, packet: string, nth: number | undefined): FigurePacketQuestion {
  return { figure, packet, ...(nth !== undefined && { nth }) }
}
