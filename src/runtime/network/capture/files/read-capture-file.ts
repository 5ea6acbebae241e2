import type { PacketRecord } from '../packet-record.ts'
import { type CaptureFile, CaptureFileError } from './capture-file.ts'
import { isPcap, readPcap } from './read-pcap.ts'
import { isPcapng, readPcapng } from './read-pcapng.ts'

/**
 * Reads a capture file from any software: pcap (both byte orders, micro- and nanoseconds) or pcapng. A damaged file is
 * read as far as possible (`damage` has the reason); anything else is a CaptureFileError. Never throws. The bytes of
 * packets are views into the file.
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
 * Packets of a file as records, for analysis and dissection: times are relative to the first packet, and each interface
 * is a separate link. The file does not contain fates, so all packets count as delivered.
 */
export function recordsOf(file: CaptureFile): PacketRecord[] {
  const first = file.packets.find(({ time }) => time !== null)?.time ?? 0n
  return file.packets.map(({ bytes, time, interface: index }, position) => {
    const at = time === null ? 0 : Number(time - first)
    const from = file.interfaces[index]?.name ?? `interface ${index}`
    return {
      number: position + 1,
      at,
      arrives: at,
      link: index,
      from,
      to: from,
      bytes,
      fate: 'delivered',
      cause: null,
    }
  })
}
