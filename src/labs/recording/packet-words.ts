import {
  type DissectedLayer,
  type Dissection,
  fieldValue,
  flagsText,
  icmpMeaning,
  icmpv6Meaning,
  TcpFlag,
} from '#network'
import { strings } from '#strings'
import { dnsLabel } from './dns-words.ts'
import type { PacketKind, PacketWords } from './packet-view/index.ts'
import { quoted } from './quoted.ts'

const words = strings.protocols
const KINDS = ['tcp', 'udp', 'icmp', 'icmpv6', 'arp'] as const
const NOTHING = { opens: false, ends: false, resets: false, zeroWindow: false, pureAck: false, payloadLength: 0 }

/** Puts a dissected packet into words. */
export function packetWords(packet: Dissection): PacketWords {
  const carrier = packet.layers.find(({ protocol, isQuoted }) => !isQuoted && KINDS.some((kind) => kind === protocol))
  const { protocol } = packet
  const kind = kindOf(carrier)
  const base = { ...NOTHING, protocol, kind }
  if (packet.layers.at(-1)?.protocol === '_ws.malformed' || packet.layers.length === 0)
    return { ...base, label: words.unreadable, headline: words.unreadable, detail: packet.summary }
  if (kind === 'tcp') return { ...base, ...tcpWords(packet) }
  if (kind === 'udp') return { ...base, ...udpWords(packet) }
  if (kind === 'icmp') return { ...base, ...icmpWords(packet, carrier!.protocol === 'icmpv6') }
  if (kind === 'arp') return { ...base, ...arpWords(packet) }
  return { ...base, label: packet.summary, headline: '', detail: packet.summary }
}

function kindOf(carrier: DissectedLayer | undefined): PacketKind {
  if (carrier === undefined) return 'other'
  return carrier.protocol === 'icmpv6' ? 'icmp' : (carrier.protocol as PacketKind)
}

const number = (packet: Dissection, name: string): number | null => {
  const value = fieldValue(packet, name)
  return typeof value === 'number' ? value : null
}
const text = (packet: Dissection, name: string) => String(fieldValue(packet, name) ?? '')

/** Data if there is any, otherwise flags; numbers are relative to the connection's first, if the handshake was seen. */
function tcpWords(packet: Dissection): Partial<PacketWords> & Pick<PacketWords, 'label' | 'headline' | 'detail'> {
  const bits = number(packet, 'tcp.flags') ?? 0
  const has = (flag: number) => (bits & flag) !== 0
  const payload = (fieldValue(packet, 'tcp.payload') as Uint8Array | undefined) ?? new Uint8Array()
  const [opens, ends, resets] = [has(TcpFlag.SYN), has(TcpFlag.FIN), has(TcpFlag.RST)]
  const zeroWindow = number(packet, 'tcp.window_size_value') === 0 && !resets && !opens
  const flags = flagsText(bits)
  const ack = has(TcpFlag.ACK) ? (packet.position?.acknowledgment ?? number(packet, 'tcp.ack_raw')) : null
  const sequence = packet.position?.sequence ?? number(packet, 'tcp.seq_raw')
  const numbers = `seq ${sequence}${ack === null ? '' : ` ack ${ack}`}`
  const extras = opens ? ` ${optionsText(packet)}` : zeroWindow ? ` ${words.windowZero}` : ''
  const hasMessage = packet.protocol !== 'TCP'
  const said = hasMessage ? packet.summary : payload.length > 0 ? quoted(payload, 60) : flags
  return {
    opens,
    ends,
    resets,
    zeroWindow,
    payloadLength: payload.length,
    pureAck: payload.length === 0 && !opens && !ends && !resets,
    label: (hasMessage ? packet.summary : shortLabel(has, payload, ack)) + (zeroWindow ? `, ${words.windowZero}` : ''),
    headline: said,
    detail: `${said === flags ? '' : `${flags} `}${numbers}${extras}`,
  }
}

