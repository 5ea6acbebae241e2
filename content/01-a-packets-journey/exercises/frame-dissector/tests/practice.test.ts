import { bytes, hex, truncations } from 'ackademy/lab'
import {
  ARP,
  frame,
  ICMP,
  IPV4,
  IPV6,
  type IpFields,
  ipv4,
  NOTHING,
  TCP,
  tagged,
  tcp,
  udp,
  wanted,
  wantedOfTcp,
} from './frames.ts'
import { params } from './params.ts'
import { test } from './setup.ts'

const NOISE = hex('eeee eeee eeee eeee')
const NO_IP = { ip: null, ports: null }
const { vlan } = params
const datagram = (fields: IpFields = {}) => frame(IPV4, ipv4(udp('hello'), fields))
const segment = (inside: Uint8Array) => frame(IPV4, ipv4(inside, { protocol: TCP }))
const zeros = (length: number) => new Uint8Array(length)
/** Options of IPv4 and TCP that do nothing. */
const noOperations = (length: number) => zeros(length).fill(1)
const word = (value: number) => `0x${value.toString(16).padStart(4, '0')}`

test('h4 a VLAN tag moves everything behind it', async ({ expectDissection }) => {
  const inside = ipv4(udp('hello'))
  await expectDissection('a tagged datagram', tagged(vlan, IPV4, inside), wanted('hello', { vlan }))
  const first = tagged(0xe000 | vlan, IPV4, inside)
  await expectDissection('a tagged datagram with a priority', first, wanted('hello', { vlan }))
  await expectDissection('a datagram tagged with VLAN 0', tagged(0x6000, IPV4, inside), wanted('hello', { vlan: 0 }))
  const other = wanted('tagged', { vlan, type: ARP, ...NO_IP })
  await expectDissection('a tagged frame of ARP', tagged(vlan, ARP, 'tagged'), other)
})

test('h5 an IPv4 header may have options', async ({ expectDissection }) => {
  for (const length of [4, 8, 40]) {
    const frame = datagram({ options: noOperations(length) })
    await expectDissection(`a datagram with ${length} bytes of IP options`, frame, wanted('hello'))
  }
})

test('h6 a TCP header may have options', async ({ expectDissection }) => {
  for (const length of [4, 12, 40]) {
    const frame = segment(tcp('hello', noOperations(length)))
    await expectDissection(`a segment with ${length} bytes of TCP options`, frame, wantedOfTcp('hello'))
  }
  await expectDissection('a segment without data', segment(tcp('')), wantedOfTcp(''))
})

test('h7 the packet ends before the frame does', async ({ expectDissection }) => {
  for (const length of [1, 13, 18]) {
    const frame = bytes(datagram(), zeros(length))
    await expectDissection(`a datagram with ${length} bytes of padding`, frame, wanted('hello'))
  }
  const empty = bytes(frame(IPV4, ipv4(udp(''))), 'of an older frame')
  await expectDissection('an empty datagram with padding', empty, wanted(''))
  await expectDissection('a segment without data, with padding', bytes(segment(tcp('')), zeros(6)), wantedOfTcp(''))
})

test('h8 other types and protocols have no ports', async ({ expectDissection }) => {
  const echo = hex('0800 f7ff 0001 0000')
  const ip = { source: '10.0.1.11', destination: '10.0.2.11', ttl: 63 }
  for (const protocol of [ICMP, 2, 132, 255]) {
    const frameOfIt = frame(IPV4, ipv4(echo, { protocol }))
    await expectDissection(
      `a packet of protocol ${protocol}`,
      frameOfIt,
      wanted(echo, { ip: { ...ip, protocol }, ports: null }),
    )
  }
  const inside = ipv4(udp('hello'))
  for (const type of [0x0801, 0x0008, 0, IPV6, 0xffff])
    await expectDissection(`a frame of type ${word(type)}`, frame(type, inside), wanted(inside, { type, ...NO_IP }))
  await expectDissection('a frame with nothing inside', frame(ARP, ''), wanted('', { type: ARP, ...NO_IP }))
})

test('h9 only the first fragment has ports', async ({ expectDissection }) => {
  for (const fragment of [1, 185, 0x2001, 0x1fff, 0x3fff]) {
    const middle = frame(IPV4, ipv4('the middle of a message', { fragment }))
    const later = wanted('the middle of a message', { ports: null })
    await expectDissection(`a later fragment with ${word(fragment)} in bytes 6 and 7`, middle, later)
  }
  const short = frame(IPV4, ipv4('ab', { fragment: 370 }))
  await expectDissection('a later fragment of two bytes', short, wanted('ab', { ports: null }))
  for (const fragment of [0x2000, 0x4000, 0x8000])
    await expectDissection(
      `a datagram with ${word(fragment)} in bytes 6 and 7`,
      datagram({ fragment }),
      wanted('hello'),
    )
})

test('h10 a frame that was cut is broken', async ({ expectDissection }) => {
  const whole = {
    'a datagram': datagram(),
    'a tagged datagram': tagged(vlan, IPV4, ipv4(udp('hello'))),
    'a segment': segment(tcp('hello', noOperations(4))),
  }
  for (const [what, frame] of Object.entries(whole))
    for (const cut of truncations(frame)) await expectDissection(`${what} cut after ${cut.length} bytes`, cut, null)
})

test('h11 a header may lie', async ({ expectDissection }) => {
  const broken = {
    'an IPv4 header of 16 bytes': datagram({ words: 4 }),
    'an IPv4 header of 0 bytes': datagram({ words: 0 }),
    'an IPv4 header longer than its packet': datagram({ words: 15 }),
    'a total length of 19': datagram({ total: 19 }),
    'a total length of 0': datagram({ total: 0 }),
    'a total length beyond the frame': datagram({ total: 34 }),
    'a header of version 6': datagram({ version: 6 }),
    'a packet with 7 bytes of UDP': bytes(frame(IPV4, ipv4(udp('').subarray(0, 7))), zeros(20)),
    'a packet with 19 bytes of TCP': bytes(segment(tcp('').subarray(0, 19)), zeros(20)),
    'a TCP header of 16 bytes': segment(tcp('hello', NOTHING, 4)),
    'a TCP header longer than its packet': bytes(segment(tcp('hello', NOTHING, 7)), zeros(20)),
  }
  for (const [what, frame] of Object.entries(broken)) await expectDissection(what, frame, null)
})

test('h12 a part of a larger buffer, and large numbers', async ({ expectDissection }) => {
  await expectDissection('a frame inside a larger buffer', datagram(), wanted('hello'), NOISE)
  await expectDissection('a cut frame inside a larger buffer', datagram().subarray(0, 46), null, NOISE)
  const packet = ipv4(udp('hello', 65535, 1), { ttl: 255, addresses: 'c8000001 ffffffff' })
  const macs = { destination: 'ff:ff:ff:ff:ff:ff', source: '00:01:0a:bc:00:f0' }
  const ip = { source: '200.0.0.1', destination: '255.255.255.255', ttl: 255, protocol: 17 }
  await expectDissection(
    'a broadcast from 200.0.0.1',
    bytes(hex('ffffffffffff 00010abc00f0 0800'), packet),
    wanted('hello', { ...macs, ip, ports: { source: 65535, destination: 1 } }),
  )
})
