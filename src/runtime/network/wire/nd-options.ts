/** Options of neighbor discovery messages (RFC 4861 §4.6, RFC 8106). */
import { type IpAddress, ipv6AddressAt, ipv6Bytes, type MacAddress, macAddressAt } from '../address/index.ts'
import { read32, write16, write32 } from '../bytes.ts'
import { writeMac } from './ethernet.ts'
import { bytesField, flagField, type HeaderField, hexField, ipField, numberField } from './field.ts'
import type { OptionListFormat } from './option-list.ts'
import { cutOff, ParseError } from './parse-error.ts'

export const NdOptionType = {
  SOURCE_LINK_ADDRESS: 1,
  TARGET_LINK_ADDRESS: 2,
  PREFIX: 3,
  REDIRECTED: 4,
  MTU: 5,
  RDNSS: 25,
} as const

const LINK_ADDRESS = bytesField('icmpv6.opt.linkaddr', 'Link-layer address', 16, 48)
const SOURCE_ADDRESS = bytesField('icmpv6.opt.src_linkaddr', 'Source Link-layer address', 16, 48)
const TARGET_ADDRESS = bytesField('icmpv6.opt.target_linkaddr', 'Target Link-layer address', 16, 48)
/** Fields of known options of fixed length, from the option's first byte on. */
const PREFIX_FIELDS = [
  numberField('icmpv6.opt.prefix.length', 'Prefix Length', 16, 8),
  hexField('icmpv6.opt.prefix.flag', 'Flag', 24, 8),
  flagField('icmpv6.opt.prefix.flag.l', 'On-link flag(L)', 24),
  flagField('icmpv6.opt.prefix.flag.a', 'Autonomous address-configuration flag(A)', 25),
  numberField('icmpv6.opt.prefix.valid_lifetime', 'Valid Lifetime', 32, 32),
  numberField('icmpv6.opt.prefix.preferred_lifetime', 'Preferred Lifetime', 64, 32),
  ipField('icmpv6.opt.prefix', 'Prefix', 128, 128),
] as const
const RDNSS_LIFETIME = numberField('icmpv6.opt.rdnss.lifetime', 'Lifetime', 32, 32)
const RDNSS_ADDRESS = ipField('icmpv6.opt.rdnss', 'Recursive DNS Servers', 64, 128)
const OPTIONS: Readonly<Record<number, { length: number; fields: readonly HeaderField[] }>> = {
  [NdOptionType.SOURCE_LINK_ADDRESS]: { length: 8, fields: [LINK_ADDRESS, SOURCE_ADDRESS] },
  [NdOptionType.TARGET_LINK_ADDRESS]: { length: 8, fields: [LINK_ADDRESS, TARGET_ADDRESS] },
  [NdOptionType.PREFIX]: { length: 32, fields: PREFIX_FIELDS },
  [NdOptionType.MTU]: { length: 8, fields: [numberField('icmpv6.opt.mtu', 'MTU', 32, 32)] },
}

/** Returns the fields of a lifetime and as many addresses as the length allows (RFC 8106 §5.1). */
function rdnssFields(length: number): readonly HeaderField[] {
  const addresses = Array.from({ length: Math.floor((length - 8) / 16) }, (_, index) => ({
    ...RDNSS_ADDRESS,
    bit: RDNSS_ADDRESS.bit + 128 * index,
  }))
  return [RDNSS_LIFETIME, ...addresses]
}

/** Format of options in a message: their lengths are in units of 8 bytes. */
export const ND_OPTION_LIST: OptionListFormat = {
  kind: [
    numberField('icmpv6.opt.type', 'Type', 0, 8, {
      meanings: {
        1: 'Source link-layer address',
        2: 'Target link-layer address',
        3: 'Prefix information',
        4: 'Redirected header',
        5: 'MTU',
        25: 'Recursive DNS Server',
      },
    }),
  ],
  more: [numberField('icmpv6.opt.length', 'Length', 8, 8)],
  lengthAt(bytes, at) {
    const length = 8 * (bytes[at + 1] ?? 0)
    return at + length <= bytes.length ? length : 0
  },
  valueFields(kind, length) {
    if (kind === NdOptionType.RDNSS && isRdnssLength(length)) return rdnssFields(length)
    const known = OPTIONS[kind]
    return known?.length === length ? known.fields : []
  },
  values: [...Object.values(OPTIONS).flatMap(({ fields }) => fields), RDNSS_LIFETIME, RDNSS_ADDRESS],
}

export type NdOption =
  | { kind: 'source link address' | 'target link address'; mac: MacAddress }
  | {
      kind: 'prefix'
      prefix: IpAddress
      length: number
      onLink: boolean
      autonomous: boolean
      /** Seconds; 0xffffffff means forever. */
      validLifetime: number
      preferredLifetime: number
    }
  | { kind: 'mtu'; mtu: number }
  /** Beginning of the packet that a redirect is about, a multiple of 8 bytes. */
  | { kind: 'redirected packet'; bytes: Uint8Array }
  /** Recursive DNS servers, and their lifetime in seconds (RFC 8106). */
  | { kind: 'rdnss'; lifetime: number; servers: IpAddress[] }
  /** `data`: everything behind type and length, 6 bytes plus a multiple of 8. */
  | { kind: 'unknown'; type: number; data: Uint8Array }

