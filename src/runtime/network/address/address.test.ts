import { BlockList, isIP } from 'node:net'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addressFamily,
  addressKind,
  broadcastAddress,
  commonPrefixLength,
  formatIpAddress,
  formatMacAddress,
  formatPrefix,
  ipAddressFrom,
  ipv6AddressAt,
  ipv6Bytes,
  isGroupMac,
  linkLocalAddress,
  macAddressAt,
  multicastMac,
  networkAddress,
  numberedMac,
  parseIpAddress,
  parseMacAddress,
  parsePrefix,
  prefixContains,
  prefixMask,
  solicitedNodeGroup,
} from './index.ts'

const ipv4 = fc.uint8Array({ minLength: 4, maxLength: 4 })
const ipv6 = fc.oneof(
  fc.uint8Array({ minLength: 16, maxLength: 16 }),
  // Long runs of zeros are what the text form is about.
  fc
    .array(fc.oneof(fc.constant(0), fc.nat(0xffff)), { minLength: 8, maxLength: 8 })
    .map((groups) => Uint8Array.from(groups.flatMap((g) => [g >> 8, g & 255]))),
)

describe('IP addresses', () => {
  test.each([
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['2001:0DB8::0001', '2001:db8::1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
    ['::', '::'],
    ['::1', '::1'],
    ['1::', '1::'],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
    ['::ffff:192.0.2.1', '::ffff:192.0.2.1'],
    ['::ffff:c000:201', '::ffff:192.0.2.1'],
    ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
    ['0.0.0.0', '0.0.0.0'],
    ['255.255.255.255', '255.255.255.255'],
  ])('%s is %s (RFC 5952)', (text, canonical) => {
    expect(ipAddressFrom(text)).toBe(canonical)
  })

  test.each([
    '',
    '1',
    '1.2.3',
    '1.2.3.4.5',
    '01.2.3.4',
    '256.1.1.1',
    '1.2.3.',
    '.1.2.3',
    '1..2.3',
    ' 1.2.3.4',
    '0x1.2.3.4',
    '1.2.3.-4',
    ':',
    ':::',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1::2::3',
    '12345::',
    'g::',
    '1.2.3.4::',
    '::1.2.3',
    '::1.2.3.4:5',
    ':1:2:3:4:5:6:7',
    'fe80::1%eth0',
  ])('%j is no address', (text) => {
    expect(parseIpAddress(text)).toBeNull()
  })

  test('bytes to text and back', () => {
    fc.assert(
      fc.property(fc.oneof(ipv4, ipv6), (bytes) => void expect(parseIpAddress(formatIpAddress(bytes))).toEqual(bytes)),
    )
  })

  test('the text is canonical, and Node takes it for an address of the same family', () => {
    fc.assert(
      fc.property(fc.oneof(ipv4, ipv6), (bytes) => {
        const text = formatIpAddress(bytes)
        expect(ipAddressFrom(text)).toBe(text)
        expect(isIP(text)).toBe(addressFamily(text))
      }),
    )
  })

  test('accepts exactly what Node accepts (but for zones)', () => {
    const text = fc.string({ unit: fc.constantFrom(...'0123456789abf:.') })
    fc.assert(
      fc.property(
        fc.oneof(text, fc.ipV4(), fc.ipV6()),
        (t) => void expect(parseIpAddress(t) !== null).toBe(isIP(t) !== 0),
      ),
      { numRuns: 2000 },
    )
  })

  test.each([
    ['0.0.0.0', 'unspecified'],
    ['127.1.2.3', 'loopback'],
    ['224.0.0.1', 'multicast'],
    ['239.255.255.255', 'multicast'],
    ['240.0.0.1', 'reserved'],
    ['255.255.255.255', 'broadcast'],
    ['169.254.9.9', 'link-local'],
    ['10.0.0.1', 'unicast'],
    ['0.0.0.7', 'reserved'],
    ['::', 'unspecified'],
    ['::1', 'loopback'],
    ['ff02::1', 'multicast'],
    ['fe80::1', 'link-local'],
    ['2001:db8::1', 'unicast'],
  ])('%s is %s', (address, kind) => {
    expect(addressKind(address)).toBe(kind)
  })
})

describe('prefixes', () => {
  test.each([
    ['10.0.0.5/24', '10.0.0.0', '10.0.0.255', '255.255.255.0'],
    ['10.0.0.5/0', '0.0.0.0', '255.255.255.255', '0.0.0.0'],
    ['10.0.0.5/30', '10.0.0.4', '10.0.0.7', '255.255.255.252'],
    ['10.0.0.5/31', '10.0.0.4', null, '255.255.255.254'],
    ['10.0.0.5', '10.0.0.5', null, '255.255.255.255'],
    ['2001:db8::5/65', '2001:db8::', null, 'ffff:ffff:ffff:ffff:8000::'],
  ])('%s: network %s, broadcast %s, mask %s', (text, network, broadcast, mask) => {
    const prefix = parsePrefix(text)!
    expect([networkAddress(prefix), broadcastAddress(prefix), prefixMask(prefix)]).toEqual([network, broadcast, mask])
  })

  test.each(['10.0.0.0/33', '10.0.0.0/', '10.0.0.0/08', '10.0.0.0/1/2', '::/129', 'x/8', '10.0.0.0/-1'])(
    '%s is none',
    (text) => {
      expect(parsePrefix(text)).toBeNull()
    },
  )

  test('contains the addresses that Node says it contains', () => {
    const near = fc.tuple(fc.oneof(ipv4, ipv6), fc.nat(128), fc.nat(127))
    fc.assert(
      fc.property(near, ([bytes, length, flipped]) => {
        const bits = bytes.length * 8
        const prefix = { address: formatIpAddress(bytes), length: Math.min(length, bits) }
        const other = bytes.slice()
        other[(flipped % bits) >> 3]! ^= 0x80 >> (flipped & 7)
        const address = formatIpAddress(other)
        const family = bits === 32 ? 'ipv4' : 'ipv6'
        const list = new BlockList()
        list.addSubnet(prefix.address, prefix.length, family)
        expect(prefixContains(prefix, address)).toBe(list.check(address, family))
        expect(parsePrefix(formatPrefix(prefix))).toEqual(prefix)
      }),
    )
  })

  test('never contains an address of the other family', () => {
    expect(prefixContains({ address: '0.0.0.0', length: 0 }, '::1')).toBe(false)
    expect(prefixContains({ address: '::', length: 0 }, '10.0.0.1')).toBe(false)
  })
})

describe('MAC addresses', () => {
  test('bytes to text and back, at any place', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 6, maxLength: 30 }), fc.nat(24), (bytes, place) => {
        const offset = place % (bytes.length - 5)
        const text = macAddressAt(bytes, offset)
        expect(parseMacAddress(text)).toEqual(bytes.slice(offset, offset + 6))
        expect(formatMacAddress(parseMacAddress(text)!)).toBe(text)
      }),
    )
  })

  test('numbered addresses are locally administered and belong to one interface', () => {
    expect([numberedMac(1), numberedMac(256)]).toEqual(['02:00:00:00:00:01', '02:00:00:00:01:00'])
    expect(isGroupMac(numberedMac(1))).toBe(false)
  })

  test('a group maps to its low 23 bits (RFC 1112 §6.4), an IPv6 group to its low 32 (RFC 2464 §7)', () => {
    expect(multicastMac('224.0.0.1')).toBe('01:00:5e:00:00:01')
    expect(multicastMac('239.129.2.3')).toBe('01:00:5e:01:02:03')
    expect(multicastMac('ff02::1:ff12:3456')).toBe('33:33:ff:12:34:56')
  })
})

