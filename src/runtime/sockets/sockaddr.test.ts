import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatIpAddress } from '#network'
import { decodeAddress, encodeAddress } from './sockaddr.ts'

const address4 = fc.uint8Array({ minLength: 4, maxLength: 4 }).map(formatIpAddress)
const address6 = fc.uint8Array({ minLength: 16, maxLength: 16 }).map(formatIpAddress)
const port = fc.integer({ min: 0, max: 65_535 })

describe('struct sockaddr', () => {
  test('of family 4: what is encoded is decoded', () => {
    fc.assert(
      fc.property(address4, port, (address, port) => {
        expect(decodeAddress(encodeAddress(4, address, port)!)).toEqual({ address, port })
      }),
    )
  })

  test('of family 6: the same, and an IPv4 address goes in mapped', () => {
    fc.assert(
      fc.property(address6, port, (address, port) => {
        expect(decodeAddress(encodeAddress(6, address, port)!)).toEqual({ address, port })
      }),
    )
    expect(decodeAddress(encodeAddress(6, '10.0.9.1', 80)!)).toEqual({ address: '::ffff:10.0.9.1', port: 80 })
  })

  test('lies as Linux has it: family in host order, port and address in network order', () => {
    expect([...encodeAddress(4, '10.0.9.2', 9000)!.subarray(0, 8)]).toEqual([2, 0, 0x23, 0x28, 10, 0, 9, 2])
  })

  test('does not hold an address of another family, or none', () => {
    expect(encodeAddress(4, '::1', 80)).toBeNull()
    expect(encodeAddress(4, 'server', 80)).toBeNull()
  })

  test('whatever a kernel writes is an address or null', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 28 }), (bytes) => void decodeAddress(bytes)))
    expect(decodeAddress(Uint8Array.of(1, 0, 47, 116, 109, 112, 0, 0))).toBeNull()
  })
})
