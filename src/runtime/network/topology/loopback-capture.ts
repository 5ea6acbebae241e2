import { ZERO_MAC } from '../address/index.ts'
import { type PacketCause, Recorder } from '../capture/index.ts'
import type { Nanoseconds } from '../clock.ts'
import { ETHERNET_HEADER_LENGTH, EtherType, writeEthernetHeader } from '../wire/index.ts'
import type { SimulatedNetwork } from './build.ts'

/** No link carries packets that a host sends to itself. */
const NO_LINK = -1

/** Limit on recorded bytes per host, in addition to the network's own recording: many hosts may do this. */
const CAP = 16 * 2 ** 20

/** Packets that a host sends to itself, from a moment on, each once. */
export class LoopbackCapture {
  /** `client:lo`: the interface of the packets, for a capture file. */
  readonly endpoint: string
  /** In sending order, with their own numbers. */
  readonly recorder: Recorder

  /** `cap`: bytes of packets that are kept. */
  constructor(hostName: string, { cap = CAP }: { cap?: number } = {}) {
    this.recorder = new Recorder({ cap })
    this.endpoint = `${hostName}:lo`
  }

  record(bytes: Uint8Array, at: Nanoseconds, arrives: Nanoseconds, cause: PacketCause | null = null): void {
    const { recorder, endpoint } = this
    const sending = { at, link: NO_LINK, from: endpoint, to: endpoint, bytes, cause }
    recorder.settle(recorder.record({ ...sending, fate: 'under way' }), 'delivered', arrives)
  }
}

/**
 * Records `lo` of a host like `tcpdump -i lo` on Linux: each packet once, as an Ethernet frame with zero addresses.
 * Costs nothing while unused. Throws RangeError for an unknown host, or one whose `lo` is already recorded. The
 * network's own recording and its numbers are unaffected.
 */
export function captureLoopback(network: SimulatedNetwork, name: string, options?: { cap?: number }): LoopbackCapture {
  const device = network.host(name).ip.loopback
  if (device.onLooped !== null) throw new RangeError(`${name}:lo is being recorded already`)
  const capture = new LoopbackCapture(name, options)
  device.onLooped = (frame, arrives) => {
    // The frame has room for it, which nobody inside the host looks at.
    const type = frame[ETHERNET_HEADER_LENGTH]! >> 4 === 6 ? EtherType.IPV6 : EtherType.IPV4
    writeEthernetHeader(frame, 0, ZERO_MAC, ZERO_MAC, type)
    capture.record(frame, network.clock.now, arrives, network.recorder.cause)
  }
  return capture
}
