import { type Datagram, expect, labTest } from 'ackademy/lab'
import { flagsOf, linesOf, type Message, parse, type QueryOptions, query, rcodeOf, type Type } from './dns.ts'
import { params } from './params.ts'

const SERVER: [string, number] = ['server', params.port]

/** An answer, as dig would print it; what isn't given is not looked at. */
interface Wanted {
  rcode?: string
  /** The flags that are set: `qr aa rd`. */
  flags?: string
  answer?: string[]
  authority?: string[]
  additional?: string[]
}

/** Every test begins with the server listening and a client that can ask it. */
export const test = labTest(async (lab) => {
  const listening = {
    about: 'your server, listening',
    say: `server.ts was started, but did not listen on UDP port ${params.port}.`,
  }
  const running = lab.host('server').run('server.ts', { listens: { udp: params.port } })
  const server = await expect(running, listening).toHappen()
  const peer = await lab.host('client').udp()
  const ask = (bytes: Uint8Array) => peer.send(bytes, SERVER)
  const reply = async (about: string) => readable(await expect(peer.receive(), about).toHappen(), about)
  const dig = async (name: string, type: Type | number, options: QueryOptions = {}) => {
    await ask(query(name, type, options))
    return reply(`your answer to ${asked(name, type)}`)
  }
  const expectReply = async (name: string, type: Type | number, wanted: Wanted, options: QueryOptions = {}) => {
    const { message, datagram } = await dig(name, type, options)
    const question = asked(name, type)
    const look = (what: string, value: unknown, expected: unknown) => {
      if (expected !== undefined) expect(value, { about: `${what} for ${question}`, datagram }).toEqual(expected)
    }
    look('the RCODE', rcodeOf(message), wanted.rcode)
    look('the flags', flagsOf(message), wanted.flags)
    look('the answer section', linesOf(message.answer), wanted.answer?.toSorted())
    look('the authority section', linesOf(message.authority), wanted.authority?.toSorted())
    look('the additional section', linesOf(message.additional), wanted.additional)
  }
  return { server, peer, ask, reply, dig, expectReply }
})

const asked = (name: string, type: Type | number): string =>
  `${name === '' ? 'the root' : name.replaceAll('\\', '\\.')} ${typeof type === 'number' ? `TYPE${type}` : type}`

function readable(datagram: Datagram, about: string): { message: Message; datagram: Datagram } {
  let message: Message | null = null
  let seen = 'a message'
  try {
    message = parse(datagram.data)
  } catch (error) {
    seen = `no readable message: ${(error as Error).message}`
  }
  // An unreadable answer is the server's fault, not the test's.
  expect(seen, { about, datagram }).toBe('a message')
  return { message: message!, datagram }
}

/** The authority section of a negative answer. */
export const SOA = `lab.test ${Math.min(params.ttl, params.negativeTtl)} SOA ns1.lab.test admin.lab.test 2026010100 7200 900 1209600 ${params.negativeTtl}`

/** Records of the zone, with its TTL: `record('web.lab.test', 'A 192.0.2.10')`. */
export const record = (name: string, data: string, ttl = params.ttl): string => `${name} ${ttl} ${data}`
