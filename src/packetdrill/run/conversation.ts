/** One connection as a script speaks of it: its numbers count from each side's SYN, its timestamps are made up. */
import { MILLISECOND, TcpFlag, type TcpOption, type TcpSegment } from '#network'

/** Where the script's side begins to count. */
const REMOTE_ISN = 1_000_000

export class Conversation {
  /** The host's port; 0 until its SYN was seen. */
  localPort: number
  readonly remotePort: number
  #localIsn: number | null = null
  #remoteIsn = REMOTE_ISN
  #hasBegun = false
  /** A SYN after the first: if it is answered, numbers count from it. */
  #lastSyn: number | null = null
  /** Of ours that were seen: what the script calls them, and what they are. */
  readonly #timestamps = new Map<number, number>()
  #firstTimestamp: { script: number; live: number } | null = null

  constructor(localPort: number, remotePort: number) {
    this.localPort = localPort
    this.remotePort = remotePort
  }

  // --- the script's numbers made real

  remoteSequence(flags: number, sequence: number): number {
    const live = (this.#remoteIsn + sequence) >>> 0
    if ((flags & TcpFlag.SYN) === 0) return live
    // The first SYN begins wherever the script says; a later one is somewhere in the connection, and may begin another.
    if (this.#hasBegun) this.#lastSyn = live
    this.#hasBegun = true
    return live
  }

  localSequence(sequence: number): number {
    return ((this.#localIsn ?? 0) + sequence) >>> 0
  }

  /** Options of a packet to the host: what it reports or echoes of ours is translated. */
  inboundOptions(options: readonly TcpOption[]): TcpOption[] {
    return options.map((option): TcpOption => {
      if (option.kind === 'sack') {
        const blocks = option.blocks.map(({ left, right }) => ({
          left: this.localSequence(left),
          right: this.localSequence(right),
        }))
        return { kind: 'sack', blocks }
      }
      if (option.kind === 'timestamps') return { ...option, echoReply: this.#liveTimestamp(option.echoReply) }
      return option
    })
  }

  #liveTimestamp(script: number): number {
    if (script === 0 || this.#firstTimestamp === null) return script
    const known = this.#timestamps.get(script)
    if (known !== undefined) return known
    return (this.#firstTimestamp.live + script - this.#firstTimestamp.script) >>> 0
  }

  // --- what the host sent, in the script's numbers

  /** A SYN of the host's: its numbers count from here. */
  noteSyn(segment: TcpSegment): void {
    this.#localIsn = segment.sequenceNumber
    if (this.#lastSyn !== null && segment.flags & TcpFlag.ACK) this.#remoteIsn = this.#lastSyn
    this.localPort = segment.sourcePort
  }

  scriptSequence(segment: TcpSegment): number {
    if (segment.flags & TcpFlag.SYN) return 0
    return (segment.sequenceNumber - (this.#localIsn ?? segment.sequenceNumber)) >>> 0
  }

  scriptAcknowledgment(segment: TcpSegment): number {
    return (segment.acknowledgmentNumber - this.#remoteIsn) >>> 0
  }

  outboundOptions(options: readonly TcpOption[]): TcpOption[] {
    return options.map((option): TcpOption => {
      if (option.kind !== 'sack') return option
      const relative = (sequence: number) => (sequence - this.#remoteIsn) >>> 0
      return {
        kind: 'sack',
        blocks: option.blocks.map(({ left, right }) => ({ left: relative(left), right: relative(right) })),
      }
    })
  }

  /** The script calls a timestamp of the host's by this name from now on. */
  noteTimestamp(script: number, live: number): void {
    this.#firstTimestamp ??= { script, live }
    this.#timestamps.set(script, live)
  }

  /** By how many ns a timestamp of the host's is off from what the script says, counted from the first; 0 where there is none. */
  timestampError(script: number, live: number, tick: number): number {
    const first = this.#firstTimestamp
    if (first === null) return 0
    return Math.abs(((live - first.live) | 0) * MILLISECOND - (script - first.script) * tick)
  }
}
