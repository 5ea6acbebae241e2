import { expect, labTest } from 'ackademy/lab'
import { type Message, parse, query, type Row, type Type } from './dns.ts'
import { params } from './params.ts'

/** Longest time of a client's question, with the way to the resolver and back. */
const PATIENCE_MS = 5_400
/** Of Ethernet, IPv4 and UDP headers in front of a message. */
const HEADERS = 42
/** Queries of the resolver: datagrams to port 53 of other hosts. */
const SENT = 'udp.dstport == 53 && ip.dst != 10.0.0.53 && !icmp'

/** What the resolver told its client; what isn't given is not looked at. */
interface Wanted {
  rcode?: string
  /** Data of the records: `['203.0.113.10']`. */
  answer?: string[]
}

/** A query on its way to a server. */
export interface Sent extends Message {
  at: number
  server: string
  port: number
}

/** The learner's resolver, behind it the tree of servers, and rogue's two servers. */
export const test = labTest(async (lab) => {
  await lab.host('rogue').run('tests:rogue.ts', { args: [params.minimum], listens: { udp: 53 } })
  const about = 'your resolver, listening'
  const listening = { about, say: 'server.ts was started, but did not listen on UDP port 53.' }
  await expect(lab.host('resolver').run('server.ts', { listens: { udp: 53 } }), listening).toHappen()
  const client = await lab.host('client').udp()
  let id = 0
  const dig = async (name: string, type: Type = 'A'): Promise<Message> => {
    await client.send(query(name, type, ++id), ['resolver', 53])
    const about = `your answer to ${name} ${type}`
    const { data } = await expect(client.receive({ within: PATIENCE_MS }), about).toHappen()
    const message = readable(data)
    expect(message ? 'a message' : 'no readable message', about).toBe('a message')
    return message!
  }
  const expectAnswer = async (name: string, wanted: Wanted, type: Type = 'A'): Promise<Message> => {
    const message = await dig(name, type)
    if (wanted.rcode !== undefined) expect(message.rcode, `the RCODE for ${name} ${type}`).toBe(wanted.rcode)
    if (wanted.answer !== undefined)
      expect(dataOf(message.answer), `the answer to ${name} ${type}`).toEqual(wanted.answer)
    return message
  }
  const sent = async (): Promise<Sent[]> =>
    (await lab.capture(SENT).all()).map(({ at, ip, udp, bytes }) => {
      const message = readable(bytes.subarray(HEADERS)) ?? UNREADABLE
      return { ...message, at, server: ip?.dst ?? '', port: udp?.src ?? 0 }
    })
  const expectQueries = async (count: number, about: string) => expect((await sent()).length, about).toBe(count)
  return { dig, expectAnswer, sent, expectQueries }
})

const UNREADABLE: Message = { id: 0, rd: false, rcode: '', name: 'no readable message', answer: [], authority: [] }

/** Null for bytes that are no message: what the learner sends is never the test's fault. */
function readable(bytes: Uint8Array): Message | null {
  try {
    return parse(bytes)
  } catch {
    return null
  }
}

/** One of rogue's two servers. */
/** The label of a TTL: `toBeBetween` takes a number without a unit for milliseconds. */
export const seconds = (about: string) => ({ about, unit: 's' })
export const isRogue = ({ server }: Sent): boolean => server === '203.0.113.65' || server === '203.0.113.66'

export const typesOf = (rows: readonly Row[]): string[] => rows.map(({ type }) => type)
export const dataOf = (rows: readonly Row[]): string[] => rows.map(({ data }) => data)
