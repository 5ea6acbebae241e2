import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { TcpFlag } from '#network'
import { NeedsError, parseScript, ScriptError } from './index.ts'

const parse = (text: string) => parseScript('x.pkt', text)
const only = (text: string) => parse(text).events[0]!

/** The message of a script that is wrong. */
function complaint(text: string): string {
  try {
    parse(text)
  } catch (error) {
    if (error instanceof ScriptError) return error.message
    throw error
  }
  throw new Error('nothing was wrong')
}

describe('times', () => {
  test.each([
    ['0', { kind: 'at', relative: false, from: 0, to: null }],
    ['+.1', { kind: 'at', relative: true, from: 100_000_000, to: null }],
    ['1.000001', { kind: 'at', relative: false, from: 1_000_001_000, to: null }],
    ['+.2~+.25', { kind: 'at', relative: true, from: 200_000_000, to: 250_000_000 }],
    ['1~1.5', { kind: 'at', relative: false, from: 1_000_000_000, to: 1_500_000_000 }],
    ['*', { kind: 'any' }],
  ])('%s', (text, time) => {
    expect(only(`${text} > . 1:1(0) ack 1`).time).toEqual(time)
  })

  test('a call that waits has a second one', () => {
    expect(only('+0...0.2 accept(3, ..., ...) = 4').action).toMatchObject({ kind: 'call', end: 200_000_000 })
  })
})

describe('packets', () => {
  test('flags, numbers, window, urgent pointer, options', () => {
    const { action } = only(
      '0 < [ce, ttl 3] 40001 > 8080 PUE. 1:101(100) ack 7 win 9 urg 5 <mss 1000,sackOK,sack 1:2 3:4>',
    )
    expect(action).toEqual({
      kind: 'packet',
      direction: 'inbound',
      ip: { ecn: 3, dscp: null, ttl: 3 },
      packet: {
        protocol: 'tcp',
        ports: { source: 40_001, destination: 8080 },
        flags: TcpFlag.PSH | TcpFlag.URG | TcpFlag.ECE | TcpFlag.ACK,
        sequence: 1,
        length: 100,
        acknowledgment: 7,
        window: 9,
        urgentPointer: 5,
        options: [
          { kind: 'mss', value: 1000 },
          { kind: 'sackOK' },
          {
            kind: 'sack',
            blocks: [
              { left: 1, right: 2 },
              { left: 3, right: 4 },
            ],
          },
        ],
      },
    })
  })

  test('<...> is any options, - no flags', () => {
    expect(only('0 > - 1:1(0) <...>').action).toMatchObject({ packet: { flags: 0, options: null } })
  })

  test('ICMP errors and the segment that they are about', () => {
    expect(only('0 < icmp unreachable frag_needed mtu 1200 [1:101(100)]').action).toMatchObject({
      packet: { protocol: 'icmp', type: 'unreachable', code: 'frag_needed', mtu: 1200, sequence: 1, length: 100 },
    })
  })

  test('extensions that the stack does not speak are needs, not errors', () => {
    expect(() => parse('0 < S 0:0(0) <mss 1000,FO 1234>')).toThrow(NeedsError)
    expect(() => parse('0 < . 1:1(0) ack 1 <md5 00,nop>')).toThrow('needs TCP MD5 signatures (RFC 2385)')
  })
})

describe('calls', () => {
  test('structs, lists, names joined, texts, results with errno and remark', () => {
    const { action } = only(
      '0 sendmsg(4, {msg_name(...)=..., msg_iov(2)=[{..., 40}, {..., 0x10}], msg_flags=0}, MSG_MORE|MSG_OOB) = -1 EAGAIN (Resource temporarily unavailable)',
    )
    expect(action).toMatchObject({
      name: 'sendmsg',
      parameters: [
        { kind: 'number', value: 4 },
        {
          kind: 'struct',
          fields: [{ name: 'msg_name' }, { name: 'msg_iov', value: { kind: 'list' } }, { name: 'msg_flags' }],
        },
        { kind: 'or', parts: [{ name: 'MSG_MORE' }, { name: 'MSG_OOB' }] },
      ],
      result: { value: { kind: 'number', value: -1 }, errno: 'EAGAIN' },
    })
  })
})

describe('around them', () => {
  test('options, first and last commands, code, comments', () => {
    const script = parse(`// what it shows
--tolerance_usecs=10000
--ip_version=ipv6
\`sysctl -q net.ipv4.tcp_sack=0\`
 0 %{ assert tcpi_state == 1 }% // remark
\`true\``)
    expect(script.options.map(({ name, value }) => [name, value])).toEqual([
      ['tolerance_usecs', '10000'],
      ['ip_version', 'ipv6'],
    ])
    expect(script.setup?.command).toContain('tcp_sack=0')
    expect(script.events).toHaveLength(1)
    expect(script.cleanup?.command).toBe('true')
  })
})

describe('messages name file, line, column, what was found and what was expected', () => {
  test.each([
    ['0 socket(...) = 3\n+0 > Q 0:0(0)', 'x.pkt:2:6: found "Q", expected TCP flags of S F R P . U E W A, or -'],
    ['+0 > . 1:1', 'x.pkt:1:8: found "1:1", expected a sequence range like 1:1001(1000)'],
    [
      '+0 > . 1:1001(999)',
      'x.pkt:1:8: found "1:1001(999)", expected a range whose length is what stands in ( ): 1 to 1001 are 1000',
    ],
    ['+0 > . 1:1(0) <mss>', 'x.pkt:1:19: found ">", expected a segment size'],
    ['+0 < . 1:1(0) win 70000', 'x.pkt:1:19: found "70000", expected a window of at most 65535'],
    [
      '+0 < . 1:1(0) <sack 1:2 3:4 5:6 7:8 9:10>',
      'x.pkt:1:16: found "sack", expected options of at most 40 bytes in all; these take 42',
    ],
    ['soon > . 1:1(0)', 'x.pkt:1:1: found "soon", expected a time: 0.1, +.1, +.1~+.2, 0.1...0.2 or *'],
    ['+0 read(3, ..., 10)', 'x.pkt:1:20: found the end of the script, expected "=" before the result of a call'],
    ['+0 `sleep 1', 'x.pkt:1:5: found "sleep", expected a closing ` somewhere below'],
  ])('%s', (text, message) => {
    expect(complaint(text)).toBe(message)
  })
})

test('lists in lists end somewhere', () => {
  expect(() => parse(`0 poll(${'['.repeat(5000)}`)).toThrow('expected at most 64 values inside each other')
})

test('whatever is in a file, reading it ends in a script, a need or a message with a place', () => {
  const pieces = fc.constantFrom(
    '+0',
    '.1',
    '*',
    '~',
    '...',
    '<',
    '>',
    'S.',
    '0:0(0)',
    'ack 1',
    'win',
    '<mss 1',
    ',sack 1:2',
    '>',
    '\n',
    '`',
    '%{',
    '}%',
    'read(',
    '3,',
    ')',
    '= -1 EAGAIN',
    '[',
    '{a=',
    '|',
    '"x',
    '--mtu=1',
    ' ',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(pieces, fc.string({ maxLength: 4 })), { maxLength: 30 }), (parts) => {
      try {
        parse(parts.join(''))
      } catch (error) {
        if (!(error instanceof ScriptError || error instanceof NeedsError)) throw error
      }
    }),
    { numRuns: 2000 },
  )
})
