import { describe, expect, test } from 'vitest'
import {
  addressFamily,
  IpProtocol,
  internetChecksum,
  MILLISECOND,
  ParseError,
  parseExtensions,
  parseIpv4,
  parseIpv6,
  pseudoHeaderSum,
  RandomStream,
  SECOND,
  type SimulatedHost,
} from '#network'
import { lan, pattern, ping, transfer } from './worlds.ts'

/** Where the checksum of a protocol lies in its header. */
const CHECKSUM_AT: Readonly<Record<number, number>> = {
  [IpProtocol.ICMP]: 2,
  [IpProtocol.ICMPV6]: 2,
  [IpProtocol.TCP]: 16,
  [IpProtocol.UDP]: 6,
}

/** Makes the checksums right again, so that a changed packet is not simply thrown away at the door. */
function repairChecksums(frame: Uint8Array): void {
  const bytes = frame.subarray(14)
  if ((bytes[0] ?? 0) >> 4 === 6) {
    repairIpv6Checksum(bytes)
    return
  }
  const headerLength = ((bytes[0] ?? 0) & 15) * 4
  if (headerLength < 20 || headerLength > bytes.length) return
  bytes.fill(0, 10, 12)
  write16(bytes, 10, internetChecksum(bytes, 0, headerLength))
  const packet = parseIpv4(bytes)
  if (packet instanceof ParseError) return
  const { payload, protocol } = packet
  const at = CHECKSUM_AT[protocol]
  if (at === undefined || payload.length < at + 2) return
  payload.fill(0, at, at + 2)
  const isPlain = protocol === IpProtocol.ICMP
  const initial = isPlain ? 0 : pseudoHeaderSum(packet.source, packet.destination, protocol, payload.length)
  write16(payload, at, internetChecksum(payload, 0, payload.length, initial))
}

function repairIpv6Checksum(bytes: Uint8Array): void {
  const packet = parseIpv6(bytes)
  if (packet instanceof ParseError) return
  const { protocol, start } = parseExtensions(packet.nextHeader, packet.payload)
  const payload = packet.payload.subarray(start)
  const at = CHECKSUM_AT[protocol]
  if (at === undefined || payload.length < at + 2) return
  payload.fill(0, at, at + 2)
  const initial = pseudoHeaderSum(packet.source, packet.destination, protocol, payload.length)
  write16(payload, at, internetChecksum(payload, 0, payload.length, initial))
}

function write16(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >> 8
  bytes[at + 1] = value
}

/** A copy of a frame with some bytes changed, or cut short; half of them with checksums that fit. */
function mutated(frame: Uint8Array, random: RandomStream): Uint8Array {
  const copy = frame.slice(0, random.chance(0.1) ? random.below(frame.length + 1) : frame.length)
  if (copy.length === 0) return copy
  for (let changes = 1 + random.below(4); changes > 0; changes--) {
    // Mostly in the headers: there is more to get wrong.
    const limit = random.chance(0.9) ? Math.min(copy.length, 94) : copy.length
    const from = random.chance(0.97) ? Math.min(12, limit - 1) : 0
    copy[from + random.below(limit - from)] = random.chance(0.3) ? 255 * random.below(2) : random.below(256)
  }
  if (random.chance(0.5)) repairChecksums(copy)
  return copy
}

/** Frames of every kind that the server and the client get in an ordinary exchange. */
function ordinaryFrames(address: string): Uint8Array[] {
  const network = lan(1, { loss: 0.05 }, true)
  const client = network.host('client')
  ping(client, address, [8, 56, 3000], network.clock)
  client.udp.socket(addressFamily(address)).send(pattern(20), { address, port: 5353 })
  transfer(client, network.host('server'), address, pattern(60_000))
  network.clock.runUntil(20 * SECOND)
  return network.recorder.packets.map(({ bytes }) => bytes)
}

describe('whatever arrives, a host', () => {
  test.each([
    [1, '10.0.0.2'],
    [2, '10.0.0.2'],
    [3, '10.0.0.2'],
    [1, '2001:db8::2'],
    [2, '2001:db8::2'],
    [3, '2001:db8::2'],
  ])(
    'throws nothing, forgets no timer and goes on serving others (seed %i, 5,000 hostile frames to %s)',
    (seed, address) => {
      const frames = ordinaryFrames(address)
      const random = new RandomStream(seed, 'hostile')
      const network = lan(seed, {}, true)
      const [client, server] = [network.host('client'), network.host('server')]
      const data = pattern(200_000)
      transfer(client, server, address, data)
      for (let i = 0; i < 5000; i++) {
        network.clock.at(i * MILLISECOND, () => {
          const link = network.links[i & 1]!
          link.ends[0].onReceive?.(mutated(frames[random.below(frames.length)]!, random))
        })
      }
      network.clock.runUntil(600 * SECOND)
      for (const host of [client, server]) host.neighbors()
      // What was forged may have broken that connection, as it could on any network; a new one must work.
      const again = transfer(client, server, address, data, 9001)
      network.clock.runUntil(900 * SECOND)
      expect(again.received().equals(data)).toBe(true)
      expect(network.clock.pending).toBeLessThan(20)
      expect(openConnections(client) + openConnections(server)).toBeLessThan(10)
    },
  )
})

function openConnections(host: SimulatedHost): number {
  return host.sockets().filter(({ state }) => state !== 'LISTEN' && state !== 'UNCONN').length
}
