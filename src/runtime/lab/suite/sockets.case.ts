/** Programs on `ackademy:sockets`: each is one text, and says the same on every backend. */
import { expect } from 'vitest'
import type { SpecGroup } from './spec.fixture.ts'

const GROUP = '239.1.2.3'

/** Sends an echo request of its own making, and tells of the reply. */
const PING = `
import * as s from 'ackademy:sockets'
const icmp = s.socket(s.AF_INET, s.SOCK_RAW, s.IPPROTO_ICMP)
icmp.setsockopt(s.IPPROTO_IP, s.IP_RECVTTL, 1)
// Type 8, code 0, checksum, identifier 0x1234, sequence number 1.
icmp.sendto(Uint8Array.of(8, 0, 0xe5, 0xca, 0x12, 0x34, 0, 1), '10.0.9.2')
const ready = await s.poll([{ socket: icmp, events: s.POLLIN }], 2000)
const reply = icmp.recvmsg(1500)!
console.log(JSON.stringify({
  revents: ready[0]?.revents, from: reply.address, header: reply.bytes[0], length: reply.bytes.length,
  icmp: [...reply.bytes.subarray(20)], ttl: reply.control[0]?.value,
}))
console.log(icmp.recvfrom(1500) === null, (await s.poll([{ socket: icmp, events: s.POLLIN }], 20)).length)
icmp.close()
`

/** Says everything that comes with three datagrams. */
const DATAGRAMS = `
import * as s from 'ackademy:sockets'
const udp = s.socket(s.AF_INET, s.SOCK_DGRAM)
const index = s.if_nametoindex('eth0')
for (const option of [s.IP_PKTINFO, s.IP_RECVTTL, s.IP_RECVTOS]) udp.setsockopt(s.IPPROTO_IP, option, 1)
udp.setsockopt(s.SOL_SOCKET, s.SO_TIMESTAMPNS, 1)
udp.setsockopt(s.IPPROTO_IP, s.IP_ADD_MEMBERSHIP, s.membership('${GROUP}', index))
udp.setsockopt(s.SOL_SOCKET, s.SO_RCVBUF, 10_000)
udp.bind('0.0.0.0', 5000)
console.log(udp.getsockopt(s.SOL_SOCKET, s.SO_RCVBUF), udp.getsockopt(s.IPPROTO_IP, s.IP_MULTICAST_TTL), udp.getsockopt(s.IPPROTO_IP, s.IP_TTL))
const received = async (size: number, flags = 0) => {
  await s.poll([{ socket: udp, events: s.POLLIN }])
  const { bytes, address, flags: told, control } = udp.recvmsg(size, flags)!
  const time = control.find(({ timestamp }) => timestamp)?.timestamp
  const late = time === undefined ? null : Date.now() / 1000 - time.seconds - time.nanoseconds / 1e9
  console.log(JSON.stringify({
    text: new TextDecoder().decode(bytes), address, cut: (told & s.MSG_TRUNC) !== 0, fresh: late !== null && late > -0.1 && late < 1,
    control: control.filter(({ timestamp }) => !timestamp).map(({ type, value, packetInfo }) => ({ type, value, packetInfo })),
  }))
}
await received(100, s.MSG_PEEK)
await received(100)
await received(2)
await received(100)
udp.close()
`

/** Asks a port where nobody listens, and reads the report of it. */
const REFUSED = `
import * as s from 'ackademy:sockets'
const udp = s.socket(s.AF_INET, s.SOCK_DGRAM)
udp.setsockopt(s.IPPROTO_IP, s.IP_RECVERR, 1)
udp.sendto(new TextEncoder().encode('anybody?'), '10.0.9.2', 4000)
const [ready] = await s.poll([{ socket: udp, events: s.POLLIN }], 2000)
const report = udp.recvmsg(100, s.MSG_ERRQUEUE)!
console.log((ready!.revents & s.POLLERR) !== 0, new TextDecoder().decode(report.bytes), report.address, report.port)
console.log(JSON.stringify(report.control.map(({ error }) => error)), report.flags === s.MSG_ERRQUEUE)
console.log(udp.recvmsg(100, s.MSG_ERRQUEUE))
`

