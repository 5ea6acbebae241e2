import { type FigurePacketQuestion, figurePacket, figurePackets } from './figures.ts'

/** A measurement in a figure's recorded run. Without such a packet the build fails. */
export interface Measurement {
  figure: string
  /** A display filter, and which of its matches. */
  packet?: string
  nth?: number
  /**
   * `at` and `arrives` are times, `number` is the list's, `length` is bytes of the frame, `count` packets, `payload`
   * bytes of data.
   */
  show?: 'at' | 'arrives' | 'number' | 'length' | 'payload' | 'count'
  /** Measures the time since another packet was sent. */
  since?: string
  sinceNth?: number
}

/** In milliseconds for times, otherwise a count. */
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

/** Start of the measurement, in ns. */
export function measuredSince({ figure, since, sinceNth }: Measurement): number {
  return since === undefined ? 0 : figurePacket(which(figure, since, sinceNth)).at
}

/** Formats a value for a text. */
export function measuredText(question: Measurement): string {
  const { show = 'at' } = question
  const value = measure(question)
  return show === 'at' || show === 'arrives' ? `${value.toFixed(1)} ms` : String(value)
}

function which(figure: string, packet: string, nth: number | undefined): FigurePacketQuestion {
  return { figure, packet, ...(nth !== undefined && { nth }) }
}
