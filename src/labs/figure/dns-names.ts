/** The names in a DNS message, and how each is put together: for a drawing. */
import { type DnsNamePiece, type DnsPlace, ParseError, parseDns, parseDnsData, traceDnsName } from '#network'

export interface TracedName {
  start: number
  pieces: readonly DnsNamePiece[]
  /** The labels of all pieces, with dots between; the root is '.'. */
  text: string
}

const HEADER_LENGTH = 12
/** Type, class, TTL and length stand between a record's name and its data. */
const RECORD_FIELDS_LENGTH = 10

/** All names in the order in which they start. Of a message that can't be parsed, only the question's. */
export function namesOf(message: Uint8Array): TracedName[] {
  const starts = message.length > HEADER_LENGTH ? nameStarts(message) : []
  return [...new Set(starts)].sort((a, b) => a - b).map((start) => traced(message, start))
}

function nameStarts(message: Uint8Array): number[] {
  const places: DnsPlace[] = []
  const parsed = parseDns(message, places)
  if (parsed instanceof ParseError) return [HEADER_LENGTH]
  const records = [...parsed.answers, ...parsed.authorities, ...parsed.additionals]
  return places.flatMap(({ start, nameEnd, end }, index) => {
    const record = records[index - parsed.questions.length]
    const parts = record ? parseDnsData(message, record.type, nameEnd + RECORD_FIELDS_LENGTH, end) : []
    const inData = parts instanceof ParseError ? [] : parts.filter(({ field }) => field.shape.endsWith('name'))
    return [start, ...inData.map((part) => part.start)]
  })
}

function traced(message: Uint8Array, start: number): TracedName {
  const pieces = traceDnsName(message, start)
  const labels = pieces.flatMap((piece) =>
    piece.labels.map(({ at, length }) => String.fromCharCode(...message.subarray(at + 1, at + 1 + length))),
  )
  return { start, pieces, text: labels.join('.') || '.' }
}
