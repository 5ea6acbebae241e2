/**
 * Recordings of a Lab's world: built from its observer's records, on either side of a worker; exported and imported as
 * one compressed file. The network floor defines what a recording is and how its moments are shown.
 */
import { type Recording, type RecordingNotes, readRecording, writeRecording } from '#network'
import type { WorldRecord } from '../protocol.ts'

/** Adds a world's records, in order. Records are not copied; a packet's fate is updated in place. */
export function addRecords(recording: Recording, records: readonly WorldRecord[]): void {
  for (const record of records) {
    if (record.kind === 'packet') recording.addPacket(record)
    else if (record.kind === 'fate') recording.settle(record.number, record.fate, record.arrives, record.heldUntil)
    else if (record.kind === 'tables') recording.addTables(record)
    else if (record.kind === 'output') recording.addOutput(record)
    else if (record.kind === 'process') recording.addProcess(record)
    else recording.advanceTo(record.now)
  }
}

/** The recording as a file: gzip around its form. */
export function exportRecording(recording: Recording, notes: RecordingNotes): Promise<Uint8Array> {
  return through(writeRecording(recording, notes), new CompressionStream('gzip'))
}

/** Reads such a file. Throws RangeError, with the reason, for one that is none. */
export async function importRecording(file: Uint8Array): Promise<{ recording: Recording; notes: RecordingNotes }> {
  const bytes = await through(file, new DecompressionStream('gzip')).catch(() => null)
  if (bytes === null) throw new RangeError('Not a recording, or a damaged one: it cannot be decompressed')
  return readRecording(bytes)
}

async function through(bytes: Uint8Array, stream: GenericTransformStream): Promise<Uint8Array> {
  const source = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream()
  return new Uint8Array(await new Response(source.pipeThrough(stream as never)).arrayBuffer())
}
