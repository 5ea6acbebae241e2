/** Frames for the tests, byte by byte. */
import { bytes, hex, u8, u16, u32 } from 'ackademy/lab'
import type { Dissection } from './contract.ts'

const DESTINATION = '02:00:00:00:00:0b'
const SOURCE = '02:00:00:00:00:08'
const MACS = hex('02000000000b 020000000008')
const TAGGED = 0x8100
export const [IPV4, ARP, IPV6] = [0x0800, 0x0806, 0x86dd] as const
export const [ICMP, TCP, UDP] = [1, 6, 17] as const
export const NOTHING = new Uint8Array()

type Data = Uint8Array | string

/** A frame around what it carries. */
export const frame = (type: number, inside: Data): Uint8Array => bytes(MACS, u16(type), inside)
/** With a tag in front of the type; `control` has the number of the VLAN in its lower 12 bits. */
export const tagged = (control: number, type: number, inside: Data): Uint8Array =>
  bytes(MACS, u16(TAGGED), u16(control), u16(type), inside)

export interface IpFields {
  protocol?: number
  ttl?: number
  /** Both addresses in hex. */
  addresses?: string
  /** Flags and fragment offset. */
  fragment?: number
  /** As many bytes as a multiple of 4. */
  options?: Uint8Array
  version?: number
  /** What the header says of its length, in words; the truth unless given. */
  words?: number
  /** What the header says of the packet's length; the truth unless given. */
  total?: number
}

export function ipv4(inside: Data, fields: IpFields = {}): Uint8Array {
  const { protocol = UDP, ttl = 63, addresses = '0a00010b 0a00020b', fragment = 0 } = fields
  const { options = NOTHING, version = 4 } = fields
  const length = 20 + options.length
  const { words = length / 4, total = length + inside.length } = fields
  const start = bytes(u8((version << 4) | words), u8(0), u16(total), u16(0x1c46), u16(fragment))
  return bytes(start, u8(ttl), u8(protocol), u16(0), hex(addresses), options, inside)
}

export const udp = (data: Data, from = 40001, to = 9000): Uint8Array =>
  bytes(u16(from), u16(to), u16(8 + data.length), u16(0), data)

/** `words`: what the header says of its length; the truth unless given. */
export function tcp(data: Data, options = NOTHING, words = 5 + options.length / 4): Uint8Array {
  const numbers = bytes(u16(40002), u16(80), u32(1000), u32(2000))
  return bytes(numbers, u8(words << 4), u8(0x18), u16(64240), u16(0), u16(0), options, data)
}

/** What `dissect` returns for these; everything else as in a datagram that says `data`. */
export const wanted = (data: Data, rest: Partial<Dissection> = {}): Dissection => ({
  destination: DESTINATION,
  source: SOURCE,
  vlan: null,
  type: IPV4,
  ip: { source: '10.0.1.11', destination: '10.0.2.11', ttl: 63, protocol: UDP },
  ports: { source: 40001, destination: 9000 },
  data: bytes(data),
  ...rest,
})

/** The same for a segment that says `data`. */
export const wantedOfTcp = (data: Data): Dissection => {
  const { ip, ...rest } = wanted(data)
  return { ...rest, ip: ip && { ...ip, protocol: TCP }, ports: { source: 40002, destination: 80 } }
}
