import fc from 'fast-check'
import { expect, test } from 'vitest'
import { tcpOptions } from './arbitraries.fixture.ts'
import { emitTcpOptions, parseTcpOptions } from './index.ts'

test('a list of options is emitted and parsed to itself, an end of list behind it where it had to be filled up', () => {
  fc.assert(
    fc.property(tcpOptions, (options) => {
      const bytes = emitTcpOptions(options)
      expect(bytes.length % 4).toBe(0)
      const parsed = parseTcpOptions(bytes)
      const isFilled = Array.isArray(parsed) && parsed.length > options.length
      expect(parsed).toEqual(isFilled ? [...options, { kind: 'eol' }] : options)
      expect(emitTcpOptions(parsed as typeof options)).toEqual(bytes)
    }),
  )
})

test('the options of a Linux SYN are these 20 bytes', () => {
  const syn = emitTcpOptions([
    { kind: 'mss', value: 1460 },
    { kind: 'sackOK' },
    { kind: 'timestamps', value: 0x01020304, echoReply: 0 },
    { kind: 'nop' },
    { kind: 'wscale', shift: 7 },
  ])
  expect([...syn]).toEqual([2, 4, 5, 180, 4, 2, 8, 10, 1, 2, 3, 4, 0, 0, 0, 0, 1, 3, 3, 7])
})

test('more than 40 bytes is an error of the caller', () => {
  expect(() => emitTcpOptions([{ kind: 'unknown', number: 99, data: new Uint8Array(39) }])).toThrow(RangeError)
})
