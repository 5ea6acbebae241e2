import type { PacketRecord } from '../packet-record.ts'
import { type CaptureFile, CaptureFileError } from './capture-file.ts'
import { linkFrame } from './link-layer.ts'
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
 * Returns packets of a file as records, for analysis and dissection: times are relative to the first packet, and each
 * interface is a separate link, even within one capture of all interfaces. Link layers other than Ethernet are replaced by
 * an Ethernet header. The file doesn't contain fates, so all packets count as delivered.
 */
export function recordsOf(file: CaptureFile): PacketRecord[] {
  const first = file.packets.find(({ time }) => time !== null)?.time ?? 0n
  const links = new Map<string, number>()
  return file.packets.map(({ bytes, time, interface: index }, position) => {
    const at = time === null ? 0 : Number(time - first)
    const { name = null, linkType = 1 } = file.interfaces[index] ?? {}
    const from = name ?? `interface ${index}`
    const read = linkFrame(linkType, bytes) ?? { frame: bytes, index: 0 }
    const key = `${index} ${read.index}`
    const link = links.get(key) ?? links.size
    links.set(key, link)
    return {
      number: position + 1,
      at,
      arrives: at,
      link,
      from,
      to: from,
      bytes: read.frame,
      fate: 'delivered',
      cause: null,
    }
  })
}
