/** Requirements of RFC 4787 (UDP), RFC 5382 (TCP) and RFC 5508 (ICMP) by their numbers. nat.test.ts has the matrix of behaviors. */
import { describe, expect, test } from 'vitest'
import { Clock, SECOND } from '../../../clock.ts'
import { Errno } from '../../../errno.ts'
import { RandomStream } from '../../../random.ts'
import {
  emitIcmp,
  emitIpv4,
  emitUdp,
  type IcmpMessage,
  IpProtocol,
  type Ipv4Packet,
  icmpChecksumOk,
  icmpEcho,
  icmpError,
  parseIcmp,
  parseIpv4,
  parseQuotedIpv4,
} from '../../../wire/index.ts'
import { behindNat } from './behind-nat.fixture.ts'
import { Netfilter } from './netfilter.ts'

const [INSIDE, OUTSIDE, REMOTE, ROUTER] = ['10.0.1.10', '203.0.113.1', '198.51.100.7', '192.0.2.9']
const [IN, OUT] = ['eth0', 'eth2']

function packetOf(protocol: number, source: string, destination: string, payload: Uint8Array): Uint8Array {
  const flags = { reservedFlag: false, dontFragment: true, moreFragments: false, fragmentOffset: 0 }
  const header = { dscp: 0, ecn: 0, identification: 7, ...flags, ttl: 64, options: new Uint8Array() }
  return emitIpv4({ ...header, protocol, source, destination, payload })
}

/** A NAT alone, with an outgoing UDP packet of 10.0.1.10:4000 already translated. */
function boxWithMapping() {
  const clock = new Clock()
  const nat = { outside: OUT, timeouts: {} }
  const random = new RandomStream(1, 'nat')
  const box = new Netfilter({ scheduler: clock, random, nat, firewall: undefined, addressOf: () => OUTSIDE })
  const cross = (bytes: Uint8Array, iif: string, oif: string): Uint8Array | null => {
    const arrived = box.arrivedIpv4(parseIpv4(bytes) as Ipv4Packet, bytes, iif)
    if (box.mayPass(arrived.passage, arrived.packet, iif, oif) !== 'pass') return null
    const copy = arrived.bytes.slice()
    return box.leaving(arrived.passage, copy, oif) ? copy : null
  }
  const datagram = emitUdp({ sourcePort: 4000, destinationPort: 7, payload: new Uint8Array(20) }, INSIDE, REMOTE)
  const sent = cross(packetOf(IpProtocol.UDP, INSIDE, REMOTE, datagram), IN, OUT)!
  return { box, clock, cross, sent }
}

/** An error of a router outside about a packet that has left the NAT. */
const errorAbout = (quoted: Uint8Array) =>
  packetOf(IpProtocol.ICMP, ROUTER, OUTSIDE, emitIcmp(icmpError(3, 1, quoted.subarray(0, 28))))

describe('RFC 4787', () => {
  test('REQ-3a: a system port is replaced by a system port', () => {
    const world = behindNat({ mapping: 'endpoint' })
    world.heard('left', 7)
    for (const name of ['one', 'two']) world.send(name, 700, '203.0.113.10:7', name)
    const ports = world.heard('left', 7).map((line) => Number(/:(\d+)/.exec(line)![1]))
    expect(ports[0]).toBe(700)
    expect(ports[1]).not.toBe(700)
    expect(ports[1]).toBeLessThan(1024)
  })

  test('REQ-5: a mapping lasts two minutes where the topology says so', () => {
    const world = behindNat({ timeouts: { udp: 120 * SECOND } })
    world.heard('left', 7)
    world.send('one', 4000, '203.0.113.10:7')
    world.run(119 * SECOND)
    world.send('left', 7, '203.0.113.1:4000', 'in time')
    expect(world.heard('one', 4000)).toEqual(['203.0.113.10:7 in time'])
  })

  test('REQ-6: a packet going out keeps its mapping alive', () => {
    const world = behindNat()
    world.heard('left', 7)
    for (let i = 0; i < 3; i++) {
      world.send('one', 4000, '203.0.113.10:7')
      world.run(20 * SECOND)
    }
    world.send('left', 7, '203.0.113.1:4000', 'after a minute')
    expect(world.heard('one', 4000)).toEqual(['203.0.113.10:7 after a minute'])
  })

  test('REQ-8: who has come in does not open the port to hosts behind the same NAT', () => {
    const world = behindNat({ mapping: 'endpoint', filtering: 'address', hairpin: true })
    world.heard('left', 7)
    world.send('one', 4000, '203.0.113.10:7')
    world.send('left', 8, '203.0.113.1:4000', 'admitted')
    world.send('two', 4001, '203.0.113.1:4000', 'stranger')
    expect(world.heard('one', 4000)).toEqual(['203.0.113.10:8 admitted'])
  })

  test('REQ-12: an ICMP error does not end the mapping', () => {
    const { box, cross, sent } = boxWithMapping()
    const before = box.mappings()
    expect(cross(errorAbout(sent), OUT, IN)).not.toBeNull()
    expect(before).toHaveLength(1)
    expect(box.mappings()).toEqual(before)
  })

  test('REQ-12a: an ICMP error passes whichever router sends it', () => {
    const { cross, sent } = boxWithMapping()
    expect(parseIpv4(cross(errorAbout(sent), OUT, IN)!)).toMatchObject({ source: ROUTER, destination: INSIDE })
  })
})

