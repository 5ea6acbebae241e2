import { TcpFlag } from '#network'
import { BYTE, DOUBLE_WORD, parseInteger, SHORT } from './parse-integer.ts'
import { parseOptions } from './parse-tcp-options.ts'
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
const WORD = /[A-Za-z_][A-Za-z_0-9-]*/y

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
      const tos = parseInteger(scanner, 'a type of service', BYTE)
      ;[dscp, ecn] = [tos >> 2, tos & 3]
    } else if (word === 'ttl') ttl = parseInteger(scanner, 'a time to live', BYTE)
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
  const acknowledgment = scanner.accept('ack') ? parseInteger(scanner, 'an acknowledgment number', DOUBLE_WORD) : null
  const window = scanner.accept('win') ? parseInteger(scanner, 'a window', SHORT) : null
  const urgentPointer = scanner.accept('urg') ? parseInteger(scanner, 'an urgent pointer', SHORT) : null
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

function parseUdp(scanner: Scanner, ports: UdpPattern['ports']): UdpPattern {
  scanner.expect('(', 'before the length of a UDP datagram')
  const length = parseInteger(scanner, 'a length', SHORT)
  scanner.expect(')', 'after it')
  return { protocol: 'udp', ports, length }
}

/** `icmp unreachable frag_needed mtu 1400 [1:1461(1460)]`. */
function parseIcmp(scanner: Scanner): IcmpPattern {
  const type = scanner.take(WORD)?.[0]
  if (type === undefined) return scanner.fail('an ICMP type')
  const code = scanner.peek('mtu') ? null : (scanner.take(WORD)?.[0] ?? null)
  const mtu = scanner.accept('mtu') ? parseInteger(scanner, 'an MTU', SHORT) : null
  scanner.expect('[', 'before the segment that the message is about')
  const { sequence, length } = parseSequence(scanner)
  scanner.expect(']', 'after it')
  return { protocol: 'icmp', type, code, mtu, sequence, length }
}
