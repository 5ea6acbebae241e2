/** Classic format of libpcap: one header, then packets (draft-ietf-opsawg-pcap). */
import { ByteReader } from './byte-reader.ts'
import { type CaptureFile, CaptureFileError, type FilePacket } from './capture-file.ts'

/** Variants by magic number, read big-endian: nanoseconds per unit, byte order, additional bytes of a packet's header (Kuznetzov's patch). */
const VARIANTS: Readonly<Record<number, { unit: bigint; isLittleEndian: boolean; more: number }>> = {
  2712847316: { unit: 1000n, isLittleEndian: false, more: 0 },
  3569595041: { unit: 1000n, isLittleEndian: true, more: 0 },
  2712812621: { unit: 1n, isLittleEndian: false, more: 0 },
  1295823521: { unit: 1n, isLittleEndian: true, more: 0 },
  2712849716: { unit: 1000n, isLittleEndian: false, more: 8 },
  885895841: { unit: 1000n, isLittleEndian: true, more: 8 },
}
/** Largest length of a packet: a file with a larger one isn't a capture. */
const LONGEST = 256 * 1024 * 1024

export function isPcap(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && VARIANTS[new ByteReader(bytes, false).u32()] !== undefined
}

/** Reads a file. Throws CaptureFileError if even the header is incomplete. */
export function readPcap(bytes: Uint8Array): CaptureFile {
  const reader = new ByteReader(bytes, false)
  const variant = VARIANTS[reader.u32()]!
  reader.isLittleEndian = variant.isLittleEndian
  const major = reader.u16()
  if (major !== 2) throw reader.error(`version ${major} of pcap is not known`)
  reader.skip(10)
  const snapLength = reader.u32()
  // The upper bits tell whether frames end with a check sequence.
  const linkType = reader.u32() & 0x0fff_ffff
  const packets: FilePacket[] = []
  const damage = readPackets(reader, variant, packets)
  const details = { name: null, description: null, received: null, dropped: null, options: [] }
  return {
    format: 'pcap',
    packets,
    damage,
    comments: [],
    application: null,
    names: new Map(),
    skippedBlocks: 0,
    interfaces: [{ ...details, linkType, snapLength }],
  }
}

function readPackets(
  reader: ByteReader,
  { unit, more }: { unit: bigint; more: number },
  packets: FilePacket[],
): CaptureFileError | null {
  try {
    while (reader.left > 0) {
      const time = BigInt(reader.u32()) * 1_000_000_000n + BigInt(reader.u32()) * unit
      const length = reader.u32()
      const originalLength = reader.u32()
      if (length > LONGEST) return reader.error(`a packet of ${length} bytes`)
      reader.skip(more)
      const bytes = reader.take(length)
      packets.push({ interface: 0, time, bytes, originalLength, comments: [], dropped: null, options: [] })
    }
    return null
  } catch (error) {
    if (error instanceof CaptureFileError) return error
    throw error
  }
}
