import { writePcapng } from '../../runtime/network/index.ts'
import type { Recording } from '../recording/index.ts'
import type { LabTopology } from './lab-exercise.ts'

/** Hands the recording to the browser as a pcapng file, for Wireshark or tshark. */
export function saveCapture(recording: Recording, topology: LabTopology, name: string): void {
  const bytes = writePcapng(
    topology.links.flatMap((link) => link.endpoints),
    recording.captured,
  )
  const url = URL.createObjectURL(new Blob([bytes as BlobPart], { type: 'application/x-pcapng' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The download has its own reference by the next task.
  setTimeout(() => URL.revokeObjectURL(url), 1000)
}
