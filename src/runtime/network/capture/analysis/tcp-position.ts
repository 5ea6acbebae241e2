import type { Nanoseconds } from '../../clock.ts'
import type { IpDatagram } from '../reassembly/index.ts'

/** Wireshark's `tcp.analysis.*`, in the order in which they are looked for, with its words. */
export const TCP_MARKS = [
  { mark: 'zero_window_probe', label: 'This is a TCP zero-window-probe' },
  { mark: 'zero_window', label: 'This is a ZeroWindow segment' },
  { mark: 'lost_segment', label: 'A segment before this frame was not captured' },
  { mark: 'keep_alive', label: 'This is a TCP keep-alive segment' },
  { mark: 'window_update', label: 'This is a TCP window update' },
  { mark: 'window_full', label: 'TCP window specified by the receiver is now completely full' },
  { mark: 'keep_alive_ack', label: 'This is an ACK to a TCP keep-alive segment' },
  { mark: 'zero_window_probe_ack', label: 'This is an ACK to a TCP zero-window-probe' },
  { mark: 'duplicate_ack', label: 'This is a TCP duplicate ack' },
  { mark: 'ack_lost_segment', label: "This frame ACKs a segment we haven't seen" },
  { mark: 'retransmission', label: 'This frame is a (suspected) retransmission' },
  { mark: 'fast_retransmission', label: 'This frame is a (suspected) fast retransmission' },
  { mark: 'spurious_retransmission', label: 'This frame is a (suspected) spurious retransmission' },
  { mark: 'out_of_order', label: 'This frame is a (suspected) out-of-order segment' },
  { mark: 'reused_ports', label: 'A new tcp session is started with the same ports as an earlier session' },
] as const

export type TcpMark = (typeof TCP_MARKS)[number]['mark']

/** Wireshark's `tcp.completeness`: a bit for each kind of segment that was seen. */
export const TCP_COMPLETENESS = [
  { bit: 1, label: 'SYN' },
  { bit: 2, label: 'SYN-ACK' },
  { bit: 4, label: 'ACK' },
  { bit: 8, label: 'Data' },
  { bit: 16, label: 'FIN' },
  { bit: 32, label: 'RST' },
] as const

export interface TcpCompleteness {
  completeness: number
}

/** Meaning of a TCP segment among the others of its capture. Times in ns; frames are packet numbers. */
export interface TcpPosition {
  /** Connections in the order of their first segment, from 0. */
  readonly stream: number
  /** True if the sender is the end whose SYN, or else whose segment, was seen first. */
  readonly isFromOpener: boolean
  /** Relative: the SYN has number 0, the first byte number 1. */
  readonly sequence: number
  readonly nextSequence: number
  /** 0 when the segment acknowledges nothing. */
  readonly acknowledgment: number
  /** The raw number that is 0 for what this segment acknowledges; 0 while it is not known. */
  readonly peerBase: number
  /** The shift that the sender announced and the receiver agreed to; null without one, or if the handshake was not seen. */
  readonly windowScale: number | null
  /** Window multiplier: -1 while unknown, -2 without window scaling, null in a SYN, whose window is never scaled. */
  readonly windowFactor: number | null
  readonly marks: readonly TcpMark[]
  /** Number of the packet that first carried this segment's first byte, when it is sent again. */
  readonly repeats: number | null
  /** Since the stream's first segment, and since the one before. */
  readonly sinceFirst: Nanoseconds
  readonly sincePrevious: Nanoseconds
  /** The segment that this one acknowledges to its end, and how long ago that was sent. */
  readonly acks: { readonly frame: number; readonly rtt: Nanoseconds } | null
  /** From the SYN to the acknowledgment that ends the handshake. */
  readonly initialRtt: Nanoseconds | null
  /** Wireshark shows the first round trip only with segments that have another analysis result. */
  readonly showsInitialRtt: boolean
  /** Of a segment with data: what its sender has sent and not yet seen acknowledged, this one included. */
  readonly bytesInFlight: number | null
  readonly pushBytesSent: number | null
  /** The how-manieth repetition of the acknowledgment in `frame`. */
  readonly duplicateAck: { readonly count: number; readonly frame: number } | null
  /** Of a retransmission: how long after the newest data, in `frame`, it was sent. */
  readonly timeout: { readonly after: Nanoseconds; readonly frame: number } | null
  /** Parts of the whole connection seen on this link so far. */
  readonly connection: TcpCompleteness
  /** Datagram with the segment, completed by its packet; null if the packet itself contains it. */
  readonly datagram: IpDatagram | null
}
