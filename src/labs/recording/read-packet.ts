import type { SeenPacket } from '#lab'
import { type CaptureAnalysis, type Dissection, talkers } from '#network'
import type { PacketView, PacketWords } from './packet-view/index.ts'
import { packetWords } from './packet-words.ts'

/**
 * A packet, put into words on first use: of the 100,000 packets in a file, only the visible ones are read. Its fate is
 * read from its record, which the recording updates.
 */
export class ReadPacket implements PacketView {
  readonly record: SeenPacket
  readonly #analysis: CaptureAnalysis
  readonly #isOfFile: boolean
  #words: PacketWords | null = null
  #ends: readonly [string, string] | null = null

  /** `isOfFile`: the link has no named ends, so the hosts are known by their addresses. */
  constructor(record: SeenPacket, analysis: CaptureAnalysis, isOfFile = false) {
    this.record = record
    this.#analysis = analysis
    this.#isOfFile = isOfFile
  }

  get dissection(): Dissection {
    return this.#analysis.dissect(this.record)
  }
  get number() {
    return this.record.number
  }
  get at() {
    return this.record.at
  }
  get arrives() {
    return this.record.arrives
  }
  get fate() {
    return this.record.fate
  }
  get link() {
    return this.record.link
  }
  get from() {
    return this.#bothEnds[0]
  }
  get to() {
    return this.#bothEnds[1]
  }
  get length() {
    return this.record.bytes.length
  }
  get bytes() {
    return this.record.bytes
  }
  get cause() {
    return this.record.cause
  }
  get duplicateOf() {
    return this.record.duplicateOf ?? null
  }
  get changedBy() {
    return this.record.changedBy ?? null
  }
  get delayedBy() {
    return this.record.delayedBy ?? null
  }
  get held() {
    const { heldUntil } = this.record
    return heldUntil === undefined ? null : { until: heldUntil }
  }
  get position() {
    return this.#analysis.position(this.record)
  }
  get againOf() {
    return this.position?.repeats ?? null
  }
  get protocol() {
    return this.#said.protocol
  }
  get kind() {
    return this.#said.kind
  }
  get opens() {
    return this.#said.opens
  }
  get ends() {
    return this.#said.ends
  }
  get resets() {
    return this.#said.resets
  }
  get zeroWindow() {
    return this.#said.zeroWindow
  }
  get pureAck() {
    return this.#said.pureAck
  }
  get payloadLength() {
    return this.#said.payloadLength
  }
  get label() {
    return this.#said.label
  }
  get headline() {
    return this.#said.headline
  }
  get detail() {
    return this.#said.detail
  }

  get #said(): PacketWords {
    this.#words ??= packetWords(this.dissection)
    return this.#words
  }

  get #bothEnds(): readonly [string, string] {
    this.#ends ??= this.#isOfFile ? this.#talkers() : [nodeOf(this.record.from), nodeOf(this.record.to)]
    return this.#ends
  }

  #talkers(): readonly [string, string] {
    const [sender, receiver] = talkers(this.dissection)
    return [sender ?? this.record.from, receiver ?? this.record.to]
  }
}

const nodeOf = (endpoint: string) => endpoint.slice(0, endpoint.indexOf(':'))
