import { writePcapng } from '#network'
import type { Recording } from '../../recording/index.ts'
import { download } from '../download.ts'
import type { LabTopology } from '../lab-exercise.ts'

/**
 * Offers the recording as a pcapng file for Wireshark or tshark, with the numbers of the packet list. Packets that a
 * host sends to itself cross no link and are not listed, so the file lacks them too; `ackademy run --pcap` has them.
 */
export function saveCapture(recording: Recording, topology: LabTopology, name: string): void {
  const ends = topology.links.flatMap((link) => link.endpoints)
  // An opened capture has the interfaces of its own packets.
  const seen = recording.captured.flatMap(({ from, to }) => [from, to])
  const interfaces = seen.every((name) => ends.includes(name)) ? ends : [...new Set(seen)]
  download(name, writePcapng(interfaces, recording.captured), 'application/x-pcapng')
}
