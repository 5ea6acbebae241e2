/** Contents of a capture file, from any software and in either format. */

/** Option that is not interpreted: its code and bytes. */
export interface FileOption {
  readonly code: number
  readonly value: Uint8Array
}

export interface FileInterface {
  /** `client:eth0`; null if the file doesn't say. */
  readonly name: string | null
  readonly description: string | null
  /** Number of the link layer: 1 is Ethernet (tcpdump.org/linktypes.html). */
  readonly linkType: number
  /** Longer packets were truncated by the capturing software; 0: no limit. */
  readonly snapLength: number
  /** Frames that arrived, and those not captured, if the file says. */
  received: number | null
  dropped: number | null
  readonly options: readonly FileOption[]
}

export interface FilePacket {
  /** Its index among the file's interfaces. */
  readonly interface: number
  /** Nanoseconds since 1970; null where the format has no time (simple packet blocks). */
  readonly time: bigint | null
  readonly bytes: Uint8Array
  /** Length on the wire: larger than the number of bytes if the packet was truncated. */
  readonly originalLength: number
  readonly comments: readonly string[]
  /** Packets lost since the previous one, if the file says. */
  readonly dropped: number | null
  readonly options: readonly FileOption[]
}

export interface CaptureFile {
  readonly format: 'pcap' | 'pcapng'
  readonly interfaces: FileInterface[]
  readonly packets: FilePacket[]
  /** Comments of the sections, and the program that wrote them. */
  readonly comments: string[]
  readonly application: string | null
  /** Names that the file gives to addresses. */
  readonly names: ReadonlyMap<string, readonly string[]>
  /** Blocks of kinds that are not read: secrets, custom blocks, journals. */
  readonly skippedBlocks: number
  /** Reason why the file could not be read to its end; earlier packets are present. */
  readonly damage: CaptureFileError | null
}

/** Reason why bytes are no capture file, or where they become invalid. Returned, never thrown at the caller. */
export class CaptureFileError {
  readonly offset: number
  readonly reason: string

  constructor(offset: number, reason: string) {
    this.offset = offset
    this.reason = reason
  }

  toString(): string {
    return `byte ${this.offset}: ${this.reason}`
  }
}
