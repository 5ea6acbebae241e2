/** Packet sockets of `ackademy:sockets` on the real kernel, in a namespace with a pair of interfaces. */
import type { FilterInstruction, Socket } from 'ackademy:sockets'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Namespace } from '#lab/linux/index.ts'
import { runFilter } from '#network/host/packet/bpf.ts'
import * as sockets from '#sockets/linux/learner.ts'
import { lan } from '../network/worlds.ts'
import { missing } from '../support/requirements.ts'

const { AF_INET, AF_PACKET, ETH_P_ALL, POLLIN, SOCK_DGRAM, SOCK_RAW, SOL_PACKET } = sockets

/** Returns `ether proto 0x88b5` as `tcpdump -dd` prints it, accepting this many bytes of a match. */
const onlyExperimental = (bytes: number) => [
  [0x28, 0, 0, 12] as const,
  [0x15, 0, 1, 0x88b5] as const,
  [0x6, 0, 0, bytes] as const,
  [0x6, 0, 0, 0] as const,
]
/** Programs, about half of them valid. They have every instruction except those of the scratch memory, whose first use the kernel checks. */
const CODES = [
  ...[0x00, 0x01, 0x20, 0x28, 0x30, 0x40, 0x48, 0x50, 0x80, 0x81, 0xb1, 0x07, 0x87, 0x05, 0x15, 0x25, 0x35, 0x45, 0x1d],
  ...[0x04, 0x0c, 0x14, 0x24, 0x34, 0x3c, 0x44, 0x54, 0x64, 0x6c, 0x74, 0x7c, 0x84, 0x94, 0x9c, 0xa4, 0xac, 0x16],
]
const anyInstruction = fc.tuple(
  fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom(...CODES) },
    fc.nat(0xff).filter((code) => (code & 0xf6) !== 0x02 && (code & 0xe6) !== 0x60),
  ),
  fc.nat(2),
  fc.nat(2),
  fc.oneof(fc.nat(70), fc.constantFrom(0, 31, 32, 0x88b5, 0xffff_f000, 0xffff_f004, 0xffff_f02c, 0xffff_ffff)),
)
const anyProgram = fc
  .array(anyInstruction, { maxLength: 6 })
  .map((program) => [...program, [0x28, 0, 0, 12], [0x6, 0, 0, 40]] as FilterInstruction[])

const frame = (etherType: number, text: string, tag: number[] = []) =>
  Uint8Array.of(
    ...Array(6).fill(255),
    2,
    0,
    0,
    0,
    0,
    1,
    ...tag,
    etherType >> 8,
    etherType & 255,
    ...Buffer.from(text.padEnd(46)),
  )

