/**
 * Ethernet II frames (RFC 894), as a network card's driver sees them: without preamble and frame check sequence, and without the padding to
 * 60 bytes, which a card adds only when it sends.
 */
import { type MacAddress, macAddressAt, macBytes } from '../address/index.ts'
import { read16, write16 } from '../bytes.ts'
import { flagField, type HeaderField, hexField, macField, numberField } from './field.ts'
import { cutOff, type ParseError } from './parse-error.ts'

export const ETHERNET_HEADER_LENGTH = 14

export const EtherType = { IPV4: 0x0800, ARP: 0x0806, VLAN: 0x8100, IPV6: 0x86dd } as const

export const ETHERNET_FIELDS = [
  macField('eth.dst', 'Destination', 0),
  macField('eth.src', 'Source', 48),
  hexField('eth.type', 'Type', 96, 16, {
    meanings: { 2048: 'IPv4', 2054: 'ARP', 33024: '802.1Q Virtual LAN', 34525: 'IPv6' },
  }),
] as const

/** Flags inside the two addresses. */
export const ETHERNET_ADDRESS_FIELDS: readonly HeaderField[] = [
  ...kindOfAddress('eth.dst', 0),
  ...kindOfAddress('eth.src', 48),
]

/** The vendor prefix, and two of its bits: locally administered, and group (IEEE 802 §8.2). */
function kindOfAddress(name: string, bit: number): HeaderField[] {
  return [
    numberField(`${name}.oui`, 'OUI', bit, 24),
    flagField(`${name}.lg`, 'Locally administered', bit + 6, 1, { word: 24 }),
    flagField(`${name}.ig`, 'Group address', bit + 7, 1, { word: 24 }),
  ]
}

export interface EthernetFrame {
  destination: MacAddress
  source: MacAddress
  /** An EtherType; below 0x600 it is the length of an IEEE 802.3 frame. */
  type: number
  payload: Uint8Array
}

export function parseEthernet(bytes: Uint8Array): EthernetFrame | ParseError {
  if (bytes.length < ETHERNET_HEADER_LENGTH) return cutOff('eth', ETHERNET_HEADER_LENGTH, bytes.length)
  return {
    destination: macAddressAt(bytes, 0),
    source: macAddressAt(bytes, 6),
    type: read16(bytes, 12),
    payload: bytes.subarray(ETHERNET_HEADER_LENGTH),
  }
}

/** Returns the EtherType of a header from `start` on, which must be complete. */
export function etherTypeOf(bytes: Uint8Array, start = 0): number {
  return read16(bytes, start + 12)
}

/** Writes the 14 bytes of a header at `at`. */
export function writeEthernetHeader(
  target: Uint8Array,
  at: number,
  destination: MacAddress,
  source: MacAddress,
  type: number,
): void {
  writeMac(target, at, destination)
  writeMac(target, at + 6, source)
  write16(target, at + 12, type)
}

export function emitEthernet(frame: EthernetFrame): Uint8Array {
  const bytes = new Uint8Array(ETHERNET_HEADER_LENGTH + frame.payload.length)
  writeEthernetHeader(bytes, 0, frame.destination, frame.source, frame.type)
  bytes.set(frame.payload, ETHERNET_HEADER_LENGTH)
  return bytes
}

/** Writes an address. Throws TypeError for text that is no MAC address: that is a caller's error. */
export function writeMac(target: Uint8Array, at: number, address: MacAddress): void {
  const bytes = macBytes(address)
  for (let i = 0; i < 6; i++) target[at + i] = bytes[i]!
}
