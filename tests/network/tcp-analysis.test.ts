import { describe, expect, test } from 'vitest'
import {
  CaptureAnalysis,
  type DissectedField,
  MILLISECOND,
  type PacketRecord,
  SECOND,
  type SimulatedNetwork,
  SocketOption,
  TCP_MARKS,
  writePcapng,
} from '#network'
import { proofSeeds } from '../support/proof.ts'
import { missing } from '../support/requirements.ts'
import { fieldsWithTshark } from './tshark.ts'
import { lan, pattern, transfer, twoRouters } from './worlds.ts'

const noTshark = missing('tshark')

const MARKS = TCP_MARKS.map(({ mark }) => `tcp.analysis.${mark}`)
const VALUES = [
  ...['acks_frame', 'ack_rtt', 'initial_rtt', 'bytes_in_flight', 'push_bytes_sent'],
  ...['duplicate_ack_num', 'duplicate_ack_frame', 'rto', 'rto_frame'],
].map((name) => `tcp.analysis.${name}`)

/** What tshark and we say of each packet of a link, where that differs; `from`: the capture begins with this packet. */
function differences(network: SimulatedNetwork, link: number, from = 0): string[] {
  const records = network.recorder.packets
    .filter((record) => record.link === link)
    .slice(from)
    .map((record, index) => ({ ...record, number: index + 1 }))
  const theirs = fieldsWithTshark(writePcapng(network.endpoints, records), [...MARKS, ...VALUES])
  const analysis = new CaptureAnalysis()
  return records.flatMap((record, index) => differencesOf(analysis, record, theirs[index] ?? new Map()))
}

function differencesOf(analysis: CaptureAnalysis, record: PacketRecord, theirs: Map<string, string>): string[] {
  analysis.add(record)
  const fields = analysis.dissect(record).layers.flatMap((layer) => layer.fields)
  const ours = new Map(fields.map((field) => [field.name, field]))
  const differing = [
    ...MARKS.filter((name) => ours.has(name) !== theirs.has(name)),
    ...VALUES.filter((name) => text(ours.get(name)) !== theirs.get(name)),
  ]
  return differing.map((name) => `${record.number} ${name}: ${text(ours.get(name))}, tshark ${theirs.get(name)}`)
}

const text = (field: DissectedField | undefined) => field?.text

/** Which marks a world shows, so that a comparison compares something. */
function marksOf(network: SimulatedNetwork): Set<string> {
  const analysis = new CaptureAnalysis()
  const names = network.recorder.packets.flatMap((record) => {
    analysis.add(record)
    return analysis.dissect(record).layers.flatMap(({ fields }) => fields.map(({ name }) => name))
  })
  return new Set(names.filter((name) => MARKS.includes(name)).map((name) => name.slice('tcp.analysis.'.length)))
}

const FAULTS = { loss: 0.02, duplicate: 0.01, reorder: 0.02, jitter: 2 * MILLISECOND }

describe.skipIf(noTshark)("what Wireshark's analysis of TCP says, packet by packet", { timeout: 60_000 }, () => {
  test.each(proofSeeds(6, 40))('lost, doubled, reordered and jittered, on both links, seed %i', (seed) => {
    const network = lan(seed, seed % 3 === 0 ? { ...FAULTS, loss: 0.08 } : FAULTS, true)
    const address = seed % 2 === 0 ? '2001:db8::2' : '10.0.0.2'
    transfer(network.host('client'), network.host('server'), address, pattern(150_000))
    network.clock.runUntil(120 * SECOND)
    const { length } = network.recorder.packets.filter(({ link }) => link === 0)
    expect([...differences(network, 0), ...differences(network, 1)]).toEqual([])
    // A capture that begins in the middle knows neither numbers nor scales nor the first round trip.
    expect(differences(network, 0, length >> 1)).toEqual([])
  })

  test.each(['10.0.0.2', '2001:db8::2'])(
    'a reader that stops: the window fills, is probed and opens, over %s',
    (address) => {
      const network = lan(1, {}, true)
      slowReader(network, address)
      expect([...marksOf(network)]).toEqual(
        // Linux probes a closed window with the byte before: Wireshark calls that a keep-alive.
        expect.arrayContaining(['window_full', 'zero_window', 'keep_alive', 'window_update']),
      )
      expect([...differences(network, 0), ...differences(network, 1)]).toEqual([])
    },
  )

  test('an idle connection with keep-alive probes', () => {
    const network = lan(2)
    const [client, server] = [network.host('client'), network.host('server')]
    const listener = server.tcp.socket(4)
    listener.bind('0.0.0.0', 9000)
    listener.listen(1)
    const sender = client.tcp.socket(4)
    sender.setOption(SocketOption.KEEPALIVE, 2)
    sender.setOption(SocketOption.KEEPALIVE_INTERVAL, 1)
    sender.connect('10.0.0.2', 9000)
    network.clock.runUntil(SECOND)
    sender.send(pattern(100))
    network.clock.runUntil(20 * SECOND)
    network.link('server', 'lan').cut()
    network.clock.runUntil(60 * SECOND)
    expect([...marksOf(network)]).toEqual(expect.arrayContaining(['keep_alive', 'keep_alive_ack']))
    expect(differences(network, 0)).toEqual([])
  })

  test('refused, and the same ports again', () => {
    const network = twoRouters(3)
    const client = network.host('client')
    for (let attempt = 0; attempt < 3; attempt++) {
      const socket = client.tcp.socket(4)
      socket.bind('0.0.0.0', 5000)
      socket.connect('10.0.2.10', 81)
      network.clock.runUntil(network.clock.now + SECOND)
      socket.close()
    }
    expect([...marksOf(network)]).toContain('reused_ports')
    for (const link of [0, 1, 2]) expect(differences(network, link)).toEqual([])
  })
})

/** The client sends 400 kB to a server that reads nothing for 20 s. */
function slowReader(network: SimulatedNetwork, address: string): void {
  const [client, server] = [network.host('client'), network.host('server')]
  const family = address.includes(':') ? 6 : 4
  const listener = server.tcp.socket(family)
  listener.setOption(SocketOption.RCVBUF, 20_000)
  listener.bind(family === 4 ? '0.0.0.0' : '::', 9000)
  listener.listen(1)
  const sender = client.tcp.socket(family)
  const data = pattern(400_000)
  let sent = 0
  sender.onReadiness = () => {
    for (let taken = 1; taken > 0 && sent < data.length; sent += Math.max(0, taken))
      taken = sender.send(data.subarray(sent, sent + 20_000))
  }
  sender.connect(address, 9000)
  network.clock.runUntil(20 * SECOND)
  const accepted = listener.accept()
  if (typeof accepted === 'number') throw new Error(`accept: ${accepted}`)
  const read = () => {
    for (let piece = accepted.receive(65_536); typeof piece !== 'number'; piece = accepted.receive(65_536))
      if (piece.bytes.length === 0) return
  }
  accepted.onReadiness = read
  read()
  network.clock.runUntil(60 * SECOND)
}