describe('RFC 5382', () => {
  test('REQ-4a: an unsolicited SYN is dropped without an answer', () => {
    const world = behindNat()
    const socket = world.network.host('left').tcp.socket(4)
    expect(socket.connect('203.0.113.1', 4999)).toBe(-Errno.EINPROGRESS)
    world.run(10 * SECOND)
    expect(socket.takeError()).toBe(0)
  })
})

describe('RFC 5508', () => {
  test('REQ-1: a query and its reply pass, and find the host that asked', () => {
    const { cross } = boxWithMapping()
    const ask = packetOf(IpProtocol.ICMP, INSIDE, REMOTE, emitIcmp(icmpEcho(8, 4000, 1, new Uint8Array(8))))
    expect(parseIpv4(cross(ask, IN, OUT)!)).toMatchObject({ source: OUTSIDE })
    const reply = packetOf(IpProtocol.ICMP, REMOTE, OUTSIDE, emitIcmp(icmpEcho(0, 4000, 1, new Uint8Array(8))))
    expect(parseIpv4(cross(reply, OUT, IN)!)).toMatchObject({ destination: INSIDE })
  })

  test('REQ-3: an error with a wrong checksum is dropped', () => {
    const { cross, sent } = boxWithMapping()
    const error = errorAbout(sent)
    error[error.length - 1]! ^= 1
    expect(cross(error, OUT, IN)).toBeNull()
  })

  test('REQ-3a: an error that quotes a header with a wrong checksum is dropped', () => {
    const { cross, sent } = boxWithMapping()
    const quoted = sent.slice()
    quoted[8]! ^= 1
    expect(cross(errorAbout(quoted), OUT, IN)).toBeNull()
  })

  test('REQ-4: an error about an unknown packet is dropped; one about a mapped packet quotes it as the host sent it', () => {
    const { cross, sent } = boxWithMapping()
    const stranger = packetOf(
      IpProtocol.UDP,
      OUTSIDE,
      REMOTE,
      emitUdp({ sourcePort: 4999, destinationPort: 7, payload: new Uint8Array(20) }, OUTSIDE, REMOTE),
    )
    expect(cross(errorAbout(stranger), OUT, IN)).toBeNull()
    const { payload } = parseIpv4(cross(errorAbout(sent), OUT, IN)!) as Ipv4Packet
    expect(icmpChecksumOk(payload)).toBe(true)
    expect(parseQuotedIpv4((parseIcmp(payload) as IcmpMessage).payload)).toMatchObject({
      source: INSIDE,
      destination: REMOTE,
    })
  })

  test('REQ-6: an error does not refresh the mapping', () => {
    const { box, clock, cross, sent } = boxWithMapping()
    clock.runUntil(29 * SECOND)
    expect(cross(errorAbout(sent), OUT, IN)).not.toBeNull()
    clock.runUntil(31 * SECOND)
    expect(box.mappings()).toEqual([])
  })
})
