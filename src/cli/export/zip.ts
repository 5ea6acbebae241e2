import { crc32, deflateRawSync } from 'node:zlib'

/** A file of a zip. */
export interface ZipFile {
  path: string
  bytes: Uint8Array
  executable?: boolean
}

/** Midnight of 1 January 1980, the first date that a zip knows: the same files give the same bytes. */
const DOS_DATE = 0x0021
const DEFLATE = 8
/** "Made by Unix", version 2.0: readers then keep the permissions. */
const MADE_BY = 0x0314

/** A zip of these files (APPNOTE 6.3, without its 64-bit extensions). Throws `RangeError` beyond 65,535 files or 4 GiB. */
export function zipOf(files: readonly ZipFile[]): Buffer {
  if (files.length > 0xffff) throw new RangeError(`${files.length} files are more than a zip can hold`)
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const file of files) {
    const { local, central, data } = entry(file, offset)
    parts.push(local, data)
    directory.push(central)
    offset += local.length + data.length
  }
  const listed = Buffer.concat(directory)
  if (offset + listed.length > 0xffff_ffff) throw new RangeError('more than 4 GiB are more than a zip can hold')
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(listed.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, listed, end])
}

function entry({ path, bytes, executable = false }: ZipFile, offset: number) {
  const name = Buffer.from(path, 'utf8')
  const data = deflateRawSync(bytes)
  // What the local header and the directory have in common: from "version needed" to the length of the name.
  const common = Buffer.alloc(26)
  common.writeUInt16LE(20, 0)
  common.writeUInt16LE(0x0800, 2) // names are UTF-8
  common.writeUInt16LE(DEFLATE, 4)
  common.writeUInt16LE(DOS_DATE, 8)
  common.writeUInt32LE(crc32(bytes), 10)
  common.writeUInt32LE(data.length, 14)
  common.writeUInt32LE(bytes.length, 18)
  common.writeUInt16LE(name.length, 22)
  const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, name])
  const head = Buffer.alloc(6)
  head.writeUInt32LE(0x02014b50, 0)
  head.writeUInt16LE(MADE_BY, 4)
  const tail = Buffer.alloc(14)
  tail.writeUInt32LE(((executable ? 0o100755 : 0o100644) << 16) >>> 0, 6)
  tail.writeUInt32LE(offset, 10)
  return { local, central: Buffer.concat([head, common, tail, name]), data }
}