function shortLabel(has: (flag: number) => boolean, payload: Uint8Array, ack: number | null): string {
  const ends = has(TcpFlag.FIN)
  if (payload.length > 0) return quoted(payload, ends ? 13 : 18) + (ends ? ' FIN' : '')
  if (has(TcpFlag.RST)) return 'RST'
  if (has(TcpFlag.SYN)) return has(TcpFlag.ACK) ? 'SYN ACK' : 'SYN'
  if (ends) return 'FIN'
  return ack === null || ack <= 1 ? 'ACK' : `ACK ${ack}`
}

function optionsText(packet: Dissection): string {
  const parts = [`win ${number(packet, 'tcp.window_size_value')}`]
  const mss = number(packet, 'tcp.options.mss_val')
  const scale = number(packet, 'tcp.options.wscale.multiplier')
  if (mss !== null) parts.push(`MSS ${mss}`)
  if (scale !== null) parts.push(`WS ${scale}`)
  return parts.join(' ')
}

function udpWords(packet: Dissection): Pick<PacketWords, 'label' | 'headline' | 'detail' | 'payloadLength'> {
  const data = packet.layers.find(({ protocol, isQuoted }) => protocol === 'data' && !isQuoted)
  const payload = data ? data.bytes.subarray(data.offset, data.end) : new Uint8Array()
  const ports = words.ports(number(packet, 'udp.srcport') ?? 0, number(packet, 'udp.dstport') ?? 0)
  const payloadLength = Math.max(0, (number(packet, 'udp.length') ?? 8) - 8)
  const dns = packet.layers.find(({ protocol, isQuoted }) => protocol === 'dns' && !isQuoted)
  const short = dns && dnsLabel(dns.bytes.subarray(dns.offset, dns.end))
  if (short) return { label: short, headline: short, detail: `${packet.summary}, ${ports}`, payloadLength }
  if (packet.protocol !== 'UDP')
    return { label: packet.summary, headline: packet.summary, detail: ports, payloadLength }
  return { label: quoted(payload, 20), headline: quoted(payload, 60), detail: ports, payloadLength }
}

/** Short enough for an arrow of the ladder; undefined for other messages. */
const errorLabel = (isV6: boolean, type: number, code: number): string | undefined =>
  isV6 ? undefined : words.icmpErrors[`${type}/${code}`]

/** Neighbor discovery says more than its type: use the dissection's summary. */
function icmpWords(
  packet: Dissection,
  isV6: boolean,
): Pick<PacketWords, 'label' | 'headline' | 'detail' | 'payloadLength'> {
  const name = isV6 ? 'icmpv6' : 'icmp'
  const type = number(packet, `${name}.type`) ?? 0
  const code = number(packet, `${name}.code`) ?? 0
  const meaning = isV6 ? icmpv6Meaning(type, code) : icmpMeaning(type, code)
  const data = packet.layers.find(({ protocol, isQuoted }) => protocol === 'data' && !isQuoted)
  const payloadLength = data ? data.end - data.offset : 0
  const [request, reply] = isV6 ? [128, 129] : [8, 0]
  if (type !== request && type !== reply)
    return { label: errorLabel(isV6, type, code) ?? meaning, headline: meaning, detail: packet.summary, payloadLength }
  const sequence = number(packet, isV6 ? 'icmpv6.echo.sequence_number' : 'icmp.seq') ?? 0
  const id = number(packet, isV6 ? 'icmpv6.echo.identifier' : 'icmp.ident') ?? 0
  const label = words.echo(type === reply, sequence)
  return { label, headline: meaning, detail: words.echoDetail(id, sequence), payloadLength }
}

function arpWords(packet: Dissection): Pick<PacketWords, 'label' | 'headline' | 'detail'> {
  const asks = number(packet, 'arp.opcode') === 1
  const [sender, target] = [text(packet, 'arp.src.proto_ipv4'), text(packet, 'arp.dst.proto_ipv4')]
  const mac = text(packet, 'arp.src.hw_mac')
  if (!asks) return { label: words.arpAnswersShort(mac), headline: '', detail: words.arpAnswers(sender, mac) }
  const isBroadcast = text(packet, 'eth.dst') === 'ff:ff:ff:ff:ff:ff'
  return isBroadcast
    ? { label: words.arpAsksShort(target), headline: '', detail: words.arpAsks(target, sender) }
    : { label: words.arpChecksShort(target), headline: '', detail: words.arpChecks(target, sender) }
}
