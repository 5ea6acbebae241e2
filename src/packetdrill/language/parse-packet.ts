import { TcpFlag, type TcpOption } from '../../runtime/network/index.ts'
import { readInteger } from './parse-expression.ts'
import type { Scanner } from './scanner.ts'
import type { IcmpPattern, IpWishes, PacketAction, TcpPattern, UdpPattern } from './script.ts'
import { NeedsError } from './script-error.ts'

/** In the order in which they are written. */
export const FLAG_LETTERS: readonly (readonly [letter: string, bit: number])[] = [
  ['S', TcpFlag.SYN],
  ['F', TcpFlag.FIN],
  ['R', TcpFlag.RST],
  ['P', TcpFlag.PSH],
  ['.', TcpFlag.ACK],
  ['U', TcpFlag.URG],
  ['E', TcpFlag.ECE],
  ['W', TcpFlag.CWR],
  ['A', TcpFlag.AE],
]
/** The ECN field of IP, by its value (RFC 3168 5). */
export const ECN_WORDS = ['noecn', 'ect1', 'ect0', 'ce'] as const

const PORTS = /(\d+)\s*>\s*(\d+)(?=\s)/y
const FLAGS = /-|[SFRPUEWA.0-7]+(?=\s)/y
const SEQUENCE = /(\d+):(\d+)\((\d+)\)/y
const INTEGER = /0x[0-9a-fA-F]+|\d+/y
const WORD = /[A-Za-z_][A-Za-z_0-9-]*/y
const HEX = /[0-9a-fA-F]+/y

/** The rest of a packet's line, after `<` or `>`. */
export function parsePacket(scanner: Scanner, direction: PacketAction['direction']): PacketAction {
  const ip = parseIpWishes(scanner)
  if (scanner.accept('icmp')) return { kind: 'packet', direction, ip, packet: parseIcmp(scanner) }
  const ports = parsePorts(scanner)
  if (scanner.accept('udp')) return { kind: 'packet', direction, ip, packet: parseUdp(scanner, ports) }
  return { kind: 'packet', direction, ip, packet: parseTcp(scanner, ports) }
}

function parsePorts(scanner: Scanner): TcpPattern['ports'] {
  const match = scanner.take(PORTS)
  return match === null ? null : { source: Number(match[1]), destination: Number(match[2]) }
}

/** `[ect0]`, `[ce, ttl 1]`, `[tos 0x10]`. */
function parseIpWishes(scanner: Scanner): IpWishes {
  let [ecn, dscp, ttl]: (number | null)[] = [null, null, null]
  const bracket = scanner.accept('[') ? ']' : scanner.accept('(') ? ')' : null
  if (bracket === null) return { ecn, dscp, ttl } as IpWishes
  while (!scanner.accept(bracket)) {
    if (scanner.accept(',')) continue
    const word = scanner.take(WORD)?.[0]
    const codepoint = ECN_WORDS.indexOf(word as (typeof ECN_WORDS)[number])
    if (codepoint >= 0) ecn = codepoint
    else if (word === 'tos') {
      const tos = parseInteger(scanner, 'a type of service')
      ;[dscp, ecn] = [tos >> 2, tos & 3]
    } else if (word === 'ttl') ttl = parseInteger(scanner, 'a time to live')
    else scanner.fail(`${ECN_WORDS.join(', ')}, tos or ttl in [ ]`)
  }
  return { ecn, dscp, ttl } as IpWishes
}

function parseTcp(scanner: Scanner, ports: TcpPattern['ports']): TcpPattern {
  const letters = scanner.take(FLAGS)
  if (letters === null) return scanner.fail('TCP flags of S F R P . U E W A, or -')
  const flags = FLAG_LETTERS.reduce((bits, [letter, bit]) => (letters[0].includes(letter) ? bits | bit : bits), 0)
  // A digit is the counter that the three ECN bits are in that extension.
  if (/\d/.test(letters[0])) throw new NeedsError('Accurate ECN (RFC 9768)')
  const { sequence, length } = parseSequence(scanner)
  const acknowledgment = scanner.accept('ack') ? parseInteger(scanner, 'an acknowledgment number') : null
  const window = scanner.accept('win') ? parseInteger(scanner, 'a window') : null
  const urgentPointer = scanner.accept('urg') ? parseInteger(scanner, 'an urgent pointer') : null
  const options = scanner.accept('<') ? parseOptions(scanner) : []
  return { protocol: 'tcp', ports, flags, sequence, length, acknowledgment, window, urgentPointer, options }
}

