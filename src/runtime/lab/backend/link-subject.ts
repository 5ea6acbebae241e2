import { FilterError, type Hold, type PacketRecord, type RuleHandle } from '../../network/index.ts'
import type { Impairment, Rule } from '../api/index.ts'
import { toNanoseconds } from '../duration.ts'
import type { PacketData } from '../protocol.ts'
import type { Context } from './context.ts'
import { packetData } from './packet-data.ts'
import type { Operation, Subject } from './subject.ts'
import { Failure } from './wait.ts'

const SUPPORTED_ACTIONS = ['drop', 'delay', 'duplicate', 'corrupt'] as const

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

  #rule({ filter, nth, count, action, by, at }: Rule): Subject {
    if (!(SUPPORTED_ACTIONS as readonly string[]).includes(action))
      throw new Failure(
        'NOT_SUPPORTED',
        `a rule that does ${action}`,
        `rules ${SUPPORTED_ACTIONS.join(', ')} are supported`,
      )
    const rule = this.#link.addRule(
      {
        filter,
        action: action as (typeof SUPPORTED_ACTIONS)[number],
        ...(nth !== undefined && { nth }),
        ...(count !== undefined && { count }),
        ...(by !== undefined && { by: toNanoseconds(by as number) }),
        ...(at !== undefined && { at }),
      },
      this.#from,
    )
    if (rule instanceof FilterError) throw filterMisuse(rule)
    return new RuleSubject(rule, (records) => this.#packets(records))
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

/** Something that can be taken back, once. */
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
  readonly operations: Record<string, Operation>

  constructor(holds: Hold[], packets: (records: readonly PacketRecord[]) => PacketData[]) {
    const held = () => holds.flatMap((hold) => hold.held).sort((a, b) => a.number - b.number)
    this.operations = {
      held: () => packets(held()),
      // A number is a place in the list that `held` gives, from 0; a released packet leaves its place to the next.
      release: ([which]: [number | number[] | undefined]) => {
        if (which === undefined) for (const hold of holds) hold.release()
        else {
          const records = held()
          const places = Array.isArray(which) ? which : [which]
          const missing = places.find((place) => records[place] === undefined)
          if (missing !== undefined)
            throw new Failure('MISUSE', `one of the ${records.length} held packets`, `number ${missing}`)
          for (const place of places) for (const hold of holds) hold.release([records[place]!.number])
        }
      },
      discard: () => {
        for (const hold of holds) hold.discard()
      },
    }
  }
}

export function filterMisuse({ filter, column, reason }: FilterError): Failure {
  return new Failure('MISUSE', 'a display filter', `${JSON.stringify(filter)}: ${reason} (column ${column})`)
}