/** Parses everything behind a message's fixed part. An option of length 0 makes the whole message invalid (RFC 4861 §4.6). */
export function parseNdOptions(bytes: Uint8Array): NdOption[] | ParseError {
  const options: NdOption[] = []
  for (let at = 0; at < bytes.length; ) {
    const length = 8 * (bytes[at + 1] ?? 0)
    if (length === 0) return new ParseError('icmpv6', `an option of length 0 at byte ${at} of the options`)
    if (at + length > bytes.length) return cutOff('icmpv6', at + length, bytes.length)
    options.push(readNdOption(bytes.subarray(at, at + length)))
    at += length
  }
  return options
}

/** Reads an option. A known one with an unexpected length counts as unknown. */
function readNdOption(bytes: Uint8Array): NdOption {
  const type = bytes[0]!
  if (type === NdOptionType.SOURCE_LINK_ADDRESS && bytes.length === 8) {
    return { kind: 'source link address', mac: macAddressAt(bytes, 2) }
  }
  if (type === NdOptionType.TARGET_LINK_ADDRESS && bytes.length === 8) {
    return { kind: 'target link address', mac: macAddressAt(bytes, 2) }
  }
  if (type === NdOptionType.REDIRECTED) return { kind: 'redirected packet', bytes: bytes.subarray(8) }
  if (type === NdOptionType.RDNSS && isRdnssLength(bytes.length)) return readRdnss(bytes)
  if (type === NdOptionType.MTU && bytes.length === 8) return { kind: 'mtu', mtu: read32(bytes, 4) }
  if (type !== NdOptionType.PREFIX || bytes.length !== 32) return { kind: 'unknown', type, data: bytes.subarray(2) }
  return {
    kind: 'prefix',
    prefix: ipv6AddressAt(bytes, 16),
    length: bytes[2]!,
    onLink: (bytes[3]! & 0x80) !== 0,
    autonomous: (bytes[3]! & 0x40) !== 0,
    validLifetime: read32(bytes, 4),
    preferredLifetime: read32(bytes, 8),
  }
}

function isRdnssLength(length: number): boolean {
  return length >= 24 && length % 16 === 8
}

function readRdnss(bytes: Uint8Array): NdOption {
  const servers = Array.from({ length: (bytes.length - 8) / 16 }, (_, index) => ipv6AddressAt(bytes, 8 + 16 * index))
  return { kind: 'rdnss', lifetime: read32(bytes, 4), servers }
}

/** Encodes an option. Throws RangeError if it is too long or no multiple of 8 bytes. */
export function emitNdOption(option: NdOption): Uint8Array {
  const bytes = new Uint8Array(ndOptionLength(option))
  if (bytes.length % 8 !== 0 || bytes.length > 2040) throw new RangeError(`An ND option of ${bytes.length} bytes`)
  write16(bytes, 0, (optionType(option) << 8) | (bytes.length / 8))
  if (option.kind === 'prefix') {
    bytes[2] = option.length
    bytes[3] = (option.onLink ? 0x80 : 0) | (option.autonomous ? 0x40 : 0)
    write32(bytes, 4, option.validLifetime)
    write32(bytes, 8, option.preferredLifetime)
    bytes.set(ipv6Bytes(option.prefix), 16)
  } else if (option.kind === 'rdnss') {
    write32(bytes, 4, option.lifetime)
    for (const [index, server] of option.servers.entries()) bytes.set(ipv6Bytes(server), 8 + 16 * index)
  } else if (option.kind === 'mtu') write32(bytes, 4, option.mtu)
  else if (option.kind === 'redirected packet') bytes.set(option.bytes, 8)
  else if (option.kind === 'unknown') bytes.set(option.data, 2)
  else writeMac(bytes, 2, option.mac)
  return bytes
}

/** Returns the option's length on the wire. */
export function ndOptionLength(option: NdOption): number {
  if (option.kind === 'prefix') return 32
  if (option.kind === 'redirected packet') return 8 + option.bytes.length
  if (option.kind === 'rdnss') return 8 + 16 * option.servers.length
  return option.kind === 'unknown' ? 2 + option.data.length : 8
}

function optionType(option: NdOption): number {
  if (option.kind === 'unknown') return option.type
  const { SOURCE_LINK_ADDRESS, TARGET_LINK_ADDRESS, PREFIX, REDIRECTED, MTU, RDNSS } = NdOptionType
  return {
    'source link address': SOURCE_LINK_ADDRESS,
    'target link address': TARGET_LINK_ADDRESS,
    prefix: PREFIX,
    'redirected packet': REDIRECTED,
    mtu: MTU,
    rdnss: RDNSS,
  }[option.kind]
}
