/** Text in < > after a TCP segment. */
import type { TcpOption } from '#network'
import { BYTE, DOUBLE_WORD, parseInteger, SHORT } from './parse-integer.ts'
import type { Scanner } from './scanner.ts'
import { NeedsError } from './script-error.ts'

const WORD = /[A-Za-z_][A-Za-z_0-9-]*/y
const HEX = /[0-9a-fA-F]+/y
/** A TCP header has room for so many bytes of options (RFC 9293 3.1). */
const OPTIONS_ROOM = 40

/** Up to the closing >; the opening one was taken. null: `...`, any. */
export function parseOptions(scanner: Scanner): TcpOption[] | null {
  if (scanner.accept('...')) {
    scanner.expect('>', 'after ...')
    return null
  }
  const options: TcpOption[] = []
  const before = scanner.at
  while (!scanner.accept('>')) {
    options.push(parseOption(scanner))
    if (!scanner.accept(',') && !scanner.peek('>')) scanner.fail('"," or ">" after an option')
  }
  if (optionsLength(options) > OPTIONS_ROOM) {
    scanner.at = before
    scanner.fail(`options of at most ${OPTIONS_ROOM} bytes in all; these take ${optionsLength(options)}`)
  }
  return options
}

const OPTION_LENGTHS = { eol: 1, nop: 1, mss: 4, wscale: 3, sackOK: 2, timestamps: 10 } as const

function optionsLength(options: readonly TcpOption[]): number {
  return options.reduce((sum, option) => {
    if (option.kind === 'sack') return sum + 2 + 8 * option.blocks.length
    return sum + (option.kind === 'unknown' ? 2 + option.data.length : OPTION_LENGTHS[option.kind])
  }, 0)
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
      return { kind: 'mss', value: parseInteger(scanner, 'a segment size', SHORT) }
    case 'wscale':
      return { kind: 'wscale', shift: parseInteger(scanner, 'a shift', BYTE) }
    case 'nop':
    case 'eol':
    case 'sackOK':
      return { kind: word }
    case 'sack':
      return { kind: 'sack', blocks: parseBlocks(scanner) }
    case 'TS': {
      scanner.expect('val', 'after TS')
      const value = parseInteger(scanner, 'a timestamp', DOUBLE_WORD)
      scanner.expect('ecr', 'after the value')
      return { kind: 'timestamps', value, echoReply: parseInteger(scanner, 'a timestamp', DOUBLE_WORD) }
    }
    case 'unknown':
      return { kind: 'unknown', number: parseInteger(scanner, 'an option kind', BYTE), data: parseHex(scanner) }
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
