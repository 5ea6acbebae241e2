import type { Nanoseconds } from '../clock.ts'
import type { TcpSegment } from '../wire/index.ts'
import { DatagramAnalysis, type DatagramPosition, TcpAnalysis, type TcpPosition, tcpFrame } from './analysis/index.ts'
import { type Dissection, dissect, type FrameInfo } from './dissection/index.ts'
import type { PacketRecord } from './packet-record.ts'
import { type IpDatagram, IpReassembly } from './reassembly/index.ts'
import { type StreamMessage, StreamMessages } from './streams/index.ts'

const NONE: readonly StreamMessage[] = []

interface Known {
  readonly position: TcpPosition | null
  readonly datagramPosition: DatagramPosition | null
  readonly messages: readonly StreamMessage[]
  readonly frame: FrameInfo
  readonly datagram: IpDatagram | null
  readonly ports: Readonly<Record<number, string>>
}

/**
 * Dissects the packets of a capture in the context of earlier ones. Add every record once, in order (`add`); then each
 * can be dissected any number of times.
 */
export class CaptureAnalysis {
  readonly #tcp = new TcpAnalysis()
  readonly #udp = new DatagramAnalysis()
  readonly #messages = new StreamMessages()
  readonly #datagrams = new IpReassembly()
  /** Weak, so that records dropped by their owner are dropped here too. */
  readonly #known = new WeakMap<PacketRecord, Known>()
  #first: Nanoseconds | null = null
  #previous: Nanoseconds | null = null
  readonly #ports: Readonly<Record<number, string>>

  /** `ports`: protocols by port, from the network's description. */
  constructor(ports: Readonly<Record<number, string>> = {}) {
    this.#ports = ports
  }

  add(record: PacketRecord): void {
    const { number, at } = record
    this.#first ??= at
    const sincePrevious = this.#previous === null ? 0 : at - this.#previous
    const frame = { number, sinceFirst: at - this.#first, sincePrevious, record }
    const datagram = this.#datagrams.add(record)
    const whole = datagram?.completedBy === number ? datagram : null
    const position = this.#tcp.add(record, whole)
    const datagramPosition = position === null ? this.#udp.add(record, whole) : null
    const messages = position === null ? NONE : this.#messages.add(record, position)
    this.#known.set(record, { position, datagramPosition, messages, frame, datagram, ports: this.#ports })
    this.#previous = at
  }

  dissect(record: PacketRecord): Dissection {
    const known = this.#known.get(record)
    return known === undefined ? dissect(record.bytes) : dissect(record.bytes, known.position, known)
  }

  /**
   * Returns the TCP segment of the packet, or of the datagram whose last fragment it is; much cheaper than a dissection.
   * Null if it is not TCP, or was not added.
   */
  segment(record: PacketRecord): TcpSegment | null {
    const position = this.position(record)
    return position === null ? null : (tcpFrame(record.bytes, position.datagram)?.segment ?? null)
  }

  /** Returns the position of the packet in its TCP connection; null if it is not TCP, or was not added. */
  position(record: PacketRecord): TcpPosition | null {
    return this.#known.get(record)?.position ?? null
  }
}
