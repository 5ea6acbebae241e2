/** The name server that grows through module 8: each version does what its lesson says, and goes on doing what the lessons before it said. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Lab, Process, UdpPeer } from '#lab'
import { openSimulatedLab } from '#lab/on-disk/index.ts'
import { type DnsMessage, DnsType, dnsQuery, emitDns, ParseError, parseDns } from '#network'

const VERSIONS = [1, 2, 3, 4, 5, 6] as const
const FOLDER = 'content/08-dns/server'
const IN = 1
/** Of the OPT record: the class is a size. */
const opt = (size: number) => ({ name: '', type: DnsType.OPT, class: size, ttl: 0, data: { bytes: new Uint8Array(0) } })
const question = (name: string, type: number = DnsType.A) => dnsQuery(0x1a2b, { name, type, class: IN })

interface World {
  lab: Lab
  server: Process
  client: UdpPeer
  send(bytes: Uint8Array): Promise<void>
  ask(query: DnsMessage): Promise<DnsMessage>
}

async function inWorld(version: number, act: (world: World) => Promise<void>): Promise<void> {
  const [topology, host] = version < 5 ? ['wire', 'server'] : ['dns-tree', 'resolver']
  const files = { submission: { 'server.ts': readFileSync(`${FOLDER}/8-${version}.ts`, 'utf8') } }
  const { lab } = await openSimulatedLab({ topology, seed: 1, files })
  const server = await lab.host(host).run('server.ts', { listens: { udp: 53 } })
  const client = await lab.host('client').udp()
  const send = (bytes: Uint8Array) => client.send(bytes, [host, 53])
  const ask = async (query: DnsMessage) => {
    await send(emitDns(query))
    return read((await client.receive()).data)
  }
  try {
    await act({ lab, server, client, send, ask })
  } finally {
    await lab.close()
  }
}

function read(bytes: Uint8Array): DnsMessage {
  const message = parseDns(bytes)
  if (message instanceof ParseError) throw message
  return message
}

/** A behavior of these versions. */
const of = (versions: readonly number[], name: string, act: (world: World) => Promise<void>) =>
  test.each(versions)(`${name} (8.%i)`, (version) => inWorld(version, act))
const between = (first: number, last: number) => VERSIONS.filter((version) => version >= first && version <= last)

