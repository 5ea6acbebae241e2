import { params } from './params.ts'
import { ask, type Reply } from './upstream.ts'

// One slot per question. A slot begins as a question under way and turns into a kept reply.
interface Slot {
  promise: Promise<Reply>
  until: number // ms; Infinity while the query is under way
  since: number
  used: number
}
const slots = new Map<string, Slot>()
let clock = 0
const WEEK = 7 * 24 * 3600

export function lookup(name: string, type: number, options: { signal?: AbortSignal } = {}): Promise<Reply> {
  const { signal } = options
  if (signal?.aborted) return Promise.reject(signal.reason)
  const lower = name.replace(/[A-Z]+/g, (s) => s.toLowerCase())
  const slot = find(`any/${lower}`) ?? find(`${type}/${lower}`) ?? start(lower, type)
  slot.used = ++clock
  const own = slot.promise.then((reply) => age(reply, slot))
  if (!signal) return own
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason)
    signal.addEventListener('abort', stop)
    own.then(resolve, reject).then(() => signal.removeEventListener('abort', stop))
  })
}

function find(key: string): Slot | undefined {
  const slot = slots.get(key)
  if (slot && slot.until <= performance.now()) {
    slots.delete(key)
    return undefined
  }
  return slot
}

function start(name: string, type: number): Slot {
  const key = `${type}/${name}`
  const slot: Slot = { promise: ask(name, type), until: Infinity, since: 0, used: 0 }
  slots.set(key, slot)
  slot.promise = slot.promise.then(
    (reply) => {
      for (const row of reply.answers) row.ttl = sane(row.ttl)
      if (reply.soa) reply.soa.ttl = sane(reply.soa.ttl)
      slots.delete(key)
      const ttl = valid(reply, type)
      slot.since = performance.now()
      slot.until = slot.since + ttl * 1000
      if (ttl > 0) {
        room()
        slots.set(reply.rcode === 3 && !reply.answers.some((row) => row.type === 5) ? `any/${name}` : key, slot)
        slot.used = ++clock
      }
      if (reply.soa && negative(reply, type)) reply.soa.ttl = Math.min(reply.soa.ttl, ttl || Infinity)
      return reply
    },
    (error) => {
      slots.delete(key)
      throw error
    },
  )
  return slot
}

function room() {
  const kept = [...slots].filter(([, slot]) => slot.until !== Infinity)
  if (kept.length < params.capacity) return
  kept.sort(([, a], [, b]) => a.used - b.used)
  slots.delete(kept[0]![0])
}

const sane = (ttl: number) => (ttl > 0x7fffffff ? 0 : ttl > WEEK ? WEEK : ttl)
const negative = (reply: Reply, type: number) => reply.rcode === 3 || (reply.rcode === 0 && !reply.answers.find((row) => row.type === type))

function valid(reply: Reply, type: number): number {
  if (reply.rcode !== 0 && reply.rcode !== 3) return 5
  let ttl = Infinity
  for (const row of reply.answers) ttl = Math.min(ttl, row.ttl)
  if (negative(reply, type)) ttl = reply.soa ? Math.min(ttl, reply.soa.ttl, reply.soa.minimum) : 0
  return ttl
}

function age(reply: Reply, slot: Slot): Reply {
  const passed = Math.round((performance.now() - slot.since) / 1000)
  const older = (ttl: number) => Math.max(0, ttl - passed)
  return {
    rcode: reply.rcode,
    answers: reply.answers.map((row) => ({ ...row, ttl: older(row.ttl) })),
    soa: reply.soa ? { minimum: reply.soa.minimum, ttl: older(reply.soa.ttl) } : null,
  }
}
