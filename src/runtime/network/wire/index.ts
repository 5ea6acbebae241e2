/**
 * Protocols on the wire, one per file. `parseX` returns the header as a plain object or a `ParseError` (it never throws on
 * input, and payloads are views, not copies). `writeX` writes into a buffer, `emitX` makes one, both with lengths and
 * checksums filled in. The field table names every bit of the header as Wireshark does. State and behavior are elsewhere:
 * what a host does with a header is in `host/`.
 */
export { ARP_FIELDS, ARP_LENGTH, ArpOperation, type ArpPacket, emitArp, parseArp } from './arp.ts'
export {
  DNS_FIELDS,
  DNS_HEADER_LENGTH,
  DNS_PORT,
  DNS_QUESTION_FIELDS,
  DNS_RECORD_FIELDS,
  DnsCode,
  type DnsMessage,
  type DnsPlace,
  type DnsQuestion,
  type DnsRecord,
  dnsFlags,
  dnsQuery,
  dnsTypeName,
  emitDns,
  parseDns,
} from './dns.ts'
export {
  DNS_DATA_FIELDS,
  type DnsData,
  type DnsDataField,
  type DnsShape,
  DnsType,
  type DnsValue,
  dnsDataFields,
  parseDnsData,
} from './dns-data.ts'
export { dnsLabels } from './dns-name.ts'
export { type DnsNamePiece, type DnsPointer, traceDnsName } from './dns-name-trace.ts'
export {
  ETHERNET_ADDRESS_FIELDS,
  ETHERNET_FIELDS,
  ETHERNET_HEADER_LENGTH,
  type EthernetFrame,
  EtherType,
  emitEthernet,
  etherTypeOf,
  parseEthernet,
  writeEthernetHeader,
} from './ethernet.ts'
export { decodeTime8, decodeTime16, encodeTime8, encodeTime16 } from './exponential-code.ts'
export {
  type FieldShape,
  type FieldType,
  type FieldValue,
  fieldType,
  type HeaderField,
  readField,
  readNumber,
  writeNumber,
} from './field.ts'
export { frameToKeep, giveBackFrame, newFrame, newLocalFrame } from './frame-memory.ts'
export { type GroupRecord, GroupRecordType, type PlacedGroupRecord } from './group-records.ts'
export { GRPC_FIELDS, GRPC_PREFIX } from './grpc.ts'
export {
  HPACK_UNKNOWN,
  type HpackBlock,
  HpackDecoder,
  type HpackDecoderOptions,
  type HpackPlace,
  type HpackRepresentation,
} from './hpack-decoder.ts'
export { HpackEncoder } from './hpack-encoder.ts'
export { HPACK_DEFAULT_TABLE_SIZE, HPACK_STATIC_TABLE, type HpackHeader, hpackEntrySize } from './hpack-table.ts'
export {
  type HttpBody,
  type HttpChunk,
  HttpChunkReader,
  type HttpHead,
  type HttpHeader,
  HttpHeadSearch,
  type HttpWord,
  httpBody,
  httpHeader,
  looksLikeHttp,
  parseHttpChunks,
  parseHttpHead,
} from './http.ts'
export { emitHttp2Frame } from './http2-emit.ts'
export { Http2Error } from './http2-error.ts'
export { HTTP2_SETTING_FIELDS, HTTP2_TABLES, http2SettingFields } from './http2-fields.ts'
export {
  HTTP2_DEFAULT_FRAME_SIZE,
  HTTP2_HEADER_LENGTH,
  HTTP2_LARGEST_31,
  HTTP2_LARGEST_FRAME_SIZE,
  HTTP2_PREFACE,
  type Http2Frame,
  type Http2FrameHeader,
  type Http2Priority,
  type Http2SettingEntry,
  readHttp2Header,
  writeHttp2Header,
} from './http2-frame.ts'
export {
  HTTP2_ERROR_NAMES,
  HTTP2_FRAME_TYPE_NAMES,
  HTTP2_SETTING_NAMES,
  Http2ErrorCode,
  Http2Flag,
  Http2FrameType,
  Http2Setting,
  http2ErrorName,
  http2FrameTypeName,
} from './http2-names.ts'
export { parseHttp2Frame } from './http2-parse.ts'
export { Http2FrameReader, type Http2FrameReaderOptions, type Http2ReadFrame } from './http2-reader.ts'
export { type Http2Beginning, http2Beginning } from './http2-recognize.ts'
export {
  emitIcmp,
  ICMP_FIELDS,
  ICMP_HEADER_LENGTH,
  ICMP_REST_FIELDS,
  IcmpCode,
  type IcmpMessage,
  IcmpType,
  icmpChecksumOk,
  icmpEcho,
  icmpError,
  icmpIdentifier,
  icmpMeaning,
  icmpNextHopMtu,
  icmpRestFields,
  icmpSequence,
  isIcmpError,
  parseIcmp,
  writeIcmp,
} from './icmp.ts'
export {
  emitIcmpv6,
  fillIcmpv6Checksum,
  ICMPV6_FIELDS,
  ICMPV6_REST_FIELDS,
  Icmpv6Code,
  Icmpv6Type,
  icmpv6ChecksumOk,
  icmpv6Echo,
  icmpv6Error,
  icmpv6Meaning,
  icmpv6RestFields,
  isIcmpv6Error,
  parseIcmpv6,
  writeIcmpv6,
} from './icmpv6.ts'
export {
  emitIgmp,
  IGMP_FIELDS,
  IGMP_GROUP_FIELDS,
  IGMPV3_QUERY_FIELDS,
  IGMPV3_RECORD_FIELDS,
  IGMPV3_REPORT_FIELDS,
  type IgmpMessage,
  type IgmpQuery,
  IgmpType,
  igmpChecksumOk,
  parseIgmp,
} from './igmp.ts'
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
  IPV4_OPTION_LIST,
  IpProtocol,
  type Ipv4Header,
  type Ipv4Packet,
  ipv4ChecksumOk,
  parseIpv4,
  parseQuotedIpv4,
  writeIpv4Header,
} from './ipv4.ts'
export {
  emitIpv6,
  IPV6_FIELDS,
  IPV6_HEADER_LENGTH,
  IPV6_MAX_PAYLOAD,
  IPV6_MINIMUM_MTU,
  type Ipv6Header,
  type Ipv6Packet,
  parseIpv6,
  parseQuotedIpv6,
  writeIpv6Header,
} from './ipv6.ts'
export {
  DESTINATION_OPTIONS_FIELDS,
  type ExtensionChain,
  type ExtensionHeader,
  type ExtensionKind,
  emitIpv6Options,
  FRAGMENT_FIELDS,
  FRAGMENT_HEADER_LENGTH,
  type FragmentHeader,
  HOP_BY_HOP_FIELDS,
  IPV6_OPTION_LIST,
  type Ipv6Option,
  Ipv6OptionType,
  parseExtensions,
  parseIpv6Options,
  ROUTING_FIELDS,
  readFragmentHeader,
  unknownOptionAction,
  writeFragmentHeader,
} from './ipv6-extensions.ts'
export { mendChecksums } from './mend-checksums.ts'
export {
  emitMld,
  isMldType,
  MLD_FIELDS,
  MLDV2_QUERY_FIELDS,
  MLDV2_RECORD_FIELDS,
  MLDV2_RECORD_SOURCE_FIELDS,
  MLDV2_REPORT_FIELDS,
  MLDV2_SOURCE_FIELDS,
  type MldMessage,
  parseMld,
} from './mld.ts'
export { ND_OPTION_LIST, type NdOption, NdOptionType } from './nd-options.ts'
export {
  linkAddressOf,
  ND_HOP_LIMIT,
  type NdMessage,
  NEIGHBOR_ADVERTISEMENT_FIELDS,
  NEIGHBOR_SOLICITATION_FIELDS,
  type NeighborAdvertisement,
  type NeighborSolicitation,
  ndMessage,
  ndOptionsStart,
  parseNd,
  REDIRECT_FIELDS,
  type Redirect,
  ROUTER_ADVERTISEMENT_FIELDS,
  type RouterAdvertisement,
  type RouterSolicitation,
  redirectedPacketStart,
} from './neighbor-discovery.ts'
export { type OptionListFormat, walkOptions } from './option-list.ts'
export { NO_BYTES, ParseError } from './parse-error.ts'
export { PROTOBUF_WIRE_TYPES, type ProtobufField, parseProtobuf } from './protobuf.ts'
export {
  isStun,
  parseStun,
  STUN_ATTRIBUTE_FIELDS,
  STUN_ATTRIBUTE_NAMES,
  STUN_ERROR_FIELDS,
  STUN_FIELDS,
  STUN_PORT,
  type StunAttribute,
  type StunMessage,
  stunAddress,
  stunTypeName,
} from './stun.ts'
export {
  emitTcp,
  flagsText,
  parseTcp,
  parseTcpHeader,
  TCP_FIELDS,
  TCP_HEADER_LENGTH,
  TcpFlag,
  type TcpHeader,
  type TcpSegment,
  tcpLength,
  tcpOptionBytes,
  writeTcp,
} from './tcp.ts'
export {
  emitTcpOptions,
  optionLength,
  parseTcpOptions,
  readOption,
  readTcpOptions,
  type SackBlock,
  TCP_OPTION_LIST,
  type TcpOption,
  TcpOptionKind,
  type TcpOptions,
} from './tcp-options.ts'
export { emitUdp, parseUdp, UDP_FIELDS, UDP_HEADER_LENGTH, type UdpDatagram, writeUdp } from './udp.ts'
export {
  parseWebSocketHeader,
  WEBSOCKET_FIELDS,
  WEBSOCKET_OPCODE_NAMES,
  type WebSocketHeader,
  WebSocketOpcode,
  webSocketPayload,
} from './websocket.ts'
