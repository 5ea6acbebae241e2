/** Our dissection of a packet against tshark's, field by field. */
import { type DissectedField, type Dissection, ipAddressFrom } from '#network'
import type { TsharkField, TsharkPacket } from './tshark.ts'

/**
 * What differs, in words; nothing when every field of ours is there in tshark's reading, as often, with the same value, at the same bytes and bits. Fields named in
 * `except` are left out.
 */
export function differences(ours: Dissection, theirs: TsharkPacket, except: ReadonlySet<string> = new Set()): string[] {
  const leftOut = quotesTcp(theirs) ? new Set([...except, ...QUOTED_TCP]) : except
  const byName = Map.groupBy(
    ours.layers.flatMap(({ fields }) => fields).filter(({ name }) => !leftOut.has(name)),
    ({ name }) => name,
  )
  return [...byName].flatMap(([name, fields]) => {
    const found = theirs.get(name) ?? []
    if (fields.every(isMark)) return found.length > 0 ? [] : [`${name}: there, not for tshark`]
    // tshark also lists fields of no bytes at all, such as the padding of an option that is only its type and length.
    return differencesOf(
      name,
      fields,
      found.filter(({ text }) => text !== ''),
    )
  })
}

/** Something noticed: it has no value, and Wireshark shows it as often as it is told. */
const isMark = ({ text }: DissectedField) => text === ''

/** tshark leaves the first out of a segment that an ICMP error quotes, and checks the checksum even of one that is cut short there. */
const QUOTED_TCP: ReadonlySet<string> = new Set(['tcp.seq_raw', 'tcp.checksum.status'])

function quotesTcp(packet: TsharkPacket): boolean {
  return (packet.has('icmp.type') || packet.has('icmpv6.type')) && packet.has('tcp.srcport')
}

function differencesOf(name: string, ours: DissectedField[], theirs: readonly TsharkField[]): string[] {
  if (ours.length !== theirs.length) return [`${name}: ${ours.length} times, tshark has it ${theirs.length} times`]
  const sortedOurs = ours.toSorted((a, b) => a.offset - b.offset)
  const sortedTheirs = theirs.toSorted((a, b) => (a.offset ?? 0) - (b.offset ?? 0))
  return sortedOurs.flatMap((field, index) => differencesOfOne(field, sortedTheirs[index]!))
}

/** An address may end in a dotted quad where Wireshark sees IPv4 in it: RFC 5952 §5 leaves that to the prefixes known. */
function differencesOfOne(ours: DissectedField, theirs: TsharkField): string[] {
  const found = valueText(ours, theirs.text)
  if (found !== theirs.text && found !== ipAddressFrom(theirs.text))
    return [`${ours.name}: ${found}, tshark says ${theirs.text}`]
  if (theirs.offset === undefined || ours.length === 0) return []
  if (ours.offset !== theirs.offset || ours.length !== theirs.length) {
    return [`${ours.name}: bytes ${ours.offset}+${ours.length}, tshark says ${theirs.offset}+${theirs.length}`]
  }
  const [mask, theirMask] = [maskOf(ours), maskWithin(theirs)]
  return theirMask === 0 || mask === theirMask ? [] : [`${ours.name}: bits ${mask}, tshark says ${theirMask}`]
}

/** Our value written as tshark wrote its own: hexadecimal where that is, with as many digits. */
function valueText({ value }: DissectedField, theirs: string): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex').match(/../g)?.join(':') ?? ''
  if (typeof value === 'string') return value
  if (/^\d+\.\d{9}$/.test(theirs)) return value.toFixed(9)
  return theirs.startsWith('0x') ? `0x${value.toString(16).padStart(theirs.length - 2, '0')}` : String(value)
}

function maskOf({ bits, length }: DissectedField): number {
  if (bits === undefined) return 0
  return (2 ** bits.count - 1) * 2 ** (8 * length - bits.first - bits.count)
}

/** tshark gives the mask of a flag of TCP within all twelve bits, but says that the flag is in one byte. */
function maskWithin({ mask, length }: TsharkField): number {
  return mask! >= 2 ** (8 * length!) ? mask! >> 8 : mask!
}

/** What must never be in a capture that a test made: malformed packets and wrong checksums. */
export function complaints(packet: TsharkPacket): string[] {
  const malformed = [...packet.keys()].filter((name) => name.startsWith('_ws.malformed'))
  const statuses = ['ip', 'tcp', 'udp', 'icmp', 'igmp', 'icmpv6'].map((protocol) => `${protocol}.checksum.status`)
  const checked = statuses.filter((name) => !(quotesTcp(packet) && QUOTED_TCP.has(name)))
  const bad = checked.filter((name) => packet.get(name)?.some(({ text }) => text === '0'))
  return [...malformed, ...bad.map((name) => `${name} is bad`)]
}
