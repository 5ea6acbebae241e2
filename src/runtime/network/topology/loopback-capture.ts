import { ZERO_MAC } from '../address/index.ts'
import { type PacketRecord, Recorder } from '../capture/index.ts'
import type { Nanoseconds } from '../clock.ts'
import { ETHERNET_HEADER_LENGTH, EtherType, writeEthernetHeader } from '../wire/index.ts'
import type { SimulatedNetwork } from './build.ts'

/** No link carries what a host sends to itself. */
const NO_LINK = -1

/** What a host sends to itself, from a moment on. */
export interface LoopbackCapture {
  /** `client:lo`: the one interface of the packets, for a capture file. */
  readonly endpoint: string
  /** In the order of sending, numbered for themselves. */
  readonly packets: readonly PacketRecord[]
  /** The oldest, let go as a recorder lets go what is beyond its cap. */
  readonly dropped: number
  stop(): void
}

/**
 * Records `lo` of a host as `tcpdump -i lo` sees it on Linux: each packet once, as an Ethernet frame between addresses of zeros. As long as nobody
 * does, it costs nothing. Throws RangeError for a host that is not there, or whose `lo` is being recorded. The network's own recording and its
 * numbers stay as they are.
 */
export function captureLoopback(network: SimulatedNetwork, name: string): LoopbackCapture {
  const device = network.host(name).ip.loopback
  if (device.onLooped !== null) throw new RangeError(`${name}:lo is being recorded already`)
  const endpoint = `${name}:lo`
  const recorder = new Recorder()
  device.onLooped = (frame, arrives) => record(network, recorder, endpoint, frame, arrives)
  return {
    endpoint,
    packets: recorder.packets,
    get dropped() {
      return recorder.dropped
    },
    stop: () => {
      device.onLooped = null
    },
  }
}

function record(
  { clock, recorder: { cause } }: SimulatedNetwork,
  recorder: Recorder,
  endpoint: string,
  frame: Uint8Array,
  arrives: Nanoseconds,
): void {
  const bytes = frame.slice()
  const type = bytes[ETHERNET_HEADER_LENGTH]! >> 4 === 6 ? EtherType.IPV6 : EtherType.IPV4
  writeEthernetHeader(bytes, 0, ZERO_MAC, ZERO_MAC, type)
  const sending = { at: clock.now, link: NO_LINK, from: endpoint, to: endpoint, bytes, cause }
  recorder.settle(recorder.record({ ...sending, fate: 'under way' }), 'delivered', arrives)
}
