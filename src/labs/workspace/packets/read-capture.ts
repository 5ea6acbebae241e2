import { CaptureFileError, readCaptureFile, recordsOf } from '#network'
import { strings } from '#strings'
import { Recording } from '../../recording/index.ts'

/** Largest file that a page can hold. */
const MOST_BYTES = 512 * 2 ** 20

export interface ReadCapture {
  recording: Recording
  /** Why reading stopped before the end. */
  damage: string | null
}

/** Reads a capture file as a recording; returns an error message if it is none. */
export async function readCapture(file: File): Promise<ReadCapture | string> {
  if (file.size > MOST_BYTES) return strings.packets.tooLarge(file.size)
  const read = readCaptureFile(new Uint8Array(await file.arrayBuffer()))
  if (read instanceof CaptureFileError) return read.toString()
  const recording = new Recording({ cap: Number.POSITIVE_INFINITY })
  recording.addCapture(recordsOf(read))
  return { recording, damage: read.damage?.toString() ?? null }
}
