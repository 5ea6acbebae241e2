/** Packets written as packetdrill writes them. */
import { TcpFlag, type TcpOption } from '#network'
import { ECN_WORDS, FLAG_LETTERS, type IcmpPattern, type PacketAction } from '../language/index.ts'
import type { Conversation } from './conversation.ts'
import type { SeenPacket } from './seen-packet.ts'

export function describeFlags(flags: number): string {
  const letters = FLAG_LETTERS.filter(([, bit]) => (flags & bit) !== 0).map(([letter]) => letter)
  return letters.length === 0 ? '-' : letters.join('')
}

export function describeOptions(options: readonly TcpOption[]): string {
  return options.map(describeOption).join(',')
}

function describeOption(option: TcpOption): string {
  switch (option.kind) {
    case 'mss':
      return `mss ${option.value}`
    case 'wscale':
      return `wscale ${option.shift}`
    case 'timestamps':
      return `TS val ${option.value} ecr ${option.echoReply}`
    case 'sack':
      return `sack ${option.blocks.map(({ left, right }) => `${left}:${right}`).join(' ')}`
    case 'unknown':
      return `unknown ${option.number} ${[...option.data].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
    default:
      return option.kind
  }
}

/** Describes a sent packet in a script's notation. */
export function describeSeen(packet: SeenPacket, conversation: Conversation | null): string {
  const { segment, datagram } = packet
  if (datagram !== null) return `udp (${datagram.length})`
  if (segment === null) return `IP protocol ${packet.protocol}, ${packet.bytes.length} bytes`
  const sequence = conversation?.scriptSequence(segment) ?? segment.sequenceNumber
  const length = segment.payload.length
  const ecn = packet.ecn === 0 ? '' : `[${ECN_WORDS[packet.ecn]}] `
  const words = [`${ecn}${describeFlags(segment.flags)}`, `${sequence}:${sequence + length}(${length})`]
  if (segment.flags & TcpFlag.ACK) {
    words.push(`ack ${conversation?.scriptAcknowledgment(segment) ?? segment.acknowledgmentNumber}`)
  }
  words.push(`win ${segment.window}`)
  if (segment.flags & TcpFlag.URG) words.push(`urg ${segment.urgentPointer}`)
  const options = conversation?.outboundOptions(segment.parsedOptions) ?? segment.parsedOptions
  if (options.length > 0) words.push(`<${describeOptions(options)}>`)
  return words.join(' ')
}

/** What a script says. */
export function describePattern({ ip, packet }: PacketAction): string {
  if (packet.protocol === 'udp') return `udp (${packet.length})`
  if (packet.protocol === 'icmp') return describeIcmp(packet)
  const { flags, sequence, length, acknowledgment, window, urgentPointer, options } = packet
  const ecn = ip.ecn === null ? '' : `[${ECN_WORDS[ip.ecn]}] `
  const words = [`${ecn}${describeFlags(flags)}`, `${sequence}:${sequence + length}(${length})`]
  if (acknowledgment !== null) words.push(`ack ${acknowledgment}`)
  if (window !== null) words.push(`win ${window}`)
  if (urgentPointer !== null) words.push(`urg ${urgentPointer}`)
  if (options === null) words.push('<...>')
  else if (options.length > 0) words.push(`<${describeOptions(options)}>`)
  return words.join(' ')
}

function describeIcmp({ type, code, mtu, sequence, length }: IcmpPattern): string {
  const words = ['icmp', type, code ?? '', mtu === null ? '' : `mtu ${mtu}`]
  return `${words.filter((word) => word !== '').join(' ')} [${sequence}:${sequence + length}(${length})]`
}
