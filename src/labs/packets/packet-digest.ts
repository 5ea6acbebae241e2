import { type DissectedField, flagsText } from '#network'
import { strings } from '#strings'
import { quoted, type ReadPacket } from '../recording/index.ts'

const words = strings.digest

/** A line on a packet, with the bytes that it is about. */
export interface DigestLine {
  name: keyof typeof words.names
  text: string
  range: { offset: number; length: number } | null
}

const LONGEST_PAYLOAD = 80

/** Puts a packet into at most five lines: its ends, what it does, flags, numbers, payload. Lines it does not have are left out. */
export function packetDigest(packet: ReadPacket): DigestLine[] {
  const read = reader(packet)
  const payload = read.field('tcp.payload') ?? read.field('udp.payload') ?? read.field('data.data')
  const lines: DigestLine[] = [
    { name: 'ends', text: endsText(packet, read), range: null },
    { name: 'what', text: whatText(packet, payload?.length ?? 0), range: null },
    {
      name: 'flags',
      text: flagsLine(packet, read),
      range: rangeOf(read.field('tcp.flags') ?? read.field('dns.flags')),
    },
    { name: 'numbers', text: numbersText(packet, read), range: null },
    { name: 'payload', text: payloadText(payload), range: rangeOf(payload) },
  ]
  return lines.filter(({ text }) => text !== '')
}

interface Reader {
  /** The first field of this name in the packet itself, not in one that it quotes. */
  field: (name: string) => DissectedField | undefined
  number: (name: string) => number | null
}

function reader(packet: ReadPacket): Reader {
  const layers = packet.dissection.layers.filter(({ isQuoted, source }) => !isQuoted && source === 'frame')
  const field = (name: string) => layers.flatMap(({ fields }) => fields).find((one) => one.name === name)
  const number = (name: string) => {
    const value = field(name)?.value
    return typeof value === 'number' ? value : typeof value === 'boolean' ? Number(value) : null
  }
  return { field, number }
}

const rangeOf = (field: DissectedField | undefined) =>
  field && field.length > 0 ? { offset: field.offset, length: field.length } : null

function endsText(packet: ReadPacket, { field }: Reader): string {
  const end = (side: 'src' | 'dst') => {
    const address = (field(`ip.${side}`) ?? field(`ipv6.${side}`))?.text
    const port = (field(`tcp.${side}port`) ?? field(`udp.${side}port`))?.value
    return address && (port === undefined ? address : `${address}:${port}`)
  }
  const [from, to] = [end('src'), end('dst')]
  return words.ends(packet.from, packet.to, from && to ? `${from} → ${to}` : '')
}

function whatText(packet: ReadPacket, payload: number): string {
  const { kind, protocol, headline, detail, opens, ends, resets, againOf } = packet
  if (kind === 'udp' && protocol === 'UDP') return words.datagram(payload)
  if (kind !== 'tcp' || protocol !== 'TCP') return `${protocol}: ${headline || detail}`
  if (resets) return words.resets
  if (opens) return packet.label === 'SYN' ? words.opens : words.accepts
  if (againOf !== null) return words.again(payload, againOf)
  if (ends) return words.endsSide(payload)
  return payload > 0 ? words.carries(payload) : words.acknowledges
}

function flagsLine({ kind, protocol }: ReadPacket, { number }: Reader): string {
  if (protocol === 'DNS')
    return words.dnsFlags(
      number('dns.flags.response') ?? 0,
      number('dns.flags.authoritative') ?? 0,
      number('dns.flags.rcode') ?? 0,
    )
  return kind === 'tcp' ? flagsText(number('tcp.flags') ?? 0) : ''
}

function numbersText({ kind, position }: ReadPacket, { number }: Reader): string {
  const sequence = position?.sequence ?? number('tcp.seq_raw')
  const acknowledgment = number('tcp.flags.ack') ? (position?.acknowledgment ?? number('tcp.ack_raw')) : null
  const named: [string, number | null][] =
    kind === 'tcp'
      ? [
          ['seq', sequence],
          ['ack', acknowledgment],
          ['window', number('tcp.window_size') ?? number('tcp.window_size_value')],
        ]
      : [
          ['id', number('icmp.ident') ?? number('dns.id')],
          ['seq', number('icmp.seq')],
          ['TTL', number('ip.ttl')],
        ]
  return named.flatMap(([name, value]) => (value === null ? [] : [`${name} ${value}`])).join(' · ')
}

function payloadText(payload: DissectedField | undefined): string {
  if (!(payload?.value instanceof Uint8Array) || payload.length === 0) return words.noPayload
  const text = quoted(payload.value, LONGEST_PAYLOAD)
  // Data that is no text is quoted as its length.
  return text === strings.protocols.bytes(payload.length) ? text : words.payload(text, payload.length)
}
