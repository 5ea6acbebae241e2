import { expect, test } from 'vitest'
import { ipv4, ipv6 } from '../packets.fixture.ts'
import { isKnownLinkType, linkFrame, linkTypeName } from './link-layer.ts'

const DATA = new Uint8Array(8)
const V4 = ipv4(DATA, 17).subarray(14)
const V6 = ipv6(DATA, 17).subarray(14)
const behind =
  (...header: number[]) =>
  (packet: Uint8Array) =>
    Uint8Array.of(...header, ...packet)

test.each([
  ['BSD loopback, little-endian', 0, behind(2, 0, 0, 0), behind(30, 0, 0, 0)],
  ['BSD loopback, big-endian', 0, behind(0, 0, 0, 2), behind(0, 0, 0, 24)],
  ['OpenBSD loopback', 108, behind(0, 0, 0, 2), behind(0, 0, 0, 24)],
  ['raw IP', 101, behind(), behind()],
  ['raw IP, the old number', 12, behind(), behind()],
])('%s becomes Ethernet', (_name, type, before4, before6) => {
  const header = (low: number, high: number) => [...new Uint8Array(12), low, high]
  expect(linkFrame(type, before4(V4))?.frame).toEqual(Uint8Array.of(...header(8, 0), ...V4))
  expect(linkFrame(type, before6(V6))?.frame).toEqual(Uint8Array.of(...header(0x86, 0xdd), ...V6))
})

test('cooked headers keep the sender’s address, and tell interfaces apart', () => {
  const mac = [2, 0, 0, 0, 0, 1]
  const first = (direction: number) => behind(0, direction, 0, 1, 0, 6, ...mac, 0, 0, 8, 0)(V4)
  const second = behind(8, 0, 0, 0, 0, 0, 0, 3, 0, 1, 0, 6, ...mac, 0, 0)(V4)
  const frame = Uint8Array.of(...new Uint8Array(6), ...mac, 8, 0, ...V4)
  expect([0, 4].map((direction) => linkFrame(113, first(direction)))).toEqual([
    { frame, index: 0 },
    { frame, index: 1 },
  ])
  expect(linkFrame(276, second)).toEqual({ frame, index: 3 })
})

test('what is unknown or shorter than its header is no frame', () => {
  expect([linkFrame(127, V4), linkFrame(276, V4.subarray(0, 19)), linkFrame(101, DATA.subarray(0, 0))]).toEqual([
    null,
    null,
    null,
  ])
  expect([isKnownLinkType(1), isKnownLinkType(276), isKnownLinkType(127)]).toEqual([true, true, false])
  expect([linkTypeName(127), linkTypeName(999)]).toEqual(['link type 127 (Wi-Fi with radio headers)', 'link type 999'])
})
