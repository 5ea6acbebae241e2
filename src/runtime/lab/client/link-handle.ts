import type { DisplayFilter, Hold, Impairment, Link, Packet, Rule, RuleHandle, Undo } from '../api/index.ts'
import { milliseconds } from '../duration.ts'
import type { PacketData } from '../protocol.ts'
import { Handle } from './handle.ts'
import { PacketView } from './packet-view.ts'
import type { Session } from './session.ts'

const views = (packets: PacketData[]): Packet[] => packets.map((data) => new PacketView(data))

export class UndoHandle extends Handle implements Undo {
  undo(): Promise<void> {
    return this.act('undo')
  }
}

class RuleHandleHandle extends UndoHandle implements RuleHandle {
  hits(): Promise<Packet[]> {
    return this.look('hits', { result: views })
  }
}

export class HoldHandle extends Handle implements Hold {
  held(): Promise<Packet[]> {
    return this.look('held', { result: views })
  }

  release(which?: number | number[]): Promise<void> {
    return this.act('release', { args: [which] })
  }

  discard(which?: number | number[]): Promise<void> {
    return this.act('discard', { args: [which] })
  }

  edit(
    which: number,
    fields: Record<string, string | number>,
    options: { checksums?: 'mend' | 'leave' } = {},
  ): Promise<void> {
    return this.act('edit', { args: [which, fields, options] })
  }
}

/** A link, both directions or what one end sends. */
export class LinkHandle extends Handle implements Link {
  readonly #index: number
  readonly #name: string
  readonly #ends: readonly [string, string]

  constructor(session: Session, index: number, ends: readonly [string, string], from?: string) {
    const name = ends.join('—')
    super(session, from ? `link:${index}>${from}` : `link:${index}`, from ? `${name} from ${from}` : name)
    this.#index = index
    this.#name = name
    this.#ends = ends
  }

  /** The link's number in the topology, for a capture on it. */
  get index(): number {
    return this.#index
  }

  from(node: string): Link {
    if (!this.#ends.some((end) => end.split(':')[0] === node || end === node))
      throw this.session.misuse(`one end of the link ${this.#name}`, JSON.stringify(node))
    return new LinkHandle(this.session, this.#index, this.#ends, node)
  }

  impair(values: Impairment): Promise<Undo> {
    const { delay, jitter, ...rest } = values
    const data = {
      ...rest,
      ...(delay !== undefined && { delay: milliseconds(delay) }),
      ...(jitter !== undefined && { jitter: milliseconds(jitter) }),
    }
    return this.act('impair', {
      args: [data],
      result: (_: unknown, ref: string) => new UndoHandle(this.session, ref, this.label),
    })
  }

  rule(rule: Rule): Promise<RuleHandle> {
    const data = {
      ...rule,
      ...(rule.by !== undefined && { by: milliseconds(rule.by) }),
      ...(rule.within !== undefined && { within: milliseconds(rule.within) }),
    }
    return this.act('rule', {
      args: [data],
      result: (_: unknown, ref: string) => new RuleHandleHandle(this.session, ref, `rule on ${this.label}`),
    })
  }

  drop(filter: DisplayFilter, options: { nth?: number; count?: number } = {}): Promise<RuleHandle> {
    return this.rule({ filter, action: 'drop', ...options })
  }

  hold(filter?: DisplayFilter): Promise<Hold> {
    return this.act('hold', {
      args: [filter],
      result: (_: unknown, ref: string) => new HoldHandle(this.session, ref, `hold on ${this.label}`),
    })
  }

  cut(): Promise<Undo> {
    return this.act('cut', { result: (_: unknown, ref: string) => new UndoHandle(this.session, ref, this.label) })
  }

  counters(): Promise<Record<string, { packets: number; bytes: number; dropped: number; maxQueue: number }>> {
    return this.look('counters')
  }
}
