import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { icmpEcho, icmpError, icmpv6Echo, icmpv6Error } from '../../wire/index.ts'
import { dissect, fieldsNamed } from '../index.ts'
import { arp, icmp, icmpv6, tcp, text, udp } from '../packets.fixture.ts'
import { type CompiledFilter, compileFilter, FILTER_NAMES, FilterError } from './index.ts'

const PACKETS = {
  syn: tcp({ flags: 'SYN', seq: 1000 }),
  synAck: tcp({ flags: 'SYN ACK', seq: 5, ack: 1001 }, true),
  ack: tcp({ flags: 'ACK', seq: 1001, ack: 6 }),
  data: tcp({ flags: 'PSH ACK', seq: 1001, ack: 6, data: 'PING\r\n' }),
  fin: tcp({ flags: 'FIN ACK', seq: 1007, ack: 6 }),
  udp: udp('after lunch'),
  dns: udp('\x1c\x2e\x01\0\0\x01\0\0\0\0\0\0\x01a\x04test\0\0\x01\0\x01', 4000, 53),
  echo: icmp(icmpEcho(8, 7, 1, text('abc'))),
  unreachable: icmp(icmpError(3, 3, udp('x', 5000, 53).subarray(14))),
  arp: arp(1),
  ping6: icmpv6(icmpv6Echo(128, 7, 1, text('abc'))),
  tooBig: icmpv6(icmpv6Error(2, 0, icmpv6(icmpv6Echo(128, 7, 1, text('abc'))).subarray(14), 1400)),
}
const dissected = Object.entries(PACKETS).map(([name, bytes]) => [name, dissect(bytes)] as const)

/** Returns the names of the packets that a filter matches. */
function matching(filter: string): string[] {
  const matches = compileFilter(filter)
  if (matches instanceof FilterError) throw new Error(String(matches))
  return dissected.filter(([, packet]) => matches(packet)).map(([name]) => name)
}

