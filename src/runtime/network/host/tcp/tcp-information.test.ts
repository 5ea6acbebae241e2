import { expect, test } from 'vitest'
import type { TcpStats } from '../socket.ts'
import type { TcpInfo } from '../tcp-info.ts'
import { underWay } from './recovery/under-way.fixture.ts'

/** Fields of both that have the same name. `state` is a word in one of them. */
function shared(stats: TcpStats, info: TcpInfo): { stats: unknown; info: unknown; count: number } {
  const names = Object.keys(stats).filter((name) => name in info && name !== 'state')
  const pick = (from: object) => names.map((name) => [name, (from as Record<string, unknown>)[name]])
  return { stats: pick(stats), info: pick(info), count: names.length }
}

test.each([
  ['segments are under way', 5, 0],
  ['the first was retransmitted twice', 1, 2000],
])('stats show the values of tcp_info under its names while %s', (_, segments, ms) => {
  const { peer, socket } = underWay(segments)
  peer.run(ms)
  const { stats, info, count } = shared(socket.stats(), socket.information())
  expect(stats).toEqual(info)
  expect(count).toBe(9)
})

test('stats count payload, tcp_info the FIN as well', () => {
  const { peer, socket } = underWay(1)
  peer.receives('F. 1:1(0) ack 1001 win 60000')
  expect(socket.stats()).toMatchObject({ payloadReceived: 0, payloadAcked: 1000 })
  expect(socket.information()).toMatchObject({ bytesReceived: 1 })
})