function parseSequence(scanner: Scanner): { sequence: number; length: number } {
  scanner.skipSpace()
  const before = scanner.at
  const match = scanner.take(SEQUENCE)
  if (match === null) return scanner.fail('a sequence range like 1:1001(1000)')
  const [from, to, length] = match.slice(1).map(Number) as [number, number, number]
  if (to - from !== length) {
    scanner.at = before
    scanner.fail(`a range whose length is what stands in ( ): ${from} to ${to} are ${to - from}`)
  }
  return { sequence: from, length }
}

function parseInteger(scanner: Scanner, what: string): number {
  const match = scanner.take(INTEGER)
  return match === null ? scanner.fail(what) : readInteger(match[0])
}

function parseOptions(scanner: Scanner): TcpOption[] | null {
  if (scanner.accept('...')) {
    scanner.expect('>', 'after ...')
    return null
  }
  const options: TcpOption[] = []
  while (!scanner.accept('>')) {
    options.push(parseOption(scanner))
    if (!scanner.accept(',') && !scanner.peek('>')) scanner.fail('"," or ">" after an option')
  }
  return options
}

/** Options of extensions that the stack does not speak, and what a script that has them needs. */
const FOREIGN: Readonly<Record<string, string>> = {
  FO: 'TCP Fast Open (RFC 7413)',
  FOEXP: 'TCP Fast Open (RFC 7413)',
  md5: 'TCP MD5 signatures (RFC 2385)',
  ECN: 'Accurate ECN (RFC 9768)',
  mp_capable: 'Multipath TCP',
}

function parseOption(scanner: Scanner): TcpOption {
  const word = scanner.take(WORD)?.[0]
  switch (word) {
    case 'mss':
      return { kind: 'mss', value: parseInteger(scanner, 'a segment size') }
    case 'wscale':
      return { kind: 'wscale', shift: parseInteger(scanner, 'a shift') }
    case 'nop':
    case 'eol':
    case 'sackOK':
      return { kind: word }
    case 'sack':
      return { kind: 'sack', blocks: parseBlocks(scanner) }
    case 'TS': {
      scanner.expect('val', 'after TS')
      const value = parseInteger(scanner, 'a timestamp')
      scanner.expect('ecr', 'after the value')
      return { kind: 'timestamps', value, echoReply: parseInteger(scanner, 'a timestamp') }
    }
    case 'unknown':
      return { kind: 'unknown', number: parseInteger(scanner, 'an option kind'), data: parseHex(scanner) }
    default:
      if (word !== undefined && Object.hasOwn(FOREIGN, word)) throw new NeedsError(FOREIGN[word]!)
      return scanner.fail('a TCP option: mss, wscale, sackOK, sack, TS, nop, eol or unknown KIND HEX')
  }
}

function parseHex(scanner: Scanner): Uint8Array {
  const digits = scanner.take(HEX)?.[0] ?? ''
  return Uint8Array.from({ length: digits.length >> 1 }, (_, index) =>
    Number.parseInt(digits.slice(2 * index, 2 * index + 2), 16),
  )
}

function parseBlocks(scanner: Scanner): { left: number; right: number }[] {
  const blocks: { left: number; right: number }[] = []
  const block = /(\d+):(\d+)/y
  for (let match = scanner.take(block); match !== null; match = scanner.take(block)) {
    blocks.push({ left: Number(match[1]), right: Number(match[2]) })
  }
  if (blocks.length === 0) scanner.fail('a SACK block like 1001:2001')
  return blocks
}

function parseUdp(scanner: Scanner, ports: UdpPattern['ports']): UdpPattern {
  scanner.expect('(', 'before the length of a UDP datagram')
  const length = parseInteger(scanner, 'a length')
  scanner.expect(')', 'after it')
  return { protocol: 'udp', ports, length }
}

/** `icmp unreachable frag_needed mtu 1400 [1:1461(1460)]`. */
function parseIcmp(scanner: Scanner): IcmpPattern {
  const type = scanner.take(WORD)?.[0]
  if (type === undefined) return scanner.fail('an ICMP type')
  const code = scanner.peek('mtu') ? null : (scanner.take(WORD)?.[0] ?? null)
  const mtu = scanner.accept('mtu') ? parseInteger(scanner, 'an MTU') : null
  scanner.expect('[', 'before the segment that the message is about')
  const { sequence, length } = parseSequence(scanner)
  scanner.expect(']', 'after it')
  return { protocol: 'icmp', type, code, mtu, sequence, length }
}
