import { type CaptureFile, CaptureFileError, concatenate, readCaptureFile } from '#network'

/** Of a file, also once it is decompressed: a small one may expand to anything. */
const MOST_BYTES = 64 * 2 ** 20
const TOO_LARGE = `more than ${MOST_BYTES} bytes, and only that many are read. Keep the packets that you need: editcap -r IN OUT 1-1000, or tshark -r IN -Y FILTER -w OUT`

/** Other formats that captures come in, by their first bytes. */
const FOREIGN: readonly { readonly starts: readonly number[]; readonly is: string }[] = [
  { starts: [0x28, 0xb5, 0x2f, 0xfd], is: 'compressed with zstd: decompress it first (zstd -d)' },
  { starts: [0x04, 0x22, 0x4d, 0x18], is: 'compressed with LZ4: decompress it first (lz4 -d)' },
  { starts: [0xfd, 0x37, 0x7a, 0x58], is: 'compressed with xz: decompress it first (xz -d)' },
  { starts: [0x42, 0x5a, 0x68], is: 'compressed with bzip2: decompress it first (bzip2 -d)' },
  { starts: [0x50, 0x4b, 0x03, 0x04], is: 'a zip archive: unpack it first' },
]

/** Reads a capture file, decompressed if needed; returns a message if it is none. */
export async function readFileOf(bytes: Uint8Array): Promise<CaptureFile | string> {
  if (bytes.length > MOST_BYTES)
    return `${bytes.length} bytes; at most ${MOST_BYTES} are read. Keep the packets that you need: editcap -r IN OUT 1-1000, or tshark -r IN -Y FILTER -w OUT`
  if (bytes.length === 0) return 'the file is empty. If it is being captured, wait for tcpdump to write (tcpdump -U)'
  const foreign = FOREIGN.find(({ starts }) => starts.every((byte, index) => bytes[index] === byte))
  if (foreign !== undefined) return `the file is ${foreign.is}`
  const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? await decompressed(bytes) : bytes
  if (typeof plain === 'string') return plain
  const file = readCaptureFile(plain)
  if (!(file instanceof CaptureFileError)) return file
  const what = file.offset === 0 ? '. Save the capture as pcapng, in Wireshark or with editcap -F pcapng IN OUT' : ''
  return `${file}${what}`
}

async function decompressed(bytes: Uint8Array): Promise<Uint8Array | string> {
  const parts: Uint8Array[] = []
  let length = 0
  const stream = new Blob([bytes as BlobPart]).stream().pipeThrough(new DecompressionStream('gzip'))
  const reader = stream.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return concatenate(parts)
      length += value.length
      if (length > MOST_BYTES) {
        await reader.cancel()
        return TOO_LARGE
      }
      parts.push(value)
    }
  } catch {
    // What was decompressed before a cut may hold whole packets.
    return length > 0 ? concatenate(parts) : 'the file starts like one of gzip, but cannot be decompressed'
  }
}
