import { writePcapng } from '../../../runtime/network/index.ts'
import type { Recording } from '../../recording/index.ts'
import { download } from '../download.ts'
import type { LabTopology } from '../lab-exercise.ts'

/**
 * Hands the recording to the browser as a pcapng file, for Wireshark or tshark: the packets of the list, under the numbers they have there. What a host
 * sends to itself is on no link and in no list here, so it is not in the file either; `ackademy run --pcap` has it.
 */
export function saveCapture(recording: Recording, topology: LabTopology, name: string): void {
  const ends = topology.links.flatMap((link) => link.endpoints)
  // Of a capture from elsewhere, the interfaces are those of its packets.
  const seen = recording.captured.flatMap(({ from, to }) => [from, to])
  const interfaces = seen.every((name) => ends.includes(name)) ? ends : [...new Set(seen)]
  download(name, writePcapng(interfaces, recording.captured), 'application/x-pcapng')
}
