import type { PacketRecord } from '../packet-record.ts'
import { type CaptureFile, CaptureFileError } from './capture-file.ts'
import { isPcap, readPcap } from './read-pcap.ts'
import { isPcapng, readPcapng } from './read-pcapng.ts'

/**
 * Reads a capture file that anybody wrote: pcap (both byte orders, micro- and nanoseconds) or pcapng. What is damaged is read as far as it goes (`damage` says
 * why no further); what is no capture file at all is a CaptureFileError. Never throws. The bytes of packets are views into the file's.
 */
export function readCaptureFile(bytes: Uint8Array): CaptureFile | CaptureFileError {
  try {
    if (isPcap(bytes)) return readPcap(bytes)
    if (isPcapng(bytes)) return readPcapng(bytes)
  } catch (error) {
    if (error instanceof CaptureFileError) return error
    throw error
  }
  return new CaptureFileError(0, 'neither a pcap nor a pcapng file begins like this')
}

/**
 * The packets of a file as records, for analysis and dissection: times count from the first packet's, each interface is a link of its own. What became of
 * them the file does not say: they count as delivered.
 */
export function recordsOf(file: CaptureFile): PacketRecord[] {
  const first = file.packets.find(({ time }) => time !== null)?.time ?? 0n
  return file.packets.map(({ bytes, time, interface: index }, position) => {
    const at = time === null ? 0 : Number(time - first)
    const from = file.interfaces[index]?.name ?? `interface ${index}`
    return {
      ...{ number: position + 1, at, arrives: at, link: index, from, to: from, bytes },
      ...{ fate: 'delivered', cause: null },
    }
  })
}
