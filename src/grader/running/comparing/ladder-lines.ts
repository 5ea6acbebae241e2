import { CaptureAnalysis, ladderRow, ladderText, readCaptureFile, recordsOf } from '#network'
import { namesOf } from './conversation.ts'

/** Rows of a recording's ladder around a marked packet; without one, the last rows. */
export function ladderLines(recording: Uint8Array, packet: number | undefined, around = 3): string[] {
  const file = readCaptureFile(recording)
  if (!('packets' in file)) return []
  const records = recordsOf(file)
  const nameOf = namesOf(records)
  const analysis = new CaptureAnalysis()
  for (const record of records) analysis.add(record)
  const at = packet === undefined ? records.length - 1 : records.findIndex(({ number }) => number === packet)
  const from = Math.max(0, at - around)
  return records.slice(from, at + around + 1).map((record, i) => {
    const row = ladderRow(record, analysis.dissect(record), (address) => nameOf(record, address))
    const mark = packet !== undefined && from + i === at ? '→' : ' '
    return `${mark} ${String(record.number).padStart(4)}  ${ladderText(row)}`
  })
}
