/** Random conversations with one TCP: what its peer sends, what its program calls, and when. The same seed draws the same one. */
import { RandomStream, TcpFlag } from '#network'

const { ACK, ECE, CWR, FIN, PSH, RST, SYN, URG } = TcpFlag

/** Sequence numbers count from each side's SYN. */
export interface PeerSegment {
  readonly kind: 'segment'
  readonly flags: number
  readonly sequence: number
  readonly acknowledgment: number
  readonly length: number
  readonly window: number
  /** null: as on a SYN, where the options are those of the handshake. */
  readonly mss: number | null
  readonly sackOk: boolean
  readonly windowScale: number | null
  readonly timestamp: PeerTimestamp | null
  readonly sack: readonly (readonly [start: number, end: number])[]
}

/** The peer's clock, and which timestamp of the host's it echoes. */
export interface PeerTimestamp {
  readonly value: number
  readonly echo: 'last' | 'none' | 'future' | 'past'
}

export interface ProgramCall {
  readonly kind: 'call'
  readonly name: 'accept' | 'write' | 'read' | 'shutdown' | 'close' | 'set'
  /** Bytes, or the value of an option. */
  readonly count: number
  readonly option: 'TCP_NODELAY' | 'TCP_CORK' | 'TCP_QUICKACK' | null
}

/** What happens, and how many milliseconds later than what was before. */
export interface Step {
  readonly after: number
  readonly action: PeerSegment | ProgramCall
}

export interface ConversationPlan {
  readonly seed: number
  /** The host connects, or a listener of its waits. */
  readonly opens: boolean
  readonly steps: readonly Step[]
}

/** Far from the times of timers of each other: an immediate answer, after a delayed acknowledgment, after a timeout. */
const PAUSES = [10, 10, 10, 50, 50, 1400] as const
const WINDOW = 64_240

export function drawConversation(seed: number): ConversationPlan {
  return new Drawing(seed).conversation()
}

/** Draws, and follows what a host that behaves would have sent and received by now. */
class Drawing {
  readonly #seed: number
  readonly #random: RandomStream
  readonly #steps: Step[] = []
  #peerNext = 0
  #hostNext = 0
  #hostAcknowledged = 0
  #clock = 1000
  #mss = 1000
  #sackOk = false
  #windowScale: number | null = null
  #timestamps = false

  constructor(seed: number) {
    this.#seed = seed
    this.#random = new RandomStream(seed, 'kernel fuzz')
  }

  #pick<T>(values: readonly T[]): T {
    return values[this.#random.below(values.length)]!
  }

  conversation(): ConversationPlan {
    const opens = this.#random.chance(0.35)
    this.#mss = this.#pick([536, 1000, 1460])
    this.#sackOk = this.#random.chance(0.7)
    this.#timestamps = this.#random.chance(0.4)
    this.#windowScale = this.#random.chance(0.5) ? this.#pick([0, 2, 7]) : null
    this.#handshake(opens)
    const count = 3 + this.#random.below(10)
    for (let made = 0; made < count; made++) this.#something()
    return { seed: this.#seed, opens, steps: this.#steps }
  }

  #add(action: Step['action'], after: number = this.#pick(PAUSES)): void {
    this.#clock += after
    this.#steps.push({ after, action })
  }

