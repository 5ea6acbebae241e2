import { read16 } from '../../bytes.ts'
import type { Nanoseconds } from '../../clock.ts'
import {
  DNS_HEADER_LENGTH,
  DNS_PORT,
  ICMP_HEADER_LENGTH,
  IcmpType,
  Icmpv6Type,
  IpProtocol,
  ParseError,
  parseUdp,
} from '../../wire/index.ts'
import type { PacketRecord } from '../packet-record.ts'
import type { IpDatagram, IpPayload } from '../reassembly/index.ts'
import { RecentMap } from '../recent-map.ts'
import { answerExchange, type Exchange, openExchange } from './exchange.ts'
import { ipPayload } from './ip-payload.ts'

/** Meaning of a datagram among the others of its capture. Times in ns. */
export interface DatagramPosition {
  /** UDP: number of the pair of addresses and ports, in the order of their first datagrams, from 0; null for ICMP. */
  readonly stream: number | null
  /** Times since the first datagram between them on this link, and since the previous one. */
  readonly sinceFirst: Nanoseconds
  readonly sincePrevious: Nanoseconds
  /** Key of a question or answer (ping, DNS); null for anything else. */
  readonly exchange: Exchange | null
}

interface Times {
  readonly firstAt: Nanoseconds
  lastAt: Nanoseconds
}

interface Conversation {
  readonly stream: number
  readonly byLink: Map<number, Times>
}

type Seen = Pick<PacketRecord, 'number' | 'link' | 'bytes' | 'at'>

/** Conversations and questions that are surely remembered; answers to older ones are not matched. */
const MOST_CONVERSATIONS = 4096
const MOST_OPEN = 16_384

/** Follows UDP conversations and finds the answers to pings and DNS questions. Add packets in order, each once. */
export class DatagramAnalysis {
  readonly #conversations = new RecentMap<string, Conversation>(MOST_CONVERSATIONS)
  readonly #open = new RecentMap<string, Exchange>(MOST_OPEN, ({ response }) => response !== null)
  #streams = 0

  /** Returns the position; null for packets that are neither UDP nor ICMP echo. */
  add(record: Seen, datagram: IpDatagram | null = null): DatagramPosition | null {
    if (datagram === null && isTcp(record.bytes)) return null
    const packet = ipPayload(record.bytes, datagram)
    if (packet === null) return null
    if (packet.protocol === IpProtocol.UDP) return this.#udp(record, packet)
    const isEcho = packet.protocol === IpProtocol.ICMP || packet.protocol === IpProtocol.ICMPV6
    return isEcho ? this.#echo(record, packet) : null
  }

  #udp(record: Seen, packet: IpPayload): DatagramPosition | null {
    const datagram = parseUdp(packet.payload)
    if (datagram instanceof ParseError) return null
    const { sourcePort, destinationPort, payload } = datagram
    const pair = pairOf(`${packet.source} ${sourcePort}`, `${packet.destination} ${destinationPort}`)
    const conversation = this.#conversations.get(pair) ?? this.#begin(pair)
    const times = conversation.byLink.get(record.link) ?? { firstAt: record.at, lastAt: record.at }
    conversation.byLink.set(record.link, times)
    const sincePrevious = record.at - times.lastAt
    times.lastAt = record.at
    const isDns = (sourcePort === DNS_PORT || destinationPort === DNS_PORT) && payload.length >= DNS_HEADER_LENGTH
    const exchange = isDns ? this.#dns(record, conversation.stream, payload) : null
    return { stream: conversation.stream, sinceFirst: record.at - times.firstAt, sincePrevious, exchange }
  }

  #begin(pair: string): Conversation {
    const conversation: Conversation = { stream: this.#streams++, byLink: new Map() }
    this.#conversations.set(pair, conversation)
    return conversation
  }

  /** Matches DNS questions and answers. A question repeated before its answer is the same question. */
  #dns(record: Seen, stream: number, message: Uint8Array): Exchange | null {
    const key = `${record.link} dns ${stream} ${read16(message, 0)}`
    const known = this.#open.get(key)
    if ((message[2]! & 0x80) !== 0) {
      if (known !== undefined) answerExchange(known, record.number, record.at)
      return known ?? null
    }
    return known?.response === null ? known : this.#ask(key, record)
  }

  #echo(record: Seen, { source, destination, payload, protocol }: IpPayload): DatagramPosition | null {
    if (payload.length < ICMP_HEADER_LENGTH) return null
    const isV6 = protocol === IpProtocol.ICMPV6
    const type = payload[0]!
    const isRequest = type === (isV6 ? Icmpv6Type.ECHO_REQUEST : IcmpType.ECHO_REQUEST)
    if (!isRequest && type !== (isV6 ? Icmpv6Type.ECHO_REPLY : IcmpType.ECHO_REPLY)) return null
    // Many hosts may answer, each from its own address: Wireshark pairs none of them.
    if (isV6 && [source, destination].some((address) => address.startsWith('ff'))) return null
    const key = `${record.link} echo ${pairOf(source, destination)} ${read16(payload, 4)} ${read16(payload, 6)} ${echoSum(payload)}`
    return {
      stream: null,
      sinceFirst: 0,
      sincePrevious: 0,
      exchange: isRequest ? this.#ask(key, record) : this.#answer(key, record),
    }
  }

  /** Matches an answer with its question, which has no second answer. */
  #answer(key: string, { number, at }: Seen): Exchange | null {
    const known = this.#open.get(key)
    return known !== undefined && answerExchange(known, number, at) ? known : null
  }

  #ask(key: string, { number, at }: Seen): Exchange {
    const exchange = openExchange(number, at)
    this.#open.set(key, exchange)
    return exchange
  }
}

const IPV4_PROTOCOL_AT = 23
const IPV6_NEXT_HEADER_AT = 20

/** Returns whether a packet is TCP, as most are, from one byte, without reading any header. */
function isTcp(bytes: Uint8Array): boolean {
  return bytes[bytes[12] === 0x08 ? IPV4_PROTOCOL_AT : IPV6_NEXT_HEADER_AT] === IpProtocol.TCP
}

function pairOf(a: string, b: string): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`
}

/** Returns the checksum without the type's share: equal for a request and a reply with the same data (RFC 1071 §2). */
function echoSum(message: Uint8Array): number {
  const sum = (~read16(message, 2) & 0xffff) + 0xffff - (message[0]! << 8)
  const folded = (sum & 0xffff) + (sum >>> 16)
  return folded === 0xffff ? 0 : folded
}
