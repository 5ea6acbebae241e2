/** The Address Resolution Protocol for IPv4 over Ethernet (RFC 826). */
import { formatIpAddress, type IpAddress, ipv4Number, type MacAddress, macAddressAt } from '../address/index.ts'
import { read16, write16, write32 } from '../bytes.ts'
import { writeMac } from './ethernet.ts'
import { hexField, ipField, macField, numberField } from './field.ts'
import { cutOff, ParseError } from './parse-error.ts'

export const ARP_LENGTH = 28

export const ArpOperation = { REQUEST: 1, REPLY: 2 } as const

export const ARP_FIELDS = [
  numberField('arp.hw.type', 'Hardware type', 0, 16, { meanings: { 1: 'Ethernet' } }),
  hexField('arp.proto.type', 'Protocol type', 16, 16, { meanings: { 2048: 'IPv4' } }),
  numberField('arp.hw.size', 'Hardware size', 32, 8),
  numberField('arp.proto.size', 'Protocol size', 40, 8),
  numberField('arp.opcode', 'Opcode', 48, 16, { meanings: { 1: 'request', 2: 'reply' } }),
  macField('arp.src.hw_mac', 'Sender MAC address', 64),
  ipField('arp.src.proto_ipv4', 'Sender IP address', 112),
  macField('arp.dst.hw_mac', 'Target MAC address', 144),
  ipField('arp.dst.proto_ipv4', 'Target IP address', 192),
] as const

export interface ArpPacket {
  operation: number
  senderMac: MacAddress
  senderIp: IpAddress
  targetMac: MacAddress
  targetIp: IpAddress
}

/** Parses a packet. Other hardware and protocol types are refused: this network has none. */
export function parseArp(bytes: Uint8Array): ArpPacket | ParseError {
  if (bytes.length < ARP_LENGTH) return cutOff('arp', ARP_LENGTH, bytes.length)
  if (read16(bytes, 0) !== 1 || read16(bytes, 2) !== 0x0800 || bytes[4] !== 6 || bytes[5] !== 4) {
    return new ParseError('arp', 'not for IPv4 over Ethernet')
  }
  return {
    operation: read16(bytes, 6),
    senderMac: macAddressAt(bytes, 8),
    senderIp: formatIpAddress(bytes.subarray(14, 18)),
    targetMac: macAddressAt(bytes, 18),
    targetIp: formatIpAddress(bytes.subarray(24, 28)),
  }
}

export function emitArp(packet: ArpPacket): Uint8Array {
  const bytes = new Uint8Array(ARP_LENGTH)
  write16(bytes, 0, 1)
  write16(bytes, 2, 0x0800)
  bytes[4] = 6
  bytes[5] = 4
  write16(bytes, 6, packet.operation)
  writeMac(bytes, 8, packet.senderMac)
  write32(bytes, 14, ipv4Number(packet.senderIp))
  writeMac(bytes, 18, packet.targetMac)
  write32(bytes, 24, ipv4Number(packet.targetIp))
  return bytes
}
