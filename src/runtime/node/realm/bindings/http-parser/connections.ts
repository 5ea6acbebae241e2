import { MILLISECOND } from '#network'
import type { RealmContext } from '../../context.ts'
import { progressOf } from './progress.ts'

/** Called by a list's parsers as messages begin and end. Not methods: a program can get hold of a list. */
export let enlist: (list: ConnectionsList, parser: object, isActive: boolean) => void
export let strike: (list: ConnectionsList, parser: object) => void

/** The connections of a server, for its timeouts: those in the middle of a request, and idle ones. */
export class ConnectionsList {
  readonly #realm: RealmContext
  readonly #all = new Set<object>()
  readonly #active = new Set<object>()

  static {
    enlist = (list, parser, isActive) => {
      list.#all.add(parser)
      if (isActive) list.#active.add(parser)
    }
    strike = (list, parser) => {
      list.#all.delete(parser)
      list.#active.delete(parser)
    }
  }

  constructor(realm: RealmContext) {
    this.#realm = realm
  }

  all(): object[] {
    return [...this.#all]
  }

  idle(): object[] {
    return [...this.#all].filter((parser) => progressOf(parser).messageStart === 0)
  }

  active(): object[] {
    return [...this.#active]
  }

  /** Returns connections whose headers or whole request took longer than these limits in ms; 0 is no limit. */
  expired(headersTimeout: number, requestTimeout: number): object[] {
    const now = this.#realm.kernel.clock()
    const [whole, headers] = [requestTimeout, headersTimeout].map((ms) => (ms > 0 ? now - ms * MILLISECOND : 0))
    const late = [...this.#active].filter((parser) => {
      const { messageStart, headersCompleted } = progressOf(parser)
      return (!headersCompleted && messageStart < headers!) || messageStart < whole!
    })
    for (const parser of late) this.#active.delete(parser)
    return late
  }
}
