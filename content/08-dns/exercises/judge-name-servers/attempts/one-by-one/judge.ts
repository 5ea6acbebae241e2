// A new socket for each query, and each query waits for the one before. The five servers are asked side by side.
import dgram from 'node:dgram'
import { decodeMessage, encodeQuery, type Message, type QueryOptions, type Type } from './codec.ts'
import { ZONE } from './lab-zone.ts'
import { params } from './params.ts'

class Broken extends Error {}

class Trial {
  address: string
  mayLose = 1
  nextId = 0x1001

  constructor(address: string) {
    this.address = address
  }

  /** Resolves with the first datagram of the server, or null when the time is up. */
  exchange(bytes: Buffer): Promise<Buffer | null> {
    return new Promise((resolve) => {
      const socket = dgram.createSocket('udp4')
      const finish = (reply: Buffer | null) => {
        clearTimeout(timer)
        socket.close()
        resolve(reply)
      }
      const timer = setTimeout(() => finish(null), params.lateMs + 30)
      socket.on('error', () => {})
      socket.on('message', (reply, from) => from.address === this.address && finish(reply))
      socket.send(bytes, params.port, this.address)
    })
  }

  async ask(name: string, type: Type, options: QueryOptions = {}): Promise<Message> {
    const id = this.nextId++
    const query = encodeQuery(id, name, type, options)
    let bytes = await this.exchange(query)
    if (!bytes && this.mayLose-- > 0) bytes = await this.exchange(query)
    if (!bytes) throw new Broken(`silent on ${name}`)
    const reply = decodeMessage(bytes)
    const hasOpt = options.edns !== undefined
    if (reply.id !== id || !reply.isReply) throw new Broken('no reply to my query')
    if (reply.name !== name || reply.type !== type) throw new Broken('changed the question')
    if (hasOpt !== (reply.edns !== null)) throw new Broken('OPT or not')
    if (bytes.length > (hasOpt ? 1232 : 512)) throw new Broken('too long')
    if (reply.rcode < 4 && !reply.isAuthoritative) throw new Broken('no AA')
    return reply
  }

  async expectNo(rcode: number, name: string, type: Type, options?: QueryOptions) {
    const reply = await this.ask(name, type, options)
    const soa = reply.authorities.find((row) => row.type === 'SOA')
    const real = ZONE.find((row) => row.type === 'SOA')!
    if (reply.rcode !== rcode || reply.answers.length > 0) throw new Broken(`RCODE ${reply.rcode} for ${name}`)
    if (soa?.data.toLowerCase() !== real.data || soa.name.toLowerCase() !== 'lab.test') throw new Broken('SOA')
    if (soa.ttl !== Math.min(real.ttl, params.negativeTtl) || reply.isTruncated) throw new Broken('SOA’s TTL')
  }

  async expectAll(source: string, name: string, type: Type, options?: QueryOptions) {
    const reply = await this.ask(name, type, options)
    const rows = ZONE.filter((row) => row.name === source && row.type === type)
    const missing = rows.filter((row) => !reply.answers.some((one) => one.data === row.data && one.ttl === row.ttl))
    const isNamed = reply.answers.every((row) => row.name.toLowerCase() === name.toLowerCase() && row.type === type)
    if (reply.rcode !== 0 || missing.length > 0 || reply.answers.length !== rows.length || !isNamed || reply.isTruncated)
      throw new Broken(`records of ${name}`)
  }

  async run() {
    await this.expectAll('web.lab.test', 'WEB.LAB.TEST', 'A')
    await this.expectNo(0, 'web.lab.test', 'NS')
    await this.expectNo(0, 'wild.lab.test', 'A')
    await this.expectNo(3, 'y.tame.wild.lab.test', 'A')
    const long = [...Array.from({ length: 48 }, (_, n) => `l${n % 10}${n % 7}x`), 'end'].join('.')
    await this.expectNo(3, `${long}.lab.test`, 'TXT')
    const cut = await this.ask('many.lab.test', 'TXT')
    if (!cut.isTruncated) throw new Broken('TC')
    await this.expectAll('many.lab.test', 'many.lab.test', 'TXT', { edns: 0 })
    const other = await this.ask('lab.test', 'SOA', { edns: 7 })
    if (other.rcode !== 16 || other.answers.length > 0) throw new Broken('knows EDNS 7')
    for (const id of [1, 2])
      if (await this.exchange(encodeQuery(id, 'lab.test', 'NS', { isReply: true }))) throw new Broken('talks to replies')
  }
}

async function verdict(address: string): Promise<string> {
  try {
    await new Trial(address).run()
    return 'right'
  } catch (error) {
    return `broken: ${(error as Error).message}`
  }
}

const verdicts = await Promise.all([11, 12, 13, 14, 15].map((host) => verdict(`10.0.0.${host}`)))
for (const [n, text] of verdicts.entries()) console.log(`server-${n + 1} ${text}`)
