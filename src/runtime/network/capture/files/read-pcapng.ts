/**
 * pcapng: sections of blocks, each section in its own byte order (draft-ietf-opsawg-pcapng). Unknown blocks are
 * skipped.
 */
import { formatIpAddress } from '../../address/index.ts'
import { ByteReader } from './byte-reader.ts'
import {
  type CaptureFile,
  CaptureFileError,
  type FileInterface,
  type FileOption,
  type FilePacket,
} from './capture-file.ts'
import {
  BlockType,
  BYTE_ORDER_MAGIC,
  InterfaceOption,
  OptionCode,
  PacketOption,
  SectionOption,
  StatisticsOption,
} from './pcapng-format.ts'
import { utf8Text } from './utf8.ts'

const NANOSECONDS = 1_000_000_000n

/** Interface of the current section: its index in the file, and its time resolution. */
interface SectionInterface {
  readonly index: number
  readonly snapLength: number
  readonly toNanoseconds: (units: bigint) => bigint
}

export function isPcapng(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && new ByteReader(bytes, false).u32() === BlockType.SECTION_HEADER
}

/** Reads a file. Throws CaptureFileError if even the first section's header is incomplete. */
export function readPcapng(bytes: Uint8Array): CaptureFile {
  return new PcapngReader(bytes).read()
}

class PcapngReader {
  readonly #reader: ByteReader
  readonly #interfaces: FileInterface[] = []
  readonly #packets: FilePacket[] = []
  readonly #comments: string[] = []
  readonly #names = new Map<string, string[]>()
  #application: string | null = null
  #section: SectionInterface[] = []
  #skipped = 0
  #blocks = 0

  constructor(bytes: Uint8Array) {
    this.#reader = new ByteReader(bytes, true)
  }

  read(): CaptureFile {
    let damage: CaptureFileError | null = null
    try {
      while (this.#reader.left > 0) this.#block()
    } catch (error) {
      if (!(error instanceof CaptureFileError) || this.#blocks === 0) throw error
      damage = error
    }
    return {
      format: 'pcapng',
      interfaces: this.#interfaces,
      packets: this.#packets,
      comments: this.#comments,
      application: this.#application,
      names: this.#names,
      skippedBlocks: this.#skipped,
      damage,
    }
  }

  /** Reads a block: type, length, body, the length again. */
  #block(): void {
    const reader = this.#reader
    const start = reader.at
    const type = reader.u32()
    if (type === BlockType.SECTION_HEADER) this.#findByteOrder()
    const length = reader.u32()
    if (length < 12 || length % 4 !== 0) throw reader.error(`a block of ${length} bytes`)
    const body = reader.part(length - 12)
    const again = reader.u32()
    if (again !== length) throw reader.error(`a block of ${length} bytes ends as one of ${again}`)
    this.#body(type, body)
    this.#blocks++
    if (reader.at !== start + length) throw reader.error('a block does not end where it should')
  }

  /** Determines the byte order from the magic number behind the length. */
  #findByteOrder(): void {
    const reader = this.#reader
    const found = [true, false].find((isLittleEndian) => {
      const ahead = reader.ahead()
      ahead.isLittleEndian = isLittleEndian
      ahead.skip(4)
      return ahead.u32() === BYTE_ORDER_MAGIC
    })
    if (found === undefined) throw reader.error('the byte-order magic is not there')
    reader.isLittleEndian = found
  }