describe('a display filter matches', () => {
  test.each([
    ['', 'syn synAck ack data fin udp dns echo unreachable arp ping6 tooBig'],
    ['dns', 'dns'],
    ['dns.qry.name == "a.test" && dns.flags.response == 0', 'dns'],
    ['dns.qry.name contains "test" and dns.qry.type == 1', 'dns'],
    ['dns.qry.name != "a.test" or dns.a == 10.0.0.0/8', ''],
    ['tcp', 'syn synAck ack data fin'],
    ['icmp', 'echo unreachable'],
    ['arp || icmp', 'echo unreachable arp'],
    ['not ip', 'arp ping6 tooBig'],
    ['!(tcp or udp)', 'echo arp ping6 tooBig'],
    ['ipv6', 'ping6 tooBig'],
    ['icmpv6.type == 128 && icmpv6.echo.identifier == 7', 'ping6 tooBig'],
    ['icmpv6.mtu == 1400', 'tooBig'],
    ['ipv6.addr == 2001:db8::/32 && ipv6.hlim == 64', 'ping6 tooBig'],
    ['ipv6.src == 2001:DB8::1', 'ping6 tooBig'],
    ['ipv6.dst == 2001:db8::1', ''],
    ['tcp.flags.syn == 1 && tcp.flags.ack == 0', 'syn'],
    ['tcp.flags.syn == true and not tcp.flags.ack == 1', 'syn'],
    ['tcp.flags == 0x10', 'ack'],
    ['tcp.flags.fin == 1', 'fin'],
    ['tcp.len > 0', 'data'],
    ['tcp.len >= 6 && tcp.len <= 6', 'data'],
    ['tcp.seq_raw lt 1001', 'syn synAck'],
    ['tcp.payload', 'data'],
    ['tcp.payload contains "PING"', 'data'],
    ['tcp contains "PING\\r\\n"', 'data'],
    ['tcp.payload contains 50:49:4e:47', 'data'],
    ['tcp.payload contains "\\x50ING"', 'data'],
    ['tcp.payload matches "^p.ng"', 'data'],
    ['tcp.payload matches "\\w+\\r\\n$"', 'data'],
    ['tcp.payload == 50:49:4e:47:0d:0a', 'data'],
    ['udp contains "after"', 'udp'],
    ['ip.src == 10.0.0.2', 'synAck'],
    ['ip.addr == 10.0.0.2 && tcp.port == 9000', 'syn synAck ack data fin'],
    ['ip.dst == 10.0.0.0/30 and udp', 'udp dns unreachable'],
    ['ip.addr != 10.0.0.1', ''],
    ['ip.src != 10.0.0.1', 'synAck'],
    ['eth.addr == FF:FF:FF:FF:FF:FF', 'arp'],
    ['tcp.dstport in {80, 9000}', 'syn ack data fin'],
    ['tcp.port in {1..100 40000}', 'syn synAck ack data fin'],
    ['udp.dstport == 53', 'dns unreachable'],
    ['icmp.type == 8', 'echo'],
    ['icmp.ident == 7 && icmp.seq == 1', 'echo'],
    ['arp.opcode == 1 && arp.dst.proto_ipv4 == 10.0.0.2', 'arp'],
    ['frame.len >= 60', 'data dns unreachable ping6 tooBig'],
    ['tcp.flags.reset == 1', ''],
    ['tcp || udp && icmp', 'syn synAck ack data fin unreachable'],
    ['(tcp || udp) && icmp', 'unreachable'],
    ['udp xor icmp', 'udp dns echo'],
    ['eth.dst[0:3] == 02:00:00 && arp', ''],
    ['eth.dst[-1] == ff', 'arp'],
    ['tcp.payload[0-1] == "PI"', 'data'],
    ['tcp.payload[0,5] == "P\\n"', 'data'],
    ['tcp.payload[2:] == "NG\\r\\n"', 'data'],
    ['tcp.flags & 0x02', 'syn synAck'],
    ['tcp.flags & 0x12 == 0x12', 'synAck'],
    ['tcp.srcport > tcp.dstport', 'syn ack data fin'],
    ['ip.src == ip.dst', ''],
    ['any ip.addr != 10.0.0.1 && udp && !icmp', 'udp dns'],
    ['ip.addr !== 10.0.0.1 && udp && !icmp', 'udp dns'],
    ['all tcp.port > 9000', ''],
    ['all tcp.port >= 9000', 'syn synAck ack data fin'],
    ['len(tcp.payload) == 6', 'data'],
    ['count(ip.src) == 2', 'unreachable'],
    ['upper(dns.qry.name) == "A.TEST"', 'dns'],
    ['tcp.port not in {9000}', 'udp dns echo unreachable arp ping6 tooBig'],
    ['ip.src > 10.0.0.1', 'synAck'],
    ['frame contains "PING"', 'data'],
    ['_ws.col.Protocol == "DNS"', 'dns'],
    ['ip.proto == ICMP', 'echo unreachable'],
    ['tcp.dstport == 0b10001100101000', 'syn ack data fin'],
  ])('%s: %s', (filter, names) => {
    expect(matching(filter).join(' ')).toBe(names)
  })
})

