import { params } from './params.ts'
import { ask, type Reply } from './upstream.ts'

/** Every entry drops itself with a timer, so that whatever is in the map is valid. */
class Entry {
  readonly came = performance.now()
  readonly timer: NodeJS.Timeout
  constructor(
    readonly reply: Reply,
    readonly seconds: number,
    expire: () => void,
  ) {
    this.timer = setTimeout(expire, seconds * 1000).unref()
  }

  /** Everything is lowered to what is left of the entry, as in the lesson. */
  read(): Reply {
    const left = Math.floor(this.seconds - (performance.now() - this.came) / 1000)
    const lower = (ttl: number) => Math.max(0, Math.min(ttl, left))
    const { rcode, answers, soa } = structuredClone(this.reply)
    for (const row of answers) row.ttl = lower(row.ttl)
    if (soa) soa.ttl = lower(soa.ttl)
    return { rcode, answers, soa }
  }
}

class Cache {
  #kept = new Map<string, Entry>()
  #waiting = new Map<string, { resolve: (reply: Reply) => void; reject: (error: unknown) => void }[]>()

  lookup(name: string, type: number, signal?: AbortSignal): Promise<Reply> {
    const folded = [...name].map((c) => (c >= 'A' && c <= 'Z' ? c.toLowerCase() : c)).join('')
    for (const key of [JSON.stringify([folded]), JSON.stringify([folded, type])]) {
      const entry = this.#kept.get(key)
      if (!entry) continue
      this.#kept.delete(key)
      this.#kept.set(key, entry)
      return Promise.resolve(entry.read())
    }
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
      const key = JSON.stringify([folded, type])
      const waiting = this.#waiting.get(key)
      if (waiting) return waiting.push({ resolve, reject })
      this.#waiting.set(key, [{ resolve, reject }])
      this.#ask(folded, type, key)
    })
  }

  async #ask(name: string, type: number, key: string) {
    const settle = (with_: 'resolve' | 'reject', value: () => unknown) => {
      const waiting = this.#waiting.get(key) ?? []
      this.#waiting.delete(key)
      for (const one of waiting) one[with_](value() as never)
    }
    try {
      const reply = await ask(name, type)
      for (const ttls of [...reply.answers, ...(reply.soa ? [reply.soa] : [])]) {
        if (ttls.ttl >= 2 ** 31) ttls.ttl = 0
        ttls.ttl = Math.min(ttls.ttl, 604800)
      }
      this.#keep(name, type, reply)
      settle('resolve', () => structuredClone(reply))
    } catch (error) {
      settle('reject', () => error)
    }
  }

  #keep(name: string, type: number, reply: Reply) {
    const seconds = lifetime(reply, type)
    if (seconds <= 0) return
    const whole = reply.rcode === 3 && reply.answers.length === 0
    const key = JSON.stringify(whole ? [name] : [name, type])
    this.#drop(key)
    if (this.#kept.size === params.capacity) this.#drop(this.#kept.keys().next().value as string)
    this.#kept.set(key, new Entry(reply, seconds, () => this.#drop(key)))
  }

  #drop(key: string) {
    clearTimeout(this.#kept.get(key)?.timer)
    this.#kept.delete(key)
  }
}

function lifetime({ rcode, answers, soa }: Reply, type: number): number {
  const ttls = answers.map((row) => row.ttl)
  switch (rcode) {
    case 0:
      if (answers.some((row) => row.type === type)) return Math.min(...ttls)
    // falls through
    case 3:
      return soa ? Math.min(...ttls, soa.ttl, soa.minimum) : 0
    default:
      return 5
  }
}

const cache = new Cache()
export const lookup = (name: string, type: number, { signal }: { signal?: AbortSignal } = {}): Promise<Reply> =>
  cache.lookup(name, type, signal)
