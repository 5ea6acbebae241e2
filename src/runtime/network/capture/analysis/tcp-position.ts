import type { Nanoseconds } from '../../clock.ts'
import type { IpDatagram } from '../reassembly/index.ts'

/** Wireshark's `tcp.analysis.*` marks and their labels, in the order of checking. */
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
  /** Number of the connection in the order of their first segments, from 0. */
  readonly stream: number
  /** True if the sender is the end whose SYN, or else whose segment, was seen first. */
  readonly isFromOpener: boolean
  /** Relative: the SYN has number 0, the first byte number 1. */
  readonly sequence: number
  readonly nextSequence: number
  /** Relative; 0 when the segment acknowledges nothing. */
  readonly acknowledgment: number
  /** Raw number that the acknowledgment is relative to; 0 while it is unknown. */
  readonly peerBase: number
  /** Window scale shift that both sides agreed on; null without one, or if the handshake was not seen. */
  readonly windowScale: number | null
  /** Window multiplier: -1 while unknown, -2 without window scaling, null in a SYN, whose window is never scaled. */
  readonly windowFactor: number | null
  readonly marks: readonly TcpMark[]
  /** On a retransmission: number of the packet that first carried this segment's first byte. */
  readonly repeats: number | null
  /** Times since the stream's first segment, and since the previous one. */
  readonly sinceFirst: Nanoseconds
  readonly sincePrevious: Nanoseconds
  /** Segment that this one acknowledges to its end, and the time since it was sent. */
  readonly acks: { readonly frame: number; readonly rtt: Nanoseconds } | null
  /** Time from the SYN to the acknowledgment that ends the handshake. */
  readonly initialRtt: Nanoseconds | null
  /** Wireshark shows the first round trip only with segments that have another analysis result. */
  readonly showsInitialRtt: boolean
  /** On a segment with data: bytes that its sender has sent and not yet seen acknowledged, including this segment's. */
  readonly bytesInFlight: number | null
  readonly pushBytesSent: number | null
  /** Count of repetitions so far of the acknowledgment in `frame`. */
  readonly duplicateAck: { readonly count: number; readonly frame: number } | null
  /** On a retransmission: time since the newest data, in `frame`, was sent. */
  readonly timeout: { readonly after: Nanoseconds; readonly frame: number } | null
  /** Parts of the whole connection seen on this link so far. */
  readonly connection: TcpCompleteness
  /** Datagram with the segment, completed by its packet; null if the packet itself contains it. */
  readonly datagram: IpDatagram | null
}