describe('a filter that makes no sense is told where', () => {
  test.each([
    ['tcp.flag.fin == 1', 1, 'Unknown field or protocol tcp.flag.fin: did you mean tcp.flags.fin?'],
    ['tcp && quux', 8, 'Unknown field or protocol quux'],
    ['tcp &&', 7, 'A field or protocol is expected instead of the end'],
    ['tcp.port ==', 12, 'A value is expected instead of the end'],
    ['tcp.port == http', 13, '"http" is not a number'],
    ['ip.src == 10.0.0', 11, '"10.0.0" is not an address'],
    ['ip.src < 10.0.0.0/8', 10, '< does not apply to a prefix'],
    ['ip.ttl[0] == 1', 8, 'A number has no slices: use & with a mask'],
    ['eth.src[x] == 1', 9, 'x is no slice: [first:length], [first-last] or [first]'],
    ['eth.src[0:3 == 1', 13, 'A "]" is missing before =='],
    ['tcp.flags & x', 13, '"x" is no mask for this field'],
    ['all tcp.port', 5, 'all needs a comparison behind its field'],
    ['len(tcp.payload == 4', 17, 'A ")" is missing before =='],
    ['(tcp', 5, 'A ")" is missing before the end'],
    ['tcp udp', 5, '&&, || or the end is expected instead of udp'],
    ['tcp.payload contains "abc', 22, 'This string has no end'],
    ['udp.port = 53', 10, 'Write == to compare: a filter sets nothing'],
    ['udp.port =< 53', 10, 'There is no =< in a filter: write <='],
    ["frame contains 'PING'", 16, 'Write text in double quotes'],
    ['host 10.0.9.1', 1, 'host is tcpdump’s word: here it is ip.addr == 10.0.9.1'],
    ['tcp and port 80', 9, 'port is tcpdump’s word: here it is tcp.port == 80 or udp.port == 53'],
    ['tcp # udp', 5, '"#" cannot stand in a filter'],
    ['tcp.len contains 5', 18, 'contains looks into bytes: a protocol, or a field such as tcp.payload'],
    ['tcp.payload matches "("', 21, '"(" is not a regular expression'],
    ['tcp.port in 80', 13, 'A set begins with "{"'],
    ['tcp.port in {80', 16, 'A "}" is missing'],
  ])('%s', (filter, column, reason) => {
    expect(compileFilter(filter)).toMatchObject({ filter, column, reason })
  })

  test.each(['(', '!', 'len('])('where %s stands in itself too often', (sign) => {
    const reason = 'At most 100 can stand inside each other'
    expect(compileFilter(sign.repeat(50_000))).toMatchObject({ column: 101 * sign.length + 1, reason })
  })

  test('with a mark below the place', () => {
    expect(String(compileFilter('tcp && quux'))).toBe(
      'Unknown field or protocol quux (column 8)\n  tcp && quux\n         ^',
    )
  })

  test('and never by an exception, whatever the text', () => {
    const word = fc.constantFrom(
      ...FILTER_NAMES.slice(0, 20),
      '==',
      '!=',
      '&&',
      '||',
      '!',
      '(',
      ')',
      '{',
      '}',
      'in',
      'contains',
      'matches',
      '"a"',
      '"',
      '10.0.0.1',
      '0x1',
      '\\',
      '\ud800',
    )
    const filter = fc.oneof(
      fc.array(word, { maxLength: 8 }).map((words) => words.join(' ')),
      fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)) }),
    )
    fc.assert(
      fc.property(filter, (text) => {
        const compiled = compileFilter(text)
        if (!(compiled instanceof FilterError)) for (const [, packet] of dissected) compiled(packet)
      }),
      { numRuns: 1000 },
    )
  })
})

test('a filter may be long', () => {
  const packet = dissected[0]![1]
  const [and, or, xor] = ['&&', '||', '^^'].map((sign) => compileFilter(`frame${` ${sign} frame`.repeat(49_999)}`))
  expect([and, or, xor].map((filter) => (filter as CompiledFilter)(packet))).toEqual([true, true, false])
})

describe('the status of a TCP checksum is for a filter what the fields say of', () => {
  const whole = tcp({ flags: 'PSH ACK', seq: 5, ack: 6, data: 'hello' })
  const damaged = whole.with(-1, 0)
  test.each<[what: string, frame: Uint8Array, statuses: number[]]>([
    ['a good segment', whole, [1]],
    ['a damaged one', damaged, [0]],
    ['one that an error quotes whole', icmp(icmpError(11, 0, whole.subarray(14))), [1]],
    ['one whose header alone is quoted', icmp(icmpError(11, 0, whole.subarray(14, 14 + 20 + 20))), [2]],
    ['one of which an error quotes eight bytes', icmp(icmpError(11, 0, whole.subarray(14, 14 + 20 + 8))), []],
    ['a datagram', udp('x'), []],
  ])('%s', (_, frame, statuses) => {
    const packet = dissect(frame)
    const found = [0, 1, 2, 3].filter((status) =>
      (compileFilter(`tcp.checksum.status == ${status}`) as CompiledFilter)(packet),
    )
    expect(found).toEqual(statuses)
    expect(fieldsNamed(packet, 'tcp.checksum.status').map(({ value }) => value)).toEqual(statuses)
  })
})

test('every field that dissection gives can be named in a filter', () => {
  const given = new Set(
    dissected.flatMap(([, packet]) => packet.layers.flatMap(({ fields }) => fields.map(({ name }) => name))),
  )
  expect([...given].filter((name) => !FILTER_NAMES.includes(name))).toEqual([])
})
