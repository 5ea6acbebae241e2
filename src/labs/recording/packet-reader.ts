import type { WorldRecord } from '../../runtime/lab/index.ts'
import {
  ArpOperation,
  dissect,
  EtherType,
  Icmpv6Type,
  IpProtocol,
  icmpIdentifier,
  icmpMeaning,
  icmpSequence,
  icmpv6Meaning,
  ParseError,
  parseArp,
  parseEthernet,
  parseExtensions,
  parseIcmp,
  parseIcmpv6,
  parseIpv4,
  parseIpv6,
  parseUdp,
  readFragmentHeader,
  TcpAnalysis,
  type TcpPosition,
} from '../../runtime/network/index.ts'
import { strings } from '../../strings/index.ts'
import type { PacketView } from './packet-view.ts'
import { quoted } from './quoted.ts'
import { sayTcp } from './tcp-words.ts'

type PacketRecord = WorldRecord & { kind: 'packet' }
/** What a protocol's reader adds to what the record itself says. */
export type Said = Partial<Omit<PacketView, keyof PacketRecord>> & Pick<PacketView, 'protocol' | 'label'>

const words = strings.protocols

/** Puts packets into words, in the order of sending: what is sent again can only be told by who remembers what was sent. */
export class PacketReader {
  readonly #tcp = new TcpAnalysis()

  read(record: PacketRecord): PacketView {
    const position = this.#tcp.add(record)
    const said = say(record, position)
    return {
      number: record.number,
      at: record.at,
      arrives: record.arrives,
      fate: record.fate,
      link: record.link,
      from: nodeOf(record.from),
      to: nodeOf(record.to),
      length: record.bytes.length,
      bytes: record.bytes,
      position,
      opens: false,
      ends: false,
      resets: false,
      zeroWindow: false,
      againOf: null,
      pureAck: false,
      payloadLength: 0,
      headline: said.label,
      detail: '',
      ...said,
    }
  }
}

function say(record: PacketRecord, position: TcpPosition | null): Said {
  const frame = parseEthernet(record.bytes)
  if (frame instanceof ParseError) return unreadable(frame)
  if (frame.type === EtherType.ARP) return sayArp(frame.payload)
  if (frame.type === EtherType.IPV6) return sayIpv6(record, frame.payload, position)
  if (frame.type !== EtherType.IPV4) return { protocol: 'Ethernet', label: words.etherType(frame.type) }
  const packet = parseIpv4(frame.payload)
  if (packet instanceof ParseError) return unreadable(packet)
  if (packet.fragmentOffset > 0) return { protocol: 'IPv4', label: words.fragment(packet.fragmentOffset) }
  if (packet.protocol === IpProtocol.TCP) return sayTcp(packet.payload, position)
  if (packet.protocol === IpProtocol.UDP) return sayUdp(packet.payload)
  if (packet.protocol === IpProtocol.ICMP) return sayIcmp(packet.payload)
  return { protocol: 'IPv4', label: words.ipProtocol(packet.protocol) }
}

function sayIpv6(record: PacketRecord, bytes: Uint8Array, position: TcpPosition | null): Said {
  const packet = parseIpv6(bytes)
  if (packet instanceof ParseError) return unreadable(packet)
  const { headers, protocol, start, error } = parseExtensions(packet.nextHeader, packet.payload)
  if (error !== null) return unreadable(error)
  const fragment = headers.find(({ kind }) => kind === 'fragment')
  const offset = fragment === undefined ? 0 : readFragmentHeader(packet.payload, fragment.start).offset
  if (offset > 0) return { protocol: 'IPv6', label: words.fragment(offset) }
  const payload = packet.payload.subarray(start)
  if (protocol === IpProtocol.TCP) return sayTcp(payload, position)
  if (protocol === IpProtocol.UDP) return sayUdp(payload)
  if (protocol === IpProtocol.ICMPV6) return sayIcmpv6(record, payload)
  return { protocol: 'IPv6', label: words.ipProtocol(protocol) }
}

const nodeOf = (endpoint: string) => endpoint.slice(0, endpoint.indexOf(':'))

function unreadable(error: ParseError): Said {
  return { protocol: 'Ethernet', label: words.unreadable, headline: words.unreadable, detail: error.toString() }
}

function sayArp(bytes: Uint8Array): Said {
  const arp = parseArp(bytes)
  if (arp instanceof ParseError) return unreadable(arp)
  const asks = arp.operation === ArpOperation.REQUEST
  return {
    protocol: 'ARP',
    label: asks ? words.arpAsksShort(arp.targetIp) : words.arpAnswersShort(arp.senderMac),
    headline: '',
    detail: asks ? words.arpAsks(arp.targetIp, arp.senderIp) : words.arpAnswers(arp.senderIp, arp.senderMac),
  }
}

function sayUdp(bytes: Uint8Array): Said {
  const datagram = parseUdp(bytes)
  if (datagram instanceof ParseError) return unreadable(datagram)
  const { sourcePort, destinationPort, payload } = datagram
  return {
    protocol: 'UDP',
    label: quoted(payload, 20),
    headline: quoted(payload, 60),
    detail: words.ports(sourcePort, destinationPort),
    payloadLength: payload.length,
  }
}

/** Neighbour discovery has more to say than its type: that is the dissection's line. */
function sayIcmpv6(record: PacketRecord, bytes: Uint8Array): Said {
  const message = parseIcmpv6(bytes)
  if (message instanceof ParseError) return unreadable(message)
  const { type, code, payload } = message
  const isEcho = type === Icmpv6Type.ECHO_REQUEST || type === Icmpv6Type.ECHO_REPLY
  const meaning = icmpv6Meaning(type, code)
  return {
    protocol: 'ICMPv6',
    label: isEcho ? words.echo(type === Icmpv6Type.ECHO_REPLY, icmpSequence(message)) : meaning,
    headline: meaning,
    detail: isEcho ? words.echoDetail(icmpIdentifier(message), icmpSequence(message)) : dissect(record.bytes).summary,
    payloadLength: payload.length,
  }
}

function sayIcmp(bytes: Uint8Array): Said {
  const message = parseIcmp(bytes)
  if (message instanceof ParseError) return unreadable(message)
  const meaning = icmpMeaning(message.type, message.code)
  const isEcho = message.type === 0 || message.type === 8
  return {
    protocol: 'ICMP',
    label: isEcho ? words.echo(message.type === 0, icmpSequence(message)) : meaning,
    headline: meaning,
    detail: isEcho ? words.echoDetail(icmpIdentifier(message), icmpSequence(message)) : '',
    payloadLength: message.payload.length,
  }
}
