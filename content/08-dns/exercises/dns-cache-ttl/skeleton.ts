import { ask, type Reply } from './upstream.ts'

interface Entry {
  reply: Reply
  kept: number // when it came, in seconds
  ttl: number
}

const entries = new Map<string, Entry>()
const underWay = new Map<string, Promise<Reply>>()

/** The lookup, with three places left open. */
export async function lookup(name: string, type: number): Promise<Reply> {
  const key = `${type} ${name.toLowerCase()}`
  const known = entries.get(key) // … or one for all types of the name
  if (known && performance.now() / 1000 - known.kept < known.ttl) {
    // … a copy of the reply with lower TTLs; and it's now the one used last
  }
  let query = underWay.get(key)
  if (!query) {
    query = ask(name, type)
      .then((reply) => {
        // … how long is it valid, and for which key? Is there room?
        return reply
      })
      .finally(() => underWay.delete(key))
    underWay.set(key, query)
  }
  return structuredClone(await query)
}
