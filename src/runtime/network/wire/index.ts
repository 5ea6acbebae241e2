/**
 * Protocols on the wire, one a file: `parseX` reads bytes and returns the header as a plain object or a `ParseError` (it never throws on
 * input, and payloads are views, not copies); `writeX` writes into a buffer, `emitX` makes one, both with lengths and checksums filled in;
 * the field table names every bit of the header as Wireshark does. No state and no behaviour here: what a host does with a header is in `host/`.
 */
export { ARP_FIELDS, ARP_LENGTH, ArpOperation, type ArpPacket, emitArp, parseArp } from './arp.ts'
export {
  ETHERNET_FIELDS,
  ETHERNET_HEADER_LENGTH,
  type EthernetFrame,
  EtherType,
  emitEthernet,
  parseEthernet,
  writeEthernetHeader,
} from './ethernet.ts'
export { type FieldShape, type FieldValue, type HeaderField, readField, readNumber } from './field.ts'
export {
  emitIcmp,
  ICMP_FIELDS,
  ICMP_HEADER_LENGTH,
  IcmpCode,
  type IcmpMessage,
  IcmpType,
  icmpChecksumOk,
  icmpEcho,
  icmpError,
  icmpIdentifier,
  icmpMeaning,
  icmpNextHopMtu,
  icmpSequence,
  isIcmpError,
  parseIcmp,
  writeIcmp,
} from './icmp.ts'
export {
  internetChecksum,
  onesComplementSum,
  pseudoHeaderSum,
  transportChecksumOk,
  updateChecksum,
} from './internet-checksum.ts'
export {
  emitIpv4,
  IPV4_FIELDS,
  IPV4_HEADER_LENGTH,
  IPV4_MAX_LENGTH,
  IpProtocol,
  type Ipv4Header,
  type Ipv4Packet,
  ipv4ChecksumOk,
  parseIpv4,
  parseQuotedIpv4,
  writeIpv4Header,
} from './ipv4.ts'
export { NO_BYTES, ParseError } from './parse-error.ts'
export {
  emitTcp,
  flagsText,
  parseTcp,
  TCP_FIELDS,
  TCP_HEADER_LENGTH,
  TcpFlag,
  type TcpSegment,
  tcpLength,
  writeTcp,
} from './tcp.ts'
export {
  emitTcpOptions,
  optionLength,
  parseTcpOptions,
  readOption,
  readTcpOptions,
  type SackBlock,
  type TcpOption,
  TcpOptionKind,
  type TcpOptions,
} from './tcp-options.ts'
export { emitUdp, parseUdp, UDP_FIELDS, UDP_HEADER_LENGTH, type UdpDatagram, writeUdp } from './udp.ts'