const FRAMES = `
import * as s from 'ackademy:sockets'
const frame = (type: number, text: string, tag: number[] = []) => Uint8Array.of(
  ...Array(6).fill(255), 2, 0, 0, 0, 0, 9, ...tag, type >> 8, type & 255, ...new TextEncoder().encode(text.padEnd(46)))
const link = s.socket(s.AF_PACKET, s.SOCK_RAW, 0)
`
const SENDER = `${FRAMES}
link.bind('eth0', s.ETH_P_ALL)
for (const bytes of [frame(0x1234, 'not wanted'), frame(0x88b5, 'wanted'), frame(0x88b5, 'tagged', [0x81, 0, 0x60, 42])]) link.send(bytes)
const failed = (act: () => unknown) => { try { return act() } catch (error) { return (error as Error).message } }
console.log(failed(() => link.send(new Uint8Array(5))), failed(() => link.bind('eth7')), failed(() => link.send(new Uint8Array(1600))))
`
/** What 'ether proto 0x88b5' lets through, 30 bytes of each. */
const WATCHER = `${FRAMES}
link.attachFilter([[0x28, 0, 0, 12], [0x15, 0, 1, 0x88b5], [0x6, 0, 0, 30], [0x6, 0, 0, 0]])
link.setsockopt(s.SOL_PACKET, s.PACKET_AUXDATA, 1)
link.bind('eth0', s.ETH_P_ALL)
console.log('watching')
for (let count = 0; count < 2; ) {
  await s.poll([{ socket: link, events: s.POLLIN }])
  for (let seen = link.recvmsg(2000); seen; seen = link.recvmsg(2000), count++)
    console.log(JSON.stringify({
      text: new TextDecoder().decode(seen.bytes.subarray(14)).trim(), from: seen.address, type: seen.port, link: seen.link?.type,
      packet: seen.control[0]?.packet,
    }))
}
const counts = new DataView(link.getsockopt(s.SOL_PACKET, s.PACKET_STATISTICS, 8).buffer)
console.log(counts.getUint32(0, true), counts.getUint32(4, true))
try { link.attachFilter([[0xffff, 0, 0, 0]]) } catch (error) { console.log((error as Error).message) }
`

/** Opens three sockets with little room, and counts what they kept of a burst that nobody read in time. */
const SMALL_BUFFERS = `
import * as s from 'ackademy:sockets'
const small = (socket: s.Socket) => {
  socket.setsockopt(s.SOL_SOCKET, s.SO_RCVBUF, 8192)
  return socket
}
const cut = small(s.socket(s.AF_PACKET, s.SOCK_RAW, 0))
cut.attachFilter([[0x28, 0, 0, 12], [0x15, 0, 3, s.ETH_P_IP], [0x30, 0, 0, 23], [0x15, 0, 1, 17], [0x6, 0, 0, 64], [0x6, 0, 0, 0]])
cut.bind('eth0', s.ETH_P_IP)
const raw = small(s.socket(s.AF_INET, s.SOCK_RAW, s.IPPROTO_UDP))
const udp = small(s.socket(s.AF_INET, s.SOCK_DGRAM))
udp.bind('0.0.0.0', 5000)
const end = s.socket(s.AF_INET, s.SOCK_DGRAM)
end.bind('0.0.0.0', 5001)
console.log('open')
await s.poll([{ socket: end, events: s.POLLIN }])
console.log([cut, raw, udp].map((socket) => {
  let kept = 0
  while (socket.recvfrom(2000)) kept++
  return kept
}).join(' '))
`

/** A host of its own making: answers for 10.0.9.7, and sends each UDP datagram back. */
const BOX = `
import * as s from 'ackademy:sockets'
const link = s.openLink('eth0')
console.log(link.name, link.mac, link.mtu)
const mac = Uint8Array.from(link.mac.split(':'), (byte) => parseInt(byte, 16))
const swap = (bytes: Uint8Array, a: number, b: number, length: number) => {
  const first = bytes.slice(a, a + length)
  bytes.copyWithin(a, b, b + length)
  bytes.set(first, b)
}
for (;;) {
  await s.poll([{ socket: link.socket, events: s.POLLIN }])
  for (let frame = link.read(); frame; frame = link.read()) {
    const type = (frame[12]! << 8) | frame[13]!
    if (type === 0x0806 && frame[21] === 1 && frame.subarray(38, 42).join('.') === '10.0.9.7') {
      // Who asked is told: the two ends change places, and ours has our address.
      swap(frame, 22, 32, 10)
      frame.set(mac, 22)
      frame[21] = 2
    } else if (type === 0x0800 && frame[23] === 17) {
      swap(frame, 26, 30, 4)
      swap(frame, 34, 36, 2)
    } else continue
    frame.copyWithin(0, 6, 12)
    frame.set(mac, 6)
    link.write(frame)
  }
}
`
/** The box has an interface to take over, and one that the kernel speaks on. */
const BESIDE_BOX = {
  file: 'beside-box.yaml',
  text: `
version: 1
name: beside-box
topology:
  nodes:
    client: { interfaces: { eth0: { addresses: [10.0.9.1/24] } }, routes: [{ to: 10.0.8.7/32, dev: eth0 }] }
    box: { interfaces: { eth0: { mac: "02:00:00:00:00:77" }, eth1: { addresses: [10.0.8.7/24] } } }
    other: { interfaces: { eth0: { addresses: [10.0.8.1/24] } } }
  links:
    - { endpoints: ["client:eth0", "box:eth0"], delay: 1ms, mtu: 1400 }
    - { endpoints: ["other:eth0", "box:eth1"], delay: 1ms }
`,
}