describe('the name server of module 8', () => {
  test.each([
    ['dig-asks', 1],
    ['header-fields', 1],
    ['pointers', 2],
    ['zone-answers', 3],
    ['cut-records', 4],
    ['udp-or-tcp', 4],
    ['referrals', 5],
    ['ageing', 5],
  ])('is what the figure %s runs, as of 8.%i', (figure, version) => {
    const shown = readFileSync(`content/08-dns/figures/${figure}/server.ts`, 'utf8')
    expect(shown).toBe(readFileSync(`${FOLDER}/8-${version}.ts`, 'utf8'))
  })

  of(VERSIONS, 'copies ID, opcode and RD, and implements no opcode but 0', async ({ ask }) => {
    const reply = await ask({ ...question('web.lab.test'), opcode: 2 })
    expect(reply).toMatchObject({ id: 0x1a2b, opcode: 2, isResponse: true, recursionDesired: true, code: 4 })
  })

  of(VERSIONS, 'answers no response and nothing shorter than a header', async ({ client, send, server }) => {
    await send(emitDns({ ...question('web.lab.test'), isResponse: true }))
    await send(new Uint8Array(11))
    await client.expectSilence('1s')
    await server.expectAlive()
  })

  of(between(2, 6), 'refuses a name that goes in a circle', async ({ client, send, server }) => {
    await send(Uint8Array.from([...emitDns(question('')).subarray(0, 12), 0xc0, 12, 0, 1, 0, 1]))
    await client.expectSilence('1s')
    await server.expectAlive()
  })

  of(between(3, 4), 'tells a name without such a record from no name, with the SOA in both', async ({ ask }) => {
    for (const [name, code] of [
      ['web.lab.test', 0],
      ['deep.lab.test', 0],
      ['nobody.lab.test', 3],
    ] as const) {
      // biome-ignore format: a table
      const reply = await ask(question(name, DnsType.AAAA))
      expect(reply).toMatchObject({ code, isAuthoritative: true, recursionAvailable: false, answers: [] })
      expect(reply.authorities).toMatchObject([{ name: 'lab.test', type: DnsType.SOA, ttl: 60 }])
    }
  })

  of(between(3, 4), 'answers for its own zone in any case, and for no other', async ({ ask }) => {
    const reply = await ask(question('WeB.LaB.tEsT'))
    expect(reply.questions[0]?.name).toBe('WeB.LaB.tEsT')
    expect(reply.answers).toMatchObject([{ name: 'web.lab.test', ttl: 300, data: { address: '192.0.2.10' } }])
    expect(await ask(question('notlab.test'))).toMatchObject({ code: 5, isAuthoritative: false })
  })

  of([4], 'sends whole records only, as many as the client takes, up to 1232 bytes', async ({ ask }) => {
    const many = question('many.lab.test', DnsType.TXT)
    expect(await ask(many)).toMatchObject({ isTruncated: true, answers: { length: 10 } })
    expect(await ask({ ...many, additionals: [opt(800)] })).toMatchObject({
      isTruncated: true,
      answers: { length: 17 },
    })
    const whole = await ask({ ...many, additionals: [opt(4096)] })
    expect(whole).toMatchObject({ isTruncated: false, answers: { length: 20 }, additionals: [{ class: 1232 }] })
  })

  of([4], 'answers over TCP, also two queries that come in one piece or in many', async ({ lab }) => {
    const client = await lab.host('client').connect('server', 53)
    const query = emitDns(question('many.lab.test', DnsType.TXT))
    const message = Uint8Array.from([0, query.length, ...query])
    await client.send([message.subarray(0, 1), message.subarray(1), Uint8Array.from([...message, ...message])])
    for (const _ of [1, 2, 3]) {
      const [high = 0, low = 0] = await client.bytes(2)
      expect(read(await client.bytes((high << 8) | low)).answers).toHaveLength(20)
    }
  })

  of(between(5, 6), 'walks from the root to the answer, then knows it, older', async ({ ask, lab }) => {
    const sent = () => lab.capture('dns.flags.response == 0 && ip.src != 10.0.0.1').count()
    const first = await ask(question('www.example.test'))
    expect(first).toMatchObject({ code: 0, recursionAvailable: true, isAuthoritative: false })
    expect(first.answers).toMatchObject([{ ttl: 60 }, { ttl: 60, data: { address: '203.0.113.10' } }])
    const asked = await sent()
    await lab.clock.advance('20s')
    const again = await ask(question('www.example.test'))
    expect(again.answers.map(({ ttl }) => ttl)).toEqual([39, 39])
    expect(await sent()).toBe(asked)
  })

  of(between(5, 6), 'keeps a no as long as its SOA says', async ({ ask, lab }) => {
    const sent = () => lab.capture('dns.flags.response == 0 && ip.src != 10.0.0.1').count()
    expect(await ask(question('nobody.example.test'))).toMatchObject({ code: 3, authorities: [{ ttl: 30 }] })
    const asked = await sent()
    await lab.clock.advance('20s')
    expect(await ask(question('nobody.example.test'))).toMatchObject({ code: 3, authorities: [{ ttl: 9 }] })
    expect(await sent()).toBe(asked)
    await lab.clock.advance('11s')
    await ask(question('nobody.example.test'))
    expect(await sent()).toBe((await asked) + 1)
  })

  of(between(5, 6), 'asks the next server when one is silent', async ({ ask, lab }) => {
    await lab.link('resolver', 'auth1').impair({ loss: 1 })
    expect(await ask(question('web.example.test'))).toMatchObject({ code: 0, answers: { length: 1 } })
  })

  of([6], 'answers names of the inside itself', async ({ ask, lab }) => {
    const reply = await ask(question('db.lab.test'))
    expect(reply.answers).toMatchObject([{ data: { address: '10.1.2.3' } }])
    expect(await ask(question('db.lab.test', DnsType.AAAA))).toMatchObject({ code: 0, answers: [] })
    expect(await lab.capture('ip.dst == 198.51.100.1').count()).toBe(0)
  })
})
