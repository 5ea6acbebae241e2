import { type Datagram, expect, LabError, labTest, readInteger, type TcpPeer, type UdpPeer } from 'ackademy/lab'
import { asked, parse, query, reply, type Seen, textsOf } from './dns.ts'
import { params } from './params.ts'

const SERVER: [string, number] = ['server', params.port]
export const MANY = 'many.lab.test'
export const FEW = 'few.lab.test'

/** The learner's server, and the test as its clients. */
export const serverTest = labTest(async (lab) => {
  const listening = {
    about: 'your server, listening',
    say: `server.ts was started, but did not listen on UDP port ${params.port}.`,
  }
  const running = lab.host('server').run('server.ts', { listens: { udp: params.port } })
  const server = await expect(running, listening).toHappen()
  const peer = await lab.host('client').udp()
  return {
    server,
    /** Asks over UDP, with an OPT of this size. */
    ask: async (name: string, what: string, size?: number) => {
      await peer.send(query(7, name, size), SERVER)
      const datagram = await expect(peer.receive(), what).toHappen()
      return { seen: readable(datagram.data, what, datagram), length: datagram.data.length, datagram }
    },
    connect: () => expect(lab.host('client').connect(...SERVER), 'the TCP connection to your server').toHappen(),
  }
})

/** The learner's client, and the test as its server. */
export const clientTest = labTest(async (lab) => {
  // Nobody listens there, but now the hosts know each other by ARP.
  await lab
    .host('client')
    .connect('server', 9)
    .catch(() => {})
  const server = await lab.host('server').udp(params.port)
  const client = await lab.host('client').load<typeof import('./contract.ts')>('client.ts')
  return {
    client,
    server,
    ask: () => outcomeOf(client.ask(MANY, lab.host('server').address())),
    /** The client's query over UDP. */
    query: () => expect(server.receive(), 'your query over UDP').toHappen(),
    listen: () => lab.host('server').listen(params.port),
  }
})

/** Replies to a query over UDP with as many texts, and TC. */
export const cut = (server: UdpPeer, { data, from }: Datagram, texts: number): Promise<void> =>
  server.send(reply(asked(data).id, MANY, textsOf(texts), true), from)

/** A message of a stream, behind its length. */
export async function messageOf(peer: TcpPeer, what: string): Promise<Uint8Array> {
  const length = readInteger(await expect(peer.bytes(2), `the length of ${what}`).toHappen(), 0, 2)
  return expect(peer.bytes(length), `${what}, ${length} bytes as its length says`).toHappen()
}

/** A reply of the learner's server over TCP. */
export async function replyOf(peer: TcpPeer, what: string): Promise<Seen> {
  return readable(await messageOf(peer, what), what)
}

/** The query of the learner's client over TCP. */
export async function queryOf(peer: TcpPeer): Promise<{ id: number; name: string }> {
  const message = await messageOf(peer, 'your query over TCP')
  let [query, seen] = [{ id: 0, name: '' }, 'a query']
  try {
    query = asked(message)
  } catch (error) {
    seen = `no readable query: ${(error as Error).message}`
  }
  expect(seen, 'your query over TCP').toBe('a query')
  expect(query.name, 'the name in your query over TCP').toBe(MANY)
  return query
}

/** How the server ends a connection: with FIN or RST, both will do. */
export const endOf = (peer: TcpPeer, within: number): Promise<string> =>
  peer.rest({ within }).then(
    () => 'closed',
    (error: LabError) => (error.code === 'RESET' ? 'closed' : 'still open'),
  )

/** Outcome of a call: `40 texts, the last one: …` or `an Error`. */
function outcomeOf(call: Promise<string[]>): Promise<string> {
  return call.then(
    (texts) => (Array.isArray(texts) ? shown(texts.map(String)) : `${texts}, which is no array`),
    // It must not reject: a test that fails before it awaits this ends while the call still waits.
    (thrown) => (thrown instanceof LabError ? `no result (${thrown.code})` : 'an Error'),
  )
}

export const shown = (texts: readonly string[]): string =>
  texts.length === 0 ? 'no texts' : `${texts.length} texts, the last one: ${texts.at(-1)}`

function readable(message: Uint8Array, about: string, datagram?: Datagram): Seen {
  let seen: Seen | null = null
  let what = 'a message'
  try {
    seen = parse(message)
  } catch (error) {
    what = `no readable message: ${(error as Error).message}`
  }
  // An unreadable reply is the server's fault, not the test's.
  expect(what, datagram ? { about, datagram } : about).toBe('a message')
  return seen!
}
