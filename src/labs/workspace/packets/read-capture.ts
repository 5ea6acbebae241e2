import { CaptureFileError, readCaptureFile, recordsOf } from '../../../runtime/network/index.ts'
import { strings } from '../../../strings/index.ts'
import { Recording } from '../../recording/index.ts'

/** More is no capture that a page can hold. */
const MOST_BYTES = 512 * 2 ** 20

export interface ReadCapture {
  recording: Recording
  /** Why it could not be read to its end. */
  damage: string | null
}

/** A capture file as a recording; a text when it is none. */
export async function readCapture(file: File): Promise<ReadCapture | string> {
  if (file.size > MOST_BYTES) return strings.packets.tooLarge(file.size)
  const read = readCaptureFile(new Uint8Array(await file.arrayBuffer()))
  if (read instanceof CaptureFileError) return read.toString()
  const recording = new Recording({ cap: Number.POSITIVE_INFINITY })
  recording.addCapture(recordsOf(read))
  return { recording, damage: read.damage?.toString() ?? null }
}