describe.skipIf(missing('namespaces'))('on a real kernel', () => {
  let space: Namespace
  beforeAll(() => {
    space = Namespace.create()
    space.disableIpv6('default')
    space.ip([
      'link set lo up',
      'link add left type veth peer name right',
      'link set left address 02:00:00:00:00:01',
      'link set left up',
      'link set right up',
    ])
  })
  afterAll(() => space.close())

  const open = (name: string, protocol: number = ETH_P_ALL) => {
    const socket = space.inside(() => sockets.socket(AF_PACKET, SOCK_RAW, protocol))
    space.inside(() => socket.bind(name))
    return socket
  }
  const next = async (socket: Socket) => {
    await sockets.poll([{ socket, events: POLLIN }], 1000)
    return socket.recvmsg(2000)
  }

  test('a packet socket sees frames with their sender, EtherType and direction', async () => {
    const [left, right] = [open('left'), open('right')]
    left.send(frame(0x88b5, 'hello'))
    const received = await next(right)
    expect(received).toMatchObject({
      address: '02:00:00:00:00:01',
      port: 0x88b5,
      link: { type: sockets.PACKET_BROADCAST },
    })
    expect(Buffer.from(received!.bytes).subarray(14, 19).toString()).toBe('hello')
    // Its own frame, as another socket of the same host receives it.
    const watcher = open('left')
    left.send(frame(0x88b5, 'again'))
    expect(await next(watcher)).toMatchObject({ link: { type: sockets.PACKET_OUTGOING } })
    for (const socket of [left, right, watcher]) socket.close()
  })

  test('a filter runs in the kernel: refused frames never arrive, accepted ones are cut to its length', async () => {
    const [left, right] = [open('left'), open('right')]
    right.attachFilter(onlyExperimental(20))
    right.setsockopt(SOL_PACKET, sockets.PACKET_AUXDATA, 1)
    left.send(frame(0x1234, 'not wanted'))
    left.send(frame(0x88b5, 'wanted'))
    const received = await next(right)
    expect([received!.bytes.length, received!.port]).toEqual([20, 0x88b5])
    expect(received!.control).toMatchObject([{ packet: { length: 60, vlan: null } }])
    expect(right.recvmsg(2000)).toBeNull()
    expect(() => right.attachFilter([[0xffff, 0, 0, 0]])).toThrow('setsockopt EINVAL')
    for (const socket of [left, right]) socket.close()
  })

  test('takes the same programs as a simulated host, and gets the same of each frame by them', async () => {
    const [left, right] = [open('left'), open('right')]
    const simulated = lan(1).host('server').packets.socket(ETH_P_ALL)
    const sent = frame(0x88b5, 'a frame for many programs')
    const taken = (accepts: () => unknown) => {
      try {
        return accepts() !== -22
      } catch {
        return false
      }
    }
    let ran = 0
    for (const program of fc.sample(anyProgram, { numRuns: 400, seed: 1 })) {
      const isTaken = taken(() => right.attachFilter(program))
      expect([program, taken(() => simulated.attachFilter(program))]).toEqual([program, isTaken])
      if (!isTaken) continue
      ran++
      left.send(sent)
      const facts = { protocol: 0x88b5, packetType: sockets.PACKET_BROADCAST, interfaceIndex: 0, vlan: null }
      const expected = Math.min(sent.length, runFilter(program, sent, facts))
      expect([program, right.recvmsg(2000)?.bytes.length ?? 0]).toEqual([program, expected])
    }
    expect(ran).toBeGreaterThan(100)
    for (const socket of [left, right]) socket.close()
  })

  test('a VLAN tag comes beside the bytes, which lack it', async () => {
    const [left, right] = [open('left'), open('right')]
    right.setsockopt(SOL_PACKET, sockets.PACKET_AUXDATA, 1)
    left.send(frame(0x88b5, 'tagged', [0x81, 0x00, 0x60, 0x2a]))
    const received = await next(right)
    expect(received!.control).toMatchObject([{ packet: { vlan: 42 } }])
    expect(Buffer.from(received!.bytes).readUInt16BE(12)).toBe(0x88b5)
    for (const socket of [left, right]) socket.close()
  })

  test('frames that did not fit into the buffer are counted', async () => {
    const [left, right] = [open('left'), open('right')]
    right.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, 4096)
    for (let i = 0; i < 100; i++) left.send(frame(0x88b5, 'flood'))
    const counts = new DataView(right.getsockopt(SOL_PACKET, sockets.PACKET_STATISTICS, 8).buffer)
    const [seen, dropped] = [counts.getUint32(0, true), counts.getUint32(4, true)]
    expect(seen).toBeGreaterThanOrEqual(100)
    expect(dropped).toBeGreaterThan(50)
    for (const socket of [left, right]) socket.close()
  })

  test('openLink takes over an interface without an address, and no other', async () => {
    const link = space.inside(() => sockets.openLink('left'))
    expect(link).toMatchObject({ name: 'left', mac: '02:00:00:00:00:01', mtu: 1500 })
    const far = open('right')
    expect(link.write(frame(0x88b5, 'out'))).toBe(true)
    expect(Buffer.from((await next(far))!.bytes).toString()).toContain('out')
    // Not for us: a card that is taken over accepts everything, but no frame that it sent itself.
    far.send(frame(0x88b5, 'in').fill(7, 0, 6))
    await sockets.poll([{ socket: link.socket, events: POLLIN }], 1000)
    expect(Buffer.from(link.read()!).toString()).toContain('in')
    expect(link.read()).toBeNull()
    link.close()
    far.close()
    expect(() => space.inside(() => sockets.openLink('lo'))).toThrow('openLink EADDRINUSE')
    expect(() => space.inside(() => sockets.openLink('eth7'))).toThrow('bind ENODEV')
  })

  test('a datagram socket joins a group on the interface that it names', () => {
    const socket = space.inside(() => sockets.socket(AF_INET, SOCK_DGRAM))
    const index = space.inside(() => sockets.if_nametoindex('left'))
    expect(index).toBeGreaterThan(0)
    socket.setsockopt(sockets.IPPROTO_IP, sockets.IP_MULTICAST_ALL, 0)
    socket.setsockopt(sockets.IPPROTO_IP, sockets.IP_ADD_MEMBERSHIP, sockets.membership('239.1.2.3', index))
    expect(space.procNet('igmp')).toMatch(/left[\s\S]*030201EF/)
    socket.close()
  })
})
