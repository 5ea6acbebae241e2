import { expect, test } from 'vitest'
import { lan, pattern, transfer } from '../../../../tests/network/worlds.ts'
import { CaptureAnalysis, fieldValue, type PacketRecord } from '../capture/index.ts'
import { SECOND } from '../clock.ts'
import { captureLoopback } from './index.ts'

/** A client that sends itself bytes, 100 kB by default. */
function selfish(address = '127.0.0.1', length = 100_000) {
  const network = lan(1, {}, true)
  const client = network.host('client')
  const run = () => {
    transfer(client, client, address, pattern(length))
    network.clock.runUntil(SECOND)
  }
  return { network, run }
}

function summaries(packets: readonly PacketRecord[]) {
  const analysis = new CaptureAnalysis()
  for (const packet of packets) analysis.add(packet)
  return packets.map((packet) => analysis.dissect(packet))
}

test.each(['127.0.0.1', '::1', '10.0.0.1'])(
  'what a host sends to itself at %s is seen on lo, each packet once',
  (address) => {
    const { network, run } = selfish(address)
    const lo = captureLoopback(network, 'client')
    run()
    const packets = summaries(lo.recorder.packets)
    expect(packets[0]!.summary).toMatch(/^SYN seq 0/)
    expect(packets.slice(0, 3).map((packet) => fieldValue(packet, 'tcp.flags'))).toEqual([2, 18, 16])
    expect(packets.some(({ position }) => position!.marks.includes('retransmission'))).toBe(false)
    expect(packets.filter((packet) => fieldValue(packet, 'eth.src') !== '00:00:00:00:00:00')).toEqual([])
    expect(
      lo.recorder.packets.every(
        ({ from, fate, at, arrives }) => from === 'client:lo' && fate === 'delivered' && arrives! > at,
      ),
    ).toBe(true)
    const bytes = packets.filter((packet) => fieldValue(packet, 'tcp.dstport') === 9000)
    expect(bytes.reduce((sum, packet) => sum + (fieldValue(packet, 'tcp.len') as number), 0)).toBe(100_000)
    expect(network.recorder.packets).toEqual([])
  },
)

test('large segments stay as they were sent, although their memory is used again once they are read', () => {
  const length = 40 * 65_536
  const { network, run } = selfish('127.0.0.1', length)
  const lo = captureLoopback(network, 'client')
  run()
  const packets = summaries(lo.recorder.packets)
  const payloads = lo.recorder.packets.flatMap(({ bytes }, index) => {
    const toServer = fieldValue(packets[index]!, 'tcp.dstport') === 9000
    return toServer ? [bytes.subarray(bytes.length - (fieldValue(packets[index]!, 'tcp.len') as number))] : []
  })
  expect(Math.max(...payloads.map((payload) => payload.length))).toBeGreaterThan(20_000)
  expect(Buffer.concat(payloads).equals(pattern(length))).toBe(true)
})

test('it is not begun twice, nor of a host that is not there', () => {
  const { network } = selfish()
  captureLoopback(network, 'client')
  expect(() => captureLoopback(network, 'client')).toThrow('client:lo is being recorded already')
  expect(() => captureLoopback(network, 'nobody')).toThrow('There is no host nobody')
})

test('capturing changes nothing', () => {
  const [seen, unseen] = [selfish(), selfish()]
  captureLoopback(seen.network, 'client')
  for (const { run } of [seen, unseen]) run()
  expect(seen.network.clock.now).toBe(unseen.network.clock.now)
  expect(seen.network.host('client').interfaces()).toEqual(unseen.network.host('client').interfaces())
})
