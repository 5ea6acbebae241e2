import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MILLISECOND } from '../../clock.ts'
import { collect, pump, randomBytes } from '../transfer.fixture.ts'
import { connected, type TwoHostsOptions, twoHosts } from '../two-hosts.fixture.ts'

/** Sends `size` bytes from client to server and half as many back at the same time; both streams must arrive intact. */
function expectTransfer(options: TwoHostsOptions, size: number, piece?: number): ReturnType<typeof twoHosts> {
  const network = twoHosts(options)
  // ARP has no checksum: a flipped bit in a reply would teach a wrong address, which is not what is tested here.
  const { client, server } = network
  client.ip.neighbors.addPermanent(client.interface('eth0')!, '10.0.0.2', '02:00:00:00:00:02')
  server.ip.neighbors.addPermanent(server.interface('eth0')!, '10.0.0.1', '02:00:00:00:00:01')
  const { near, far } = connected(network)
  const [there, back] = [randomBytes(size, 1), randomBytes(size >> 1, 2)]
  const arrivedThere = duplex(far, back, piece)
  const arrivedBack = duplex(near, there, piece)
  for (let i = 0; i < 36_000 && !(arrivedThere.ended && arrivedBack.ended); i++) network.run(100)
  expect(arrivedThere.error).toBe(0)
  expect(arrivedBack.error).toBe(0)
  expect(Buffer.compare(arrivedThere.bytes, there)).toBe(0)
  expect(Buffer.compare(arrivedBack.bytes, back)).toBe(0)
  return network
}

/** Writes and reads on one socket at the same time. */
function duplex(socket: Parameters<typeof pump>[0], bytes: Uint8Array, piece?: number) {
  pump(socket, bytes, piece)
  const write = socket.onReadiness!
  const got = collect(socket)
  const read = socket.onReadiness!
  socket.onReadiness = () => {
    write()
    read()
  }
  return got
}

const tcpOptions = fc.record({ sack: fc.boolean(), timestamps: fc.boolean(), windowScaling: fc.boolean() })
const impairments = fc.record({
  delay: fc.integer({ min: 1, max: 100 }).map((ms) => ms * MILLISECOND),
  jitter: fc.integer({ min: 0, max: 20 }).map((ms) => ms * MILLISECOND),
  loss: fc.double({ min: 0, max: 0.15, noNaN: true }),
  duplicate: fc.double({ min: 0, max: 0.1, noNaN: true }),
  reorder: fc.double({ min: 0, max: 0.2, noNaN: true }),
  corrupt: fc.double({ min: 0, max: 0.05, noNaN: true }),
})

describe('a stream arrives whole and in order', () => {
  test('whatever the link does, with every set of options', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e9 }),
        impairments,
        tcpOptions,
        fc.integer({ min: 1, max: 40_000 }),
        fc.integer({ min: 100, max: 9000 }),
        (seed, impairment, tcp, size, piece) => {
          expectTransfer({ seed, impairment, tcp }, size, piece)
        },
      ),
      { numRuns: 60, seed: 20_260_101 },
    )
  })

  test('1 MiB under 5 % loss', () => {
    expectTransfer({ impairment: { loss: 0.05 } }, 1 << 20)
  })

  test('1 MiB without loss needs no retransmission', () => {
    const { client, server } = expectTransfer({}, 1 << 20)
    expect(client.counters.value('TcpRetransSegs') + server.counters.value('TcpRetransSegs')).toBe(0)
  })

  test('through a queue of ten packets', () => {
    expectTransfer({ impairment: { rate: 10_000_000, queue: 10 } }, 300_000)
  })

  test('over a path of 576 bytes', () => {
    expectTransfer({ impairment: { mtu: 576 } }, 50_000)
  })
})

test('one seed gives one capture, byte for byte', () => {
  const capture = () => {
    const { recorder } = expectTransfer({ seed: 5, impairment: { loss: 0.03, reorder: 0.05 } }, 100_000)
    return recorder.packets.map(
      ({ at, from, bytes, fate }) => `${at} ${from} ${fate} ${Buffer.from(bytes).toString('hex')}`,
    )
  }
  expect(capture()).toEqual(capture())
})
