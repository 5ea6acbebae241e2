/** A packetdrill script as data: the parser's result and the runner's input. Times are ns, sequence numbers as written. */
import type { Nanoseconds, TcpOption } from '#network'

export interface Script {
  readonly file: string
  /** `--name=value` lines in order; a value is '' where none was written. */
  readonly options: readonly ScriptOption[]
  /** Before the first event, in backticks. */
  readonly setup: CommandAction | null
  readonly events: readonly ScriptEvent[]
  /** After the last event, in backticks. */
  readonly cleanup: CommandAction | null
}

export interface ScriptOption {
  readonly line: number
  readonly name: string
  readonly value: string
}

export interface ScriptEvent {
  readonly line: number
  /** As written, on one line, for messages. */
  readonly text: string
  readonly time: EventTime
  readonly action: Action
}

/** When an event happens: at `from`, or between `from` and `to`, counted from the start or (`relative`) from the event before. */
export type EventTime =
  | { readonly kind: 'any' }
  | { readonly kind: 'at'; readonly relative: boolean; readonly from: Nanoseconds; readonly to: Nanoseconds | null }

export type Action = PacketAction | CallAction | CodeAction | CommandAction

export interface PacketAction {
  readonly kind: 'packet'
  readonly direction: 'inbound' | 'outbound'
  readonly ip: IpWishes
  readonly packet: TcpPattern | IcmpPattern | UdpPattern
}

/** IP header fields in a packet's line; null: not given. */
export interface IpWishes {
  readonly ecn: number | null
  readonly dscp: number | null
  readonly ttl: number | null
}

export interface TcpPattern {
  readonly protocol: 'tcp'
  /** Both ports, where the line names them. */
  readonly ports: { readonly source: number; readonly destination: number } | null
  readonly flags: number
  readonly sequence: number
  readonly length: number
  readonly acknowledgment: number | null
  readonly window: number | null
  readonly urgentPointer: number | null
  /** null: `<...>`, any. */
  readonly options: readonly TcpOption[] | null
}

export interface IcmpPattern {
  readonly protocol: 'icmp'
  readonly type: string
  readonly code: string | null
  readonly mtu: number | null
  /** The segment that it is about. */
  readonly sequence: number
  readonly length: number
}

export interface UdpPattern {
  readonly protocol: 'udp'
  readonly ports: { readonly source: number; readonly destination: number } | null
  readonly length: number
}

export interface CallAction {
  readonly kind: 'call'
  readonly name: string
  readonly parameters: readonly Expression[]
  readonly result: CallResult
  /** Until when a call that waits has returned, counted as the event's own time; null: it does not wait. */
  readonly end: Nanoseconds | null
}

export interface CallResult {
  /** null: `...`, any. */
  readonly value: Expression | null
  readonly errno: string | null
}

/** `%{ … }%` */
export interface CodeAction {
  readonly kind: 'code'
  readonly code: string
}

/** In backticks. */
export interface CommandAction {
  readonly kind: 'command'
  readonly line: number
  readonly command: string
}

export type Expression =
  | { readonly kind: 'any' }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'or'; readonly parts: readonly Expression[] }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'struct'; readonly fields: readonly StructField[] }
  | { readonly kind: 'apply'; readonly name: string; readonly parameters: readonly Expression[] }

export interface StructField {
  /** null where fields stand in order, without names. */
  readonly name: string | null
  readonly value: Expression
}