const WHAT_MAY_I = `
import * as s from 'ackademy:sockets'
const codes = [[s.AF_INET, s.SOCK_RAW, s.IPPROTO_ICMP], [s.AF_PACKET, s.SOCK_RAW, 3], [s.AF_INET, s.SOCK_DGRAM, 0]].map(([domain, type, protocol]) => {
  try { s.socket(domain!, type!, protocol).close(); return 'OK' } catch (error) { return (error as Error).message }
})
try { s.openLink('eth0') } catch (error) { codes.push((error as Error).message) }
console.log(codes.join(', '))
`

/** Answers each line on a connection, two of them at a time, and says what poll says. */
const STREAMS = `
import * as s from 'ackademy:sockets'
const listener = s.socket(s.AF_INET, s.SOCK_STREAM)
listener.setsockopt(s.SOL_SOCKET, s.SO_REUSEADDR, 1)
listener.bind('0.0.0.0', 7000)
listener.listen(4)
await s.poll([{ socket: listener, events: s.POLLIN }])
const first = listener.accept()!
console.log(first.address, listener.accept())
await s.poll([{ socket: first.socket, events: s.POLLIN }])
const asked = first.socket.recvfrom(100)!
console.log(new TextDecoder().decode(asked.bytes).trim(), first.socket.recvfrom(100))
console.log(first.socket.send(new TextEncoder().encode('yes\\n')))
const both = [listener, first.socket].map((socket) => ({ socket, events: s.POLLIN }))
const [ended] = await s.poll(both)
console.log(ended!.socket === first.socket, ended!.revents === s.POLLIN, first.socket.recvfrom(100)!.bytes.length)
first.socket.close()
const refused = s.socket(s.AF_INET, s.SOCK_STREAM)
refused.connect('10.0.9.1', 9)
await s.poll([{ socket: refused, events: s.POLLOUT }])
console.log(refused.getsockopt(s.SOL_SOCKET, s.SO_ERROR), refused.getsockopt(s.SOL_SOCKET, s.SO_ERROR))
`

const submission = {
  'ping.ts': PING,
  'datagrams.ts': DATAGRAMS,
  'refused.ts': REFUSED,
  'sender.ts': SENDER,
  'watcher.ts': WATCHER,
  'small-buffers.ts': SMALL_BUFFERS,
  'box.ts': BOX,
  'what-may-i.ts': WHAT_MAY_I,
  'streams.ts': STREAMS,
}

