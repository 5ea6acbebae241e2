import { describe, expect, test } from 'vitest'
import { writePcapng } from '../index.ts'
import { records, udp } from '../packets.fixture.ts'

/** Returns the types and bodies of the blocks of a file, after checking both copies of their lengths. */
function blocks(file: Uint8Array): { type: number; body: Uint8Array }[] {
  const view = new DataView(file.buffer)
  const found = []
  for (let at = 0; at < file.length; ) {
    const length = view.getUint32(at + 4, true)
    expect(view.getUint32(at + length - 4, true)).toBe(length)
    found.push({ type: view.getUint32(at, true), body: file.subarray(at + 8, at + length - 4) })
    at += length
  }
  return found
}

describe('writePcapng', () => {
  test('is a section header, a block per interface, a block per packet, statistics per interface, each a multiple of 4 bytes long', () => {
    const file = writePcapng(['a:eth0', 'b:eth0'], records(udp('x'), udp('xyz')))
    expect(blocks(file).map(({ type }) => type)).toEqual([0x0a0d0d0a, 1, 1, 6, 6, 5, 5])
    expect(blocks(file).every(({ body }) => body.length % 4 === 0)).toBe(true)
  })

  test('the same packets give the same bytes', () => {
    const write = () => writePcapng(['a:eth0'], records(udp('x'), udp('xyz')))
    expect(write()).toEqual(write())
  })

  test('a large file is written where it stays: its memory is exactly its own', () => {
    const [lost, ...others] = records(...Array.from({ length: 70 }, (_, n) => udp('x'.repeat(1000 + n))))
    const file = writePcapng(['a:eth0', 'b:eth0'], [{ ...lost!, fate: 'loss' }, ...others], { droppedBefore: 3 })
    expect([file.length > 65_536, file.buffer.byteLength]).toEqual([true, file.length])
    expect(blocks(file)).toHaveLength(75)
  })

  test('a packet from nowhere is an error of the caller', () => {
    expect(() => writePcapng(['b:eth0'], records(udp('x')))).toThrow('Packet 1 is from a:eth0')
  })
})
