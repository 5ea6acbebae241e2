/**
 * Link layers of capture files (tcpdump.org/linktypes.html). Dissection reads Ethernet; the others carry IP behind a
 * header of their own, which is replaced by an Ethernet header.
 */
import { concatenate, read16, read32 } from '../../bytes.ts'
import { ETHERNET_HEADER_LENGTH, EtherType } from '../../wire/index.ts'

export interface LinkFrame {
  /** The packet as an Ethernet frame: the file's own bytes, or its network packet behind a made-up header. */
  readonly frame: Uint8Array
  /** Index of the machine's interface that saw it, in captures of several at once (`-i any`); else 0. */
  readonly index: number
}

interface LinkLayer {
  readonly name: string
  /** Length of the header. */
  readonly length: number
  /** EtherType of what follows. */
  readonly type: (bytes: Uint8Array) => number
  readonly source?: (bytes: Uint8Array) => Uint8Array
  readonly index?: (bytes: Uint8Array) => number
}

const NO_ADDRESS = new Uint8Array(6)
/** `sll_pkttype` of a packet that this machine sent (linux/if_packet.h). */
const OUTGOING = 4

const NULL: LinkLayer = { name: 'BSD loopback', length: 4, type: (bytes) => typeOfFamily(bytes) }
const RAW: LinkLayer = { name: 'raw IP', length: 0, type: (bytes) => typeOfVersion(bytes[0]! >> 4) }

const LINK_LAYERS: ReadonlyMap<number, LinkLayer> = new Map([
  [0, NULL],
  [108, NULL],
  // LINKTYPE_RAW, and the two numbers that old systems used for it.
  [101, RAW],
  [12, RAW],
  [14, RAW],
  [228, { name: 'raw IPv4', length: 0, type: () => EtherType.IPV4 }],
  [229, { name: 'raw IPv6', length: 0, type: () => EtherType.IPV6 }],
  [
    113,
    {
      ...{ name: 'Linux cooked capture v1', length: 16, type: (bytes) => read16(bytes, 14) },
      source: (bytes) => addressAt(bytes, 6, read16(bytes, 4)),
      // The header doesn't name the interface, but forwarded packets came in by one and left by another.
      index: (bytes) => (read16(bytes, 0) === OUTGOING ? 1 : 0),
    },
  ],
  [
    276,
    {
      ...{ name: 'Linux cooked capture v2', length: 20, type: (bytes) => read16(bytes, 0) },
      source: (bytes) => addressAt(bytes, 12, bytes[11]!),
      index: (bytes) => read32(bytes, 4),
    },
  ],
])

const NAMES: ReadonlyMap<number, string> = new Map([
  [1, 'Ethernet'],
  [9, 'PPP'],
  [105, 'Wi-Fi'],
  [127, 'Wi-Fi with radio headers'],
  [147, 'a private format'],
  [187, 'Bluetooth'],
  [189, 'USB'],
  [220, 'USB'],
  [227, 'CAN bus'],
  ...[...LINK_LAYERS].map(([type, { name }]) => [type, name] as const),
])

/** Returns the name of a link type for messages. */
export function linkTypeName(linkType: number): string {
  const name = NAMES.get(linkType)
  return name === undefined ? `link type ${linkType}` : `link type ${linkType} (${name})`
}

/** Returns whether `linkFrame` can read packets of this type. */
export function isKnownLinkType(linkType: number): boolean {
  return linkType === 1 || LINK_LAYERS.has(linkType)
}

/** Returns a captured packet as an Ethernet frame; null for an unknown link type, or less than a header. */
export function linkFrame(linkType: number, bytes: Uint8Array): LinkFrame | null {
  if (linkType === 1) return { frame: bytes, index: 0 }
  const layer = LINK_LAYERS.get(linkType)
  if (layer === undefined || bytes.length < Math.max(1, layer.length)) return null
  const header = new Uint8Array(ETHERNET_HEADER_LENGTH)
  header.set(layer.source?.(bytes) ?? NO_ADDRESS, 6)
  const type = layer.type(bytes)
  header.set([type >> 8, type & 0xff], 12)
  return { frame: concatenate([header, bytes.subarray(layer.length)]), index: layer.index?.(bytes) ?? 0 }
}

function typeOfVersion(version: number): number {
  return version === 6 ? EtherType.IPV6 : EtherType.IPV4
}

/** Returns the EtherType of an address family, which is in the byte order of the capturing machine; IPv6 has a different number on every BSD. */
function typeOfFamily(bytes: Uint8Array): number {
  const family = bytes[0] || bytes[3]
  return family === 2 ? EtherType.IPV4 : EtherType.IPV6
}

function addressAt(bytes: Uint8Array, at: number, length: number): Uint8Array {
  return length === 6 ? bytes.subarray(at, at + 6) : NO_ADDRESS
}