export const socketSpecs: SpecGroup = (spec) => {
  spec('a raw socket sends what it is given, and sees the IP header of what comes', { submission }, async ({ lab }) => {
    const ping = await lab.host('client').run('ping.ts')
    expect(await ping.json()).toEqual({
      revents: 1,
      from: '10.0.9.2',
      header: 0x45,
      length: 28,
      ttl: 64,
      icmp: [0, 0, 0xed, 0xca, 0x12, 0x34, 0, 1],
    })
    expect(await ping.line()).toBe('true 0')
  })

  spec('a datagram comes with all that was asked for', { submission }, async ({ lab }) => {
    const server = await lab.host('server').run('datagrams.ts', { listens: { udp: 5000 } })
    const client = await lab.host('client').udp()
    await client.send('to you', ['server', 5000])
    await client.send('too long', ['server', 5000])
    expect(await server.line()).toBe('20000 1 64')
    const control = (destination: string, localAddress: string, ttl: number) => [
      { type: 8, packetInfo: { interfaceIndex: 2, destination, localAddress } },
      { type: 2, value: ttl },
      { type: 1, value: 0 },
    ]
    const common = { address: '10.0.9.1', cut: false, fresh: true }
    const first = { ...common, text: 'to you', control: control('10.0.9.2', '10.0.9.2', 64) }
    expect(await server.json()).toEqual(first)
    expect(await server.json()).toEqual(first)
    expect(await server.json()).toEqual({ ...first, text: 'to', cut: true })
    await client.send('to all', [GROUP, 5000])
    expect(await server.json()).toEqual({ ...common, text: 'to all', control: control(GROUP, '10.0.9.2', 1) })
  })

  spec('an error that comes back is told with who sent it', { submission }, async ({ lab }) => {
    const client = await lab.host('client').run('refused.ts')
    expect(await client.line()).toBe('true anybody? 10.0.9.2 4000')
    const error = { errno: 111, origin: 2, type: 3, code: 3, info: 0, offender: '10.0.9.2' }
    expect(await client.line()).toBe(`${JSON.stringify([error])} true`)
    expect(await client.line()).toBe('null')
  })

  spec(
    'a packet socket sends frames, and gets of them what its filter lets through',
    { submission },
    async ({ lab }) => {
      const watcher = await lab.host('server').run('watcher.ts')
      expect(await watcher.line()).toBe('watching')
      const sender = await lab.host('client').run('sender.ts')
      const common = { from: '02:00:00:00:00:09', type: 0x88b5, link: 1 }
      expect(await watcher.json()).toEqual({ ...common, text: 'wanted', packet: { length: 60, vlan: null } })
      expect(await watcher.json()).toEqual({ ...common, text: 'tagged', packet: { length: 60, vlan: 42 } })
      expect(await watcher.line()).toBe('2 0')
      expect(await watcher.line()).toBe('setsockopt EINVAL')
      expect(await sender.line()).toBe('send EINVAL bind ENODEV send EMSGSIZE')
    },
  )

  // A frame takes its whole length of Linux's memory, also where a filter cuts it off. Only UDP takes no frame that doesn't fit.
  spec(
    'a receive buffer keeps as many frames as fit with all that the kernel needs',
    { submission },
    async ({ lab }) => {
      const server = await lab.host('server').run('small-buffers.ts', { listens: { udp: 5000 } })
      expect(await server.line()).toBe('open')
      const client = await lab.host('client').udp()
      for (let i = 0; i < 20; i++) await client.send(new Uint8Array(1_000), ['server', 5000])
      await client.send('end', ['server', 5001])
      expect(await server.line()).toBe('8 8 7')
    },
  )

  spec(
    'openLink gives a program an interface that the kernel leaves alone',
    { submission, topology: BESIDE_BOX },
    async ({ lab }) => {
      const box = await lab.host('box').run('box.ts', { takes: ['eth0'] })
      expect(await box.line()).toBe('eth0 02:00:00:00:00:77 1400')
      const client = await lab.host('client').udp()
      await client.send('hello', ['10.0.9.7', 7])
      expect(await client.receive()).toMatchObject({ text: 'hello', from: { address: '10.0.9.7', port: 7 } })
      // An address that the box has elsewhere: its kernel answers for it on every interface but this one.
      const answers = lab.capture('arp.opcode == 2 && arp.src.proto_ipv4 == 10.0.8.7')
      await client.send('hello', ['10.0.8.7', 7])
      await lab.clock.advance('200ms')
      expect(await answers.count()).toBe(0)
      await (await lab.host('other').udp()).send('hello', ['10.0.8.7', 7])
      expect((await answers.next()).arp?.sender).toBe('10.0.8.7')
    },
  )

  spec(
    'who may not have raw sockets is told EPERM, and has all others',
    { submission, limits: { rawSockets: false } },
    async ({ lab }) => {
      const client = await lab.host('client').run('what-may-i.ts')
      expect(await client.line()).toBe('socket EPERM, socket EPERM, OK, socket EPERM')
    },
  )

  spec('connections are accepted, read and ended by hand', { submission }, async ({ lab }) => {
    const server = await lab.host('server').run('streams.ts', { listens: 7000 })
    const client = await lab.host('client').connect('server', 7000)
    expect(await server.line()).toBe('10.0.9.1 null')
    await client.send('is it so?\n')
    expect(await server.line()).toBe('is it so? null')
    expect(await server.line()).toBe('4')
    expect(await client.line()).toBe('yes')
    await client.end()
    expect(await server.line()).toBe('true true 0')
    expect(await server.line()).toBe('111 0')
  })
}
