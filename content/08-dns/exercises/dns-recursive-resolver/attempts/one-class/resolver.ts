import { randomBytes } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { setTimeout as sleep } from 'node:timers/promises'
import { encodeQuery, exchangeOverTcp, readMessage, type Message, type Reply, type Row } from './wire-format.ts'

const ROOTS = process.argv.length > 2 ? process.argv.slice(2) : ['198.51.100.1']

type Known = { until: number; from: number; reply: Reply }
const memory = new Map<string, Known>()
const delegations = new Map<string, { until: number; servers: string[] }>()
const now = () => performance.now()

const labelsOf = (name: string): string[] => name.match(/(?:\\.|[^.\\])+/g) ?? []
const isWithin = (name: string, zone: string) => {
  const [a, b] = [labelsOf(name), labelsOf(zone)]
  return b.length <= a.length && b.every((label, i) => a[a.length - b.length + i] === label)
}

export const resolve = (name: string, type: number): Promise<Reply> => new Question().answer(name, type)

class Question {
  left = 100
  readonly deadline = now() + 4990

  async answer(name: string, type: number, hops = 8): Promise<Reply> {
    const reply = await this.lookUp(name, type)
    const alias = type === 5 ? undefined : reply.answers.find((row) => row.type === 5)
    if (!alias) return reply
    if (hops === 0) throw new Error('aliases without end')
    const rest = await this.answer(alias.target!, type, hops - 1)
    return { ...rest, answers: [alias, ...rest.answers] }
  }

  async lookUp(name: string, type: number): Promise<Reply> {
    for (const key of [name, `${name}\n${type}`]) {
      const known = memory.get(key)
      if (known && known.until > now()) return aged(known)
      memory.delete(key)
    }
    let { zone, servers } = this.nearest(name)
    while (true) {
      const step = await this.visit(servers, zone, name, type)
      if ('done' in step) return this.learn(name, type, step.done)
      zone = step.zone
      servers = step.servers
      if (servers.length === 0) servers = await this.findServers(step.names)
      delegations.set(zone, { servers, until: now() + step.ttl * 1000 })
    }
  }

  nearest(name: string) {
    const labels = labelsOf(name)
    for (let i = 0; i < labels.length; i++) {
      const zone = labels.slice(i).join('.')
      const known = delegations.get(zone)
      if (known && known.until > now()) return { zone, servers: known.servers }
    }
    return { zone: '', servers: ROOTS }
  }

  async findServers(names: string[]): Promise<string[]> {
    for (const name of names) {
      try {
        const { answers } = await this.lookUp(name, 1)
        const found = answers.filter((row) => row.address).map((row) => row.address!)
        if (found.length > 0) return found
      } catch (error) {
        if (this.left <= 0 || now() >= this.deadline) throw error
      }
    }
    throw new Error('no server has an address')
  }

  async visit(servers: string[], zone: string, name: string, type: number) {
    const queue = servers.map((server) => ({ server, again: true }))
    for (let entry = queue.shift(); entry; entry = queue.shift()) {
      let message = await this.ask(entry.server, name, type)
      if (!message && entry.again) queue.push({ server: entry.server, again: false })
      if (message?.isCut) message = await this.askTcp(entry.server, name, type)
      if (!message || (message.rcode !== 0 && message.rcode !== 3)) continue
      const step = this.read(message, zone, name, type)
      if (step) return step
    }
    throw new Error(`zone ${zone || '.'} has no working server`)
  }

  read(message: Message, zone: string, name: string, type: number) {
    const rows = message.answers.filter((row) => row.name === name)
    const answers = rows.some((row) => row.type === type) ? rows.filter((row) => row.type === type) : rows.filter((row) => row.type === 5)
    const soa = message.authorities.filter((row) => row.type === 6 && isWithin(name, row.name) && isWithin(row.name, zone))
    if (message.isAuthoritative && answers.length > 0) return { done: { rcode: 0, answers, authorities: [] } }
    if (message.isAuthoritative && answers.length === 0 && soa.length > 0) return { done: { rcode: message.rcode, answers, authorities: soa } }
    if (message.rcode !== 0 || answers.length > 0) return null
    const cut = message.authorities.find((row) => row.type === 2 && row.name !== zone && isWithin(row.name, zone) && isWithin(name, row.name))
    if (!cut) return null
    const names = message.authorities.filter((row) => row.type === 2 && row.name === cut.name).map((row) => row.target!)
    const glue = message.additionals.filter((row) => row.address && names.includes(row.name) && isWithin(row.name, zone))
    return { zone: cut.name, names, servers: glue.map((row) => row.address!), ttl: Math.min(cut.ttl, ...glue.map((row) => row.ttl)) }
  }

  pay(): number {
    const ms = this.deadline - now()
    if (ms <= 0 || this.left === 0) throw new Error('enough')
    this.left--
    return Math.min(ms, 400)
  }

  async ask(server: string, name: string, type: number): Promise<Message | null> {
    const patience = this.pay()
    const id = randomBytes(2).readUInt16BE()
    const socket = createSocket('udp4')
    const over = new AbortController()
    try {
      const reply = new Promise<Message>((found) => {
        socket.on('message', (bytes, { address, port }) => {
          const message = address === server && port === 53 ? own(bytes, id, name, type) : null
          if (message) found(message)
        })
      })
      const failed = new Promise<null>((give) => socket.on('error', () => give(null)))
      socket.send(encodeQuery(id, name, type), 53, server)
      const late = sleep(patience, null, { signal: over.signal }).catch(() => null)
      return await Promise.race([reply, failed, late])
    } finally {
      over.abort()
      socket.close()
    }
  }

  async askTcp(server: string, name: string, type: number): Promise<Message | null> {
    const patience = this.pay()
    const id = randomBytes(2).readUInt16BE()
    try {
      return own(await exchangeOverTcp(server, encodeQuery(id, name, type), patience), id, name, type)
    } catch {
      return null
    }
  }

  learn(name: string, type: number, reply: Reply): Reply {
    const ttl = Math.min(
      ...reply.answers.map((row) => row.ttl),
      ...reply.authorities.map((row) => Math.min(row.ttl, row.data.readUInt32BE(row.data.length - 4))),
    )
    const from = now()
    memory.set(reply.rcode === 3 ? name : `${name}\n${type}`, { from, until: from + ttl * 1000, reply })
    return reply
  }
}

function own(bytes: Buffer, id: number, name: string, type: number): Message | null {
  try {
    const message = readMessage(bytes)
    return message.isReply && message.id === id && message.name === name && message.type === type ? message : null
  } catch {
    return null
  }
}

function aged({ reply, from }: Known): Reply {
  const passed = Math.floor((now() - from) / 1000)
  const older = (rows: Row[]) => rows.map((row) => ({ ...row, ttl: Math.max(0, row.ttl - passed) }))
  return { rcode: reply.rcode, answers: older(reply.answers), authorities: older(reply.authorities) }
}
