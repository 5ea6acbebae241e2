import { expect, test } from 'vitest'
import { RandomStream } from '../random.ts'
import { internetChecksum, onesComplementSum } from '../wire/index.ts'
import { Shutdown } from './socket-constants.ts'
import { collect, pump, randomBytes } from './transfer.fixture.ts'
import { connected, twoHosts } from './two-hosts.fixture.ts'

/** Corrects the IP length and the checksums, so that the other errors pass those checks. */
function repairChecksums(frame: Uint8Array): void {
  const packet = frame.subarray(14)
  const header = (packet[0]! & 15) * 4
  if (frame.length < 34 || header < 20 || header + 20 > packet.length) return
  const put = (at: number, value: number) => packet.set([value >> 8, value & 0xff], at)
  const total = packet.length
  put(2, total)
  put(10, 0)
  put(10, internetChecksum(packet, 0, header))
  const protocol = packet[9]!
  const at = header + { 1: 2, 6: 16, 17: 6 }[protocol]!
  if (Number.isNaN(at) || at + 2 > total) return
  put(at, 0)
  const pseudo = protocol === 1 ? 0 : onesComplementSum(packet, 12, 20) + protocol + (total - header)
  put(at, internetChecksum(packet, header, total, pseudo))
}

test('no frame makes a host throw, or keeps it from serving its next client', () => {
  const network = twoHosts({ impairment: { loss: 0.02 } })
  const { near, far } = connected(network)
  network.client.udp.socket(4).send(randomBytes(50), { address: '10.0.0.2', port: 9 })
  pump(near, randomBytes(100_000))
  collect(far)
  network.run(3000)
  far.shutdown(Shutdown.BOTH)
  network.run(1000)
  const frames = network.recorder.packets.map(({ bytes }) => bytes)

  const victim = twoHosts()
  const ends = connected(victim)
  pump(ends.near, randomBytes(200_000))
  const random = new RandomStream(1, 'hostile input')
  for (let i = 0; i < 20_000; i++) {
    const frame = frames[random.below(frames.length)]!.slice(0, 14 + random.below(120))
    for (let flips = random.below(6); flips > 0; flips--) frame[random.below(frame.length)] = random.below(256)
    if (random.chance(0.7)) repairChecksums(frame)
    // Send each to both hosts, no matter which one the original was for.
    for (const end of victim.link.ends) end.onReceive?.(frame.slice())
    if (i % 100 === 0) victim.run(1)
  }
  victim.run(1_000_000)
  for (const { counters } of [victim.client, victim.server]) {
    expect(counters.value('TcpInSegs') - counters.value('TcpInErrs')).toBeGreaterThan(3000)
    expect(counters.value('IpInHdrErrors')).toBeGreaterThan(1000)
  }
  const again = connected(victim, 8)
  pump(again.near, randomBytes(100_000))
  const got = collect(again.far)
  victim.run(20_000)
  expect(Buffer.compare(got.bytes, randomBytes(100_000))).toBe(0)
})
