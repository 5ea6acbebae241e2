import { describe, expect, test } from 'vitest'
import { type Prefix, parsePrefix } from '../../../address/index.ts'
import { NetworkInterface } from '../network-interface.ts'
import { selectSource } from './source-address.ts'

function device(name: string, ...addresses: string[]): NetworkInterface {
  const prefixes = addresses.map((text) => parsePrefix(text) as Prefix)
  return new NetworkInterface({
    name,
    mac: '02:00:00:00:00:01',
    mtu: 1500,
    addresses: prefixes,
    port: { transmit: () => {}, onReceive: null },
  })
}

/** Returns the source address for packets through the first interface, given the others. */
function select(destination: string, ...interfaces: string[][]): string | null {
  const devices = interfaces.map((addresses, index) => device(`eth${index}`, ...addresses))
  return selectSource(devices, devices[0]!, destination)
}

describe('the source address for a destination (RFC 6724, examples of 10.1)', () => {
  test.each([
    ['the destination itself: rule 1', '2001:db8::2', ['2001:db8::1/64', '2001:db8::2/64'], '2001:db8::2'],
    ['the right scope: rule 2', '2001:db8:1::1', ['2001:db8:3::1/64', 'fe80::1/64'], '2001:db8:3::1'],
    ['the right scope for a group of the link', 'ff02::1', ['2001:db8:3::1/64', 'fe80::1/64'], 'fe80::1'],
    ['the right scope for a wider group', 'ff05::1', ['2001:db8:3::1/64', 'fe80::1/64'], '2001:db8:3::1'],
    ['the right scope for a neighbor', 'fe80::9', ['2001:db8:3::1/64', 'fe80::1/64'], 'fe80::1'],
    ['too small a scope, if there is no other', '2001:db8:1::1', ['fe80::1/64'], 'fe80::1'],
    [
      'the same label: rule 6',
      '2002:c633:6401::1',
      ['2001:db8:1::2/48', '2002:c633:6401::d5e3:1/48'],
      '2002:c633:6401::d5e3:1',
    ],
    ['the same label: unique local', 'fd00:1::1', ['2001:db8:1::2/64', 'fd00:2::2/64'], 'fd00:2::2'],
    ['the longest common prefix: rule 8', '2001:db8:1::1', ['2001:db8:3::2/64', '2001:db8:1::2/64'], '2001:db8:1::2'],
    ['the first of equals', '2001:db8:1::1', ['2001:db8:8::1/64', '2001:db8:9::1/64'], '2001:db8:8::1'],
  ])('%s', (_rule, destination, addresses, expected) => {
    expect(select(destination, addresses)).toBe(expected)
  })

  test('is one of the outgoing interface where others are as good: rule 5', () => {
    expect(select('2001:db8:1::1', ['2001:db8:8::1/64'], ['2001:db8:1::2/64'])).toBe('2001:db8:8::1')
  })

  test("may be another interface's, but not its link-local one", () => {
    expect(select('2001:db8:1::1', ['fe80::1/64'], ['2001:db8:1::2/64', 'fe80::2/64'])).toBe('2001:db8:1::2')
    expect(select('fe80::9', [], ['fe80::2/64', '2001:db8::1/64'])).toBeNull()
  })
})
