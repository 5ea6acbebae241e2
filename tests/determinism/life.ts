/**
 * A life of a world that runs anywhere, in Node and in a page: losses, a switch, two kinds of peers, a link that changes. Bundled for the browser, so it
 * imports nothing but the network floor.
 */
import {
  hashEvents,
  MILLISECOND,
  Recording,
  runNetwork,
  SECOND,
  TableRecorder,
  writePcapng,
  writeRecording,
} from '../../src/runtime/network/index.ts'
import { lan, pattern, ping, transfer } from '../network/worlds.ts'

export interface Life {
  /** Bytes of the capture and of the recording, as one hash each. */
  readonly capture: number
  readonly recording: number
  readonly packets: number
  readonly events: number
  readonly hashes: readonly number[]
}

/** Lives it; one seed gives one life. */
export function live(seed: number): Life {
  const { network, recording, trace } = recordLife(seed)
  const capture = writePcapng(network.endpoints, network.recorder.packets)
  return {
    capture: hashOf(capture),
    recording: hashOf(writeRecording(recording, { endpoints: network.endpoints })),
    packets: network.recorder.count,
    events: trace.events,
    hashes: [...trace.values, trace.last],
  }
}

/** The world, when it has been lived, and what was recorded of it. */
export function recordLife(seed: number) {
  const network = lan(seed, { loss: 0.02, jitter: 300_000, duplicate: 0.01, reorder: 0.01 }, true)
  const trace = hashEvents(network.clock)
  const recording = new Recording()
  const tables = new TableRecorder(network)
  network.recorder.onPacket = (packet) => recording.addPacket(packet)
  network.recorder.onFate = ({ number, fate, arrives }) => recording.settle(number, fate, arrives)
  const [client, server] = [network.host('client'), network.host('server')]
  transfer(client, server, '10.0.0.2', pattern(300_000))
  transfer(server, client, '2001:db8::1', pattern(60_000), 9001)
  ping(client, '10.0.0.2', [0, 100, 3_000], network.clock)
  network.clock.at(700 * MILLISECOND, () => void network.link('server', 'lan').impair({ loss: 0.1, rate: 3_000_000 }))
  for (let at = 0; at < 30 * SECOND; at += 100 * MILLISECOND) {
    runNetwork(network, { kind: 'time', at })
    for (const piece of tables.take()) recording.addTables(piece)
  }
  return { network, recording, trace }
}

/** FNV-1a, 32 bits. */
function hashOf(bytes: Uint8Array): number {
  let hash = 0x811c9dc5
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193)
  return hash >>> 0
}