describe('IPv6 addresses that follow from others', () => {
  test('a link-local address holds the MAC with ff:fe in its middle and one bit turned round (RFC 4291 appendix A)', () => {
    expect(linkLocalAddress('02:00:00:00:00:01')).toBe('fe80::ff:fe00:1')
    expect(linkLocalAddress('34:56:78:9a:bc:de')).toBe('fe80::3656:78ff:fe9a:bcde')
  })

  test('the solicited-node group ends in the address’s last 24 bits (RFC 4291 2.7.1: its example)', () => {
    expect(solicitedNodeGroup('4037::1:800:200e:8c6c')).toBe('ff02::1:ff0e:8c6c')
  })

  test('the text of bytes that were seen before is theirs, whatever was read between', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ minLength: 16, maxLength: 16 }), { maxLength: 50 }), (all) => {
        for (const bytes of [...all, ...all]) {
          const text = ipv6AddressAt(Uint8Array.of(0, ...bytes), 1)
          expect(text).toBe(formatIpAddress(bytes))
          expect(ipv6Bytes(text)).toEqual(bytes)
        }
      }),
    )
  })

  test('share as many leading bits as they do', () => {
    expect(commonPrefixLength('2001:db8::1', '2001:db8::1')).toBe(128)
    expect(commonPrefixLength('2001:db8::1', '2001:db8::3')).toBe(126)
    expect(commonPrefixLength('2001:db8::', '3001:db8::')).toBe(3)
    expect(commonPrefixLength('::', '8000::')).toBe(0)
  })
})
