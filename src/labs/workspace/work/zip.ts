import { concatenate } from '#network'
/** Creates a zip file of texts without compression, for "Download folder" (APPNOTE.TXT, 4.3). */
export function zipFolder(folder: string, files: Readonly<Record<string, string>>): Uint8Array {
  const encoder = new TextEncoder()
  const entries = Object.entries(files).map(([name, text]) => {
    const data = encoder.encode(text)
    return { name: encoder.encode(`${folder}/${name}`), data, crc: crc32(data) }
  })
  const parts: Uint8Array[] = []
  const directory: Uint8Array[] = []
  let offset = 0
  for (const { name, data, crc } of entries) {
    const local = header(LOCAL, 30, name, data.length, crc)
    parts.push(local, name, data)
    const central = header(CENTRAL, 46, name, data.length, crc)
    central.view.setUint32(42, offset, true)
    directory.push(central, name)
    offset += local.length + name.length + data.length
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0)
  return concatenate([...parts, ...directory, end(entries.length, size, offset)])
}

const LOCAL = 0x04034b50
const CENTRAL = 0x02014b50
const END = 0x06054b50
/** Names are UTF-8. */
const UTF8_FLAG = 0x0800
/** 1980-01-01: the same files make the same zip. */
const DATE = 0x0021

/** Both headers have the same fields; the central one has two more bytes (made by) before them. */
function header(signature: number, length: number, name: Uint8Array, size: number, crc: number): Bytes {
  const bytes = new Bytes(length)
  const { view } = bytes
  const shift = signature === CENTRAL ? 2 : 0
  view.setUint32(0, signature, true)
  if (shift > 0) view.setUint16(4, 20, true)
  view.setUint16(4 + shift, 20, true)
  view.setUint16(6 + shift, UTF8_FLAG, true)
  view.setUint16(12 + shift, DATE, true)
  view.setUint32(14 + shift, crc, true)
  view.setUint32(18 + shift, size, true)
  view.setUint32(22 + shift, size, true)
  view.setUint16(26 + shift, name.length, true)
  return bytes
}

function end(count: number, size: number, offset: number): Uint8Array {
  const bytes = new Bytes(22)
  const { view } = bytes
  view.setUint32(0, END, true)
  view.setUint16(8, count, true)
  view.setUint16(10, count, true)
  view.setUint32(12, size, true)
  view.setUint32(16, offset, true)
  return bytes
}

class Bytes extends Uint8Array {
  get view(): DataView {
    return new DataView(this.buffer)
  }
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return (crc ^ 0xffffffff) >>> 0
}
