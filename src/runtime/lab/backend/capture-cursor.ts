import {
  type CompiledFilter,
  compileFilter,
  type Dissection,
  FilterError,
  ladderRow,
  ladderText,
  type PacketRecord,
} from '#network'
import type { Wanted } from '../api/index.ts'
import { formatDuration, toNanoseconds } from '../duration.ts'
import type { CursorSpec, PacketData } from '../protocol.ts'
import { count } from '../text.ts'
import type { Context } from './context.ts'
import { filterMisuse } from './link-subject.ts'
import { packetData } from './packet-data.ts'
import type { PacketLog, Sighting } from './packet-log.ts'
import type { Operation, Subject } from './subject.ts'
import { done, Failure, waitFor, waitThrough } from './wait.ts'

/** A test's position in the recording: its matches, and how far it has read. */
export class CaptureCursor implements Subject {
  readonly #context: Context
  readonly #spec: CursorSpec
  /** Null if everything matches: then counting needs no dissection. */
  readonly #matches: CompiledFilter | null
  readonly #packets: PacketLog
  readonly #isSeenHere: (sighting: Sighting) => boolean
  /** Matches so far, in order of visibility. */
  readonly #found: PacketRecord[] = []
  #looked: number
  #read = 0

  /** `from`: the first sighting to look at; by default the world's first. */
  constructor(context: Context, spec: CursorSpec, from = 0) {
    this.#looked = from
    this.#context = context
    this.#spec = spec
    this.#matches = compile(spec.filter)
    this.#packets = context.packetsOn(spec.on)
    this.#isSeenHere = context.viewOf(spec.on)
  }

  readonly operations: Record<string, Operation> = {
    next: (_, call) =>
      waitFor({
        deadline: call.deadline,
        expected: `${this.#spec.as ?? `a packet that matches ${this.#name()}`} ${call.within}`,
        wanted: this.#wanted((what) => `${what} ${call.within}`),
        poll: () => {
          const record = this.#look()[this.#read]
          if (!record) return null
          this.#read++
          return done(this.#data(record))
        },
        seen: () => (this.#found.length === 0 ? 'none' : `no more after ${count(this.#found.length, 'packet')}`),
        packets: () => this.#numbers(this.#found.slice(-5)),
      }),
    all: () => this.#look().map((record) => this.#data(record)),
    count: () => this.#look().length,
    expectNone: ([, ms]: [CursorSpec, number]) => this.#expectNone(ms),
    ladder: () => this.ladder(),
  }

  /** Formats the exchange as lines of text; `most`: only the last of them. */
  ladder(most = Number.POSITIVE_INFINITY): string[] {
    const records = this.#look()
    return records
      .slice(Math.max(0, records.length - most))
      .map((record) => ladderText(ladderRow(record, this.#dissect(record), (address) => this.#context.nameOf(address))))
  }

  #expectNone(ms: number) {
    return waitThrough(this.#context.world.network.clock.now + toNanoseconds(ms), () => {
      const record = this.#look()[this.#read]
      if (!record) return
      const expected = `${formatDuration(ms)} without ${this.#spec.as ?? `a packet that matches ${this.#name()}`}`
      const seen = `packet ${record.number}, ${record.from} > ${record.to}: ${this.#dissect(record).summary}`
      const wanted = this.#wanted((what) => `${formatDuration(ms)} without ${what}`)
      throw new Failure('UNEXPECTED', expected, seen, this.#numbers([record]), wanted)
    })
  }

  /** Returns all matches so far. */
  #look(): PacketRecord[] {
    for (; this.#looked < this.#packets.seen; this.#looked++) {
      const sighting = this.#packets.sighting(this.#looked)
      const { record } = sighting
      if (this.#isTooEarly(record) || !this.#isSeenHere(sighting)) continue
      if (this.#matches === null || this.#matches(this.#dissect(record))) this.#found.push(record)
    }
    return this.#found
  }

  #isTooEarly({ number, at }: PacketRecord): boolean {
    const { after = 0, since } = this.#spec
    return number <= after || (since !== undefined && at < toNanoseconds(since))
  }

  #dissect(record: PacketRecord): Dissection {
    return this.#packets.dissect(record)
  }

  #data(record: PacketRecord): PacketData {
    const { on } = this.#spec
    return packetData(record, this.#dissect(record), typeof on === 'string' ? on : record.from)
  }

  /** Packet numbers for evidence, which refers to the network's recording. */
  #numbers(records: readonly PacketRecord[]): number[] {
    return this.#packets === this.#context.packets ? records.map(({ number }) => number) : []
  }

  /** What the wait is for, in words: a filter speaks only to those who know its language. */
  #wanted(words: (what: string) => string): Wanted {
    const { filter, as } = this.#spec
    return {
      words: words(as ?? `a packet${filter ? ' of those that the test looks for' : ''}`),
      isNamed: as !== undefined || !filter,
    }
  }

  #name(): string {
    const { filter, on } = this.#spec
    return `${filter ? JSON.stringify(filter) : 'anything'}${on === undefined ? '' : ` on ${this.#context.placeName(on)}`}`
  }
}

/** Compiles a display filter; null for none. Throws MISUSE that points at the error. */
export function compile(filter: string | undefined): CompiledFilter | null {
  if (filter === undefined || filter.trim() === '') return null
  const compiled = compileFilter(filter)
  if (!(compiled instanceof FilterError)) return compiled
  throw filterMisuse(compiled)
}