  #body(type: number, body: ByteReader): void {
    if (type === BlockType.SECTION_HEADER) this.#sectionHeader(body)
    else if (type === BlockType.INTERFACE_DESCRIPTION) this.#interfaceDescription(body)
    else if (type === BlockType.ENHANCED_PACKET) this.#enhancedPacket(body)
    else if (type === BlockType.PACKET) this.#oldPacket(body)
    else if (type === BlockType.SIMPLE_PACKET) this.#simplePacket(body)
    else if (type === BlockType.NAME_RESOLUTION) this.#nameResolution(body)
    else if (type === BlockType.INTERFACE_STATISTICS) this.#interfaceStatistics(body)
    else this.#skipped++
  }

  #sectionHeader(body: ByteReader): void {
    body.skip(4)
    const major = body.u16()
    if (major !== 1) throw body.error(`version ${major} of pcapng is not known`)
    body.skip(10)
    const options = readOptions(body)
    this.#section = []
    for (const comment of commentsIn(options)) this.#comments.push(comment)
    this.#application ??= textOf(options, SectionOption.USER_APPLICATION)
  }

  #interfaceDescription(body: ByteReader): void {
    const linkType = body.u16()
    body.skip(2)
    const snapLength = body.u32()
    const options = readOptions(body)
    this.#section.push({
      index: this.#interfaces.length,
      snapLength,
      toNanoseconds: timeScale(options, body.isLittleEndian),
    })
    this.#interfaces.push({
      name: textOf(options, InterfaceOption.NAME),
      description: textOf(options, InterfaceOption.DESCRIPTION),
      linkType,
      snapLength,
      received: null,
      dropped: null,
      options,
    })
  }

  #enhancedPacket(body: ByteReader): void {
    this.#packet(body, this.#interface(body, body.u32()), null)
  }

  #oldPacket(body: ByteReader): void {
    const from = this.#interface(body, body.u16())
    const dropped = body.u16()
    this.#packet(body, from, dropped === 0xffff ? null : dropped)
  }

  /** Reads time, lengths, data and options, which both kinds of packets have. */
  #packet(body: ByteReader, from: SectionInterface, droppedBefore: number | null): void {
    const units = body.u64InWords()
    const length = body.u32()
    const originalLength = body.u32()
    const bytes = padded(body, length)
    const options = readOptions(body)
    const counted = options.find(({ code }) => code === PacketOption.DROP_COUNT)
    this.#packets.push({
      interface: from.index,
      time: from.toNanoseconds(units),
      bytes,
      originalLength,
      options,
      comments: commentsIn(options),
      dropped: counted === undefined ? droppedBefore : number64(counted, body),
    })
  }

  /** Reads a simple packet: from the first interface, without time, and truncated at its snap length without notice. */
  #simplePacket(body: ByteReader): void {
    const from = this.#interface(body, 0)
    const originalLength = body.u32()
    const limit = from.snapLength === 0 ? originalLength : from.snapLength
    const bytes = body.take(Math.min(originalLength, limit, body.left))
    const nothing = { comments: [], dropped: null, options: [] }
    this.#packets.push({ interface: from.index, time: null, bytes, originalLength, ...nothing })
  }

  #nameResolution(body: ByteReader): void {
    while (body.left >= 4) {
      const type = body.u16()
      const length = body.u16()
      if (type === 0) return
      const record = padded(body, length)
      const size = type === 1 ? 4 : type === 2 ? 16 : 0
      if (size === 0 || record.length < size) continue
      const names = utf8Text(record.subarray(size))
        .split('\0')
        .filter((name) => name !== '')
      const address = formatIpAddress(record.subarray(0, size))
      const known = this.#names.get(address)
      if (known === undefined) this.#names.set(address, names)
      else for (const name of names) known.push(name)
    }
  }

  #interfaceStatistics(body: ByteReader): void {
    const { index } = this.#interface(body, body.u32())
    body.skip(8)
    const counted = this.#interfaces[index]!
    for (const option of readOptions(body)) {
      if (option.code === StatisticsOption.RECEIVED) counted.received = number64(option, body)
      else if (option.code === StatisticsOption.DROPPED) counted.dropped = number64(option, body)
    }
  }

  #interface(body: ByteReader, number: number): SectionInterface {
    const found = this.#section[number]
    if (found === undefined) throw body.error(`interface ${number} is not described`)
    return found
  }
}

function padded(body: ByteReader, length: number): Uint8Array {
  const bytes = body.take(length)
  body.skip(Math.min((4 - (length % 4)) % 4, body.left))
  return bytes
}

const NO_OPTIONS: readonly FileOption[] = []
const NO_COMMENTS: readonly string[] = []

function readOptions(body: ByteReader): readonly FileOption[] {
  if (body.left < 4) return NO_OPTIONS
  const options: FileOption[] = []
  while (body.left >= 4) {
    const code = body.u16()
    const length = body.u16()
    if (code === OptionCode.END) break
    options.push({ code, value: padded(body, length) })
  }
  return options
}

function commentsIn(options: readonly FileOption[]): readonly string[] {
  if (options.length === 0) return NO_COMMENTS
  return options.filter(({ code }) => code === OptionCode.COMMENT).map(({ value }) => utf8Text(value))
}

function textOf(options: readonly FileOption[], wanted: number): string | null {
  const option = options.find(({ code }) => code === wanted)
  return option === undefined ? null : utf8Text(option.value)
}

function number64({ value }: FileOption, { isLittleEndian }: ByteReader): number {
  return value.length < 8 ? 0 : Number(new ByteReader(value, isLittleEndian).u64())
}

/**
 * Returns a conversion of units since 1970 to nanoseconds. Units are 10^-n or, with the highest bit set, 2^-n seconds, by
 * default microseconds; an option adds seconds.
 */
function timeScale(options: readonly FileOption[], isLittleEndian: boolean): (units: bigint) => bigint {
  const resolution = options.find(({ code }) => code === InterfaceOption.TIMESTAMP_RESOLUTION)?.value[0] ?? 6
  const exponent = BigInt(resolution & 0x7f)
  const perSecond = resolution & 0x80 ? 1n << exponent : 10n ** exponent
  const offset = options.find(({ code, value }) => code === InterfaceOption.TIMESTAMP_OFFSET && value.length >= 8)
  const seconds = offset === undefined ? 0n : BigInt.asIntN(64, new ByteReader(offset.value, isLittleEndian).u64())
  if (perSecond === NANOSECONDS && seconds === 0n) return (units) => units
  return (units) => seconds * NANOSECONDS + (units * NANOSECONDS) / perSecond
}
