import { type FieldValues, FilterError, type Hold, type LinkRule, type PacketRecord, type RuleHandle } from '#network'
import type { Impairment, Rule } from '../api/index.ts'
import { toNanoseconds } from '../duration.ts'
import type { PacketData } from '../protocol.ts'
import type { Context } from './context.ts'
import { packetData } from './packet-data.ts'
import type { Operation, Subject } from './subject.ts'
import { Failure } from './wait.ts'

/** A link, both directions or what one end sends: `link:0`, `link:0>client`. */
export class LinkSubject implements Subject {
  readonly #context: Context
  readonly #index: number
  readonly #from: string | undefined

  constructor(context: Context, name: string) {
    const [index, from] = name.slice('link:'.length).split('>')
    this.#context = context
    this.#index = Number(index)
    this.#from = from
    context.links.at(this.#index)
  }

  get #link() {
    return this.#context.links.at(this.#index)
  }

  readonly operations: Record<string, Operation> = {
    impair: ([values]: [Impairment], { ref }) =>
      this.#context.register(ref, undo(this.#context.links.impair(this.#link, values, this.#from))),
    rule: ([rule]: [Rule], { ref }) => this.#context.register(ref, this.#rule(rule)),
    hold: ([filter]: [string | undefined], { ref }) => this.#context.register(ref, this.#hold(filter ?? '')),
    cut: (_, { ref }) => {
      this.#link.cut(this.#from)
      this.#context.register(
        ref,
        undo(() => this.#link.restore(this.#from)),
      )
    },
    counters: () => this.#link.counters(),
  }

  #rule(rule: Rule): Subject {
    const added = possible(() => this.#link.addRule(linkRule(rule), this.#from), 'a rule that a link can have')
    if (added instanceof FilterError) throw filterMisuse(added)
    return new RuleSubject(added, (records) => this.#packets(records))
  }

  #hold(filter: string): Subject {
    const ends = this.#from === undefined ? this.#link.endpoints : [this.#from]
    const holds = ends.map((end) => {
      const hold = this.#link.hold(filter, end)
      if (hold instanceof FilterError) throw filterMisuse(hold)
      return hold
    })
    return new HoldSubject(holds, (records) => this.#packets(records))
  }

  #packets(records: readonly PacketRecord[]): PacketData[] {
    return records.map((record) => packetData(record, this.#context.packets.dissect(record), record.from))
  }
}

/** A change that can be undone, once. */
export function undo(takeBack: () => void): Subject {
  let isUndone = false
  return {
    operations: {
      undo: () => {
        if (!isUndone) takeBack()
        isUndone = true
      },
    },
  }
}

class RuleSubject implements Subject {
  readonly operations: Record<string, Operation>

  constructor(rule: RuleHandle, packets: (records: readonly PacketRecord[]) => PacketData[]) {
    this.operations = { undo: () => rule.remove(), hits: () => packets(rule.hits) }
  }
}

class HoldSubject implements Subject {
  readonly #holds: readonly Hold[]
  readonly operations: Record<string, Operation>

  constructor(holds: readonly Hold[], packets: (records: readonly PacketRecord[]) => PacketData[]) {
    this.#holds = holds
    this.operations = {
      held: () => packets(this.#held),
      release: ([which]: [number | number[] | undefined]) => {
        const numbers = which === undefined ? undefined : this.#numbers(which)
        // One after the other: the requested order may alternate between the two directions.
        if (numbers === undefined) for (const hold of holds) hold.release()
        else for (const number of numbers) for (const hold of holds) hold.release([number])
      },
      discard: ([which]: [number | number[] | undefined]) => {
        const numbers = which === undefined ? undefined : this.#numbers(which)
        for (const hold of holds) hold.discard(numbers)
      },
      edit: ([which, fields, { checksums }]: [number, FieldValues, { checksums?: 'mend' | 'leave' }]) => {
        const [number] = this.#numbers(which)
        possible(() => {
          for (const hold of holds) hold.edit(number!, fields, checksums)
        }, 'fields that a packet has')
      },
    }
  }

  get #held(): PacketRecord[] {
    const held = this.#holds.flatMap((hold) => hold.held)
    // An edited packet has a new number and takes the old one's position.
    return this.#holds.length === 1 ? held : held.sort((a, b) => a.at - b.at || a.number - b.number)
  }

  /** Numbers are positions in the list returned by `held`, from 0; a released packet's position goes to the next. */
  #numbers(which: number | number[]): number[] {
    const records = this.#held
    const places = Array.isArray(which) ? which : [which]
    const missing = places.find((place) => records[place] === undefined)
    if (missing !== undefined)
      throw new Failure('MISUSE', `one of the ${records.length} held packets`, `number ${missing}`)
    return places.map((place) => records[place]!.number)
  }
}

/** Converts a test's rule (durations and times already in milliseconds) to the link's units. */
function linkRule({ by, within, until, ...rest }: Rule): LinkRule {
  return {
    ...rest,
    ...(by !== undefined && { by: toNanoseconds(by as number) }),
    ...(within !== undefined && { within: toNanoseconds(within as number) }),
    ...(until !== undefined && { until: toNanoseconds(until) }),
  }
}

/** A rule that the link rejects is the test's mistake. */
function possible<T>(act: () => T, expected: string): T {
  try {
    return act()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new Failure('MISUSE', expected, error.message)
  }
}

export function filterMisuse({ filter, column, reason }: FilterError): Failure {
  return new Failure('MISUSE', 'a display filter', `${JSON.stringify(filter)}: ${reason} (column ${column})`)
}