  #segment(flags: number, given: Partial<PeerSegment> = {}): PeerSegment {
    const isSyn = (flags & SYN) !== 0
    return {
      kind: 'segment',
      flags,
      sequence: this.#peerNext,
      acknowledgment: flags & ACK ? this.#hostNext : 0,
      length: 0,
      window: this.#windowScale === null || isSyn ? 60_000 : 60_000 >> this.#windowScale,
      mss: isSyn ? this.#mss : null,
      sackOk: isSyn && this.#sackOk,
      windowScale: isSyn ? this.#windowScale : null,
      timestamp: this.#timestamps ? { value: this.#clock, echo: flags & ACK ? 'last' : 'none' } : null,
      sack: [],
      ...given,
    }
  }

  #handshake(opens: boolean): void {
    if (this.#random.chance(0.15)) this.#oddOpening(opens)
    if (opens) {
      this.#hostNext = 1
      this.#add(this.#segment(SYN | ACK))
      this.#peerNext = 1
    } else {
      this.#add(this.#segment(SYN))
      this.#peerNext = 1
      this.#hostNext = 1
      if (this.#random.chance(0.1)) this.#oddSegment()
      this.#add(this.#segment(ACK), 10)
      this.#add({ kind: 'call', name: 'accept', count: 0, option: null }, 0)
    }
    this.#hostAcknowledged = 1
  }

  /** Before the connection is there: what no handshake has. */
  #oddOpening(opens: boolean): void {
    const flags = this.#pick([ACK, FIN, RST, 0, PSH | ACK, SYN | FIN, SYN | RST, RST | ACK, FIN | ACK, SYN | ACK])
    if (opens && (flags & RST) !== 0 && (flags & ACK) !== 0) return
    const acknowledgment = this.#pick([0, 2, 1000])
    this.#add(
      this.#segment(flags, { acknowledgment: flags & ACK ? acknowledgment : 0, length: this.#pick([0, 0, 10]) }),
    )
  }

  #something(): void {
    const choice = this.#random.below(100)
    if (choice < 20) this.#data()
    else if (choice < 35) this.#write()
    else if (choice < 50) this.#acknowledge()
    else if (choice < 60) this.#add({ kind: 'call', name: 'read', count: 5000, option: null })
    else if (choice < 66) this.#selective()
    else if (choice < 88) this.#oddSegment()
    else if (choice < 91) this.#finish()
    else if (choice < 94) this.#add({ kind: 'call', name: 'shutdown', count: 1, option: null })
    else if (choice < 96) this.#add({ kind: 'call', name: 'close', count: 0, option: null })
    else {
      const option = this.#pick(['TCP_NODELAY', 'TCP_CORK', 'TCP_QUICKACK'] as const)
      this.#add({ kind: 'call', name: 'set', count: this.#random.below(2), option })
    }
  }

  #data(): void {
    const length = this.#pick([1, 100, this.#mss, this.#mss])
    const flags = ACK | (this.#random.chance(0.5) ? PSH : 0)
    this.#add(this.#segment(flags, { length, acknowledgment: this.#hostAcknowledged }))
    this.#peerNext += length
  }

  #write(): void {
    const count = this.#pick([1, 100, this.#mss, 3 * this.#mss, 8 * this.#mss])
    this.#add({ kind: 'call', name: 'write', count, option: null })
    this.#hostNext += count
  }

  #acknowledge(): void {
    const open = this.#hostNext - this.#hostAcknowledged
    const parts = [
      this.#hostNext,
      this.#hostNext,
      this.#hostAcknowledged,
      this.#hostAcknowledged + Math.min(open, this.#mss),
    ]
    const acknowledgment = this.#pick(parts)
    const window = this.#random.chance(0.1) ? { window: this.#pick([0, 1, 10]) } : {}
    this.#add(this.#segment(ACK, { acknowledgment, ...window }))
    this.#hostAcknowledged = Math.max(this.#hostAcknowledged, acknowledgment)
  }

  /** Reports some of what is under way. */
  #selective(): void {
    const segments = Math.floor((this.#hostNext - this.#hostAcknowledged) / this.#mss)
    if (!this.#sackOk || segments < 2) {
      this.#acknowledge()
      return
    }
    const first = 1 + this.#random.below(segments - 1)
    const count = 1 + this.#random.below(segments - first)
    const start = this.#hostAcknowledged + first * this.#mss
    const sack = [[start, start + count * this.#mss]] as const
    this.#add(this.#segment(ACK, { acknowledgment: this.#hostAcknowledged, sack }))
  }

  #finish(): void {
    this.#add(this.#segment(FIN | ACK, { acknowledgment: this.#hostAcknowledged }))
    this.#peerNext++
  }

  /** Numbers around the edges of windows, flags that do not go together, timestamps of other times. */
  #oddSegment(): void {
    const next = this.#peerNext
    const flags = this.#pick([
      ACK,
      ACK,
      ACK | PSH,
      RST,
      RST | ACK,
      SYN,
      SYN | ACK,
      FIN | ACK,
      0,
      FIN,
      ACK | URG,
      ACK | ECE | CWR,
    ])
    // Once there is data, how the window moves is up to the memory that it takes.
    const edge = next + (next === 1 ? WINDOW : 1_000_000)
    const edges = [next, next, next - 1, next + 1, next + this.#mss, edge - 1, edge, edge + 1, 0]
    const sequence = Math.max(0, this.#pick([...edges, next - this.#mss]))
    const acknowledgments = [
      this.#hostAcknowledged,
      this.#hostNext,
      this.#hostNext + 1,
      this.#hostAcknowledged - 1,
      this.#hostNext + 100_000,
    ]
    const acknowledgment = Math.max(0, this.#pick(acknowledgments))
    const length = this.#pick([0, 0, 1, 10, this.#mss])
    const drawn = this.#segment(flags, { sequence, acknowledgment: flags & ACK ? acknowledgment : 0, length })
    const { timestamp } = drawn
    if (timestamp === null || !this.#random.chance(0.3)) this.#add(drawn)
    else {
      const echo = this.#pick(['last', 'none', 'future', 'past'] as const)
      this.#add({ ...drawn, timestamp: { value: timestamp.value + this.#pick([0, -5000, 5000]), echo } })
    }
  }
}
