/** Given: the side that clients see. It answers queries over UDP and TCP with what `resolve` finds out. */
import dgram from 'node:dgram'
import net from 'node:net'
import { resolve } from './resolver.ts'
import { encodeReply, NOTIMP, readQuery, REFUSED, type Reply, SERVFAIL } from './wire-format.ts'

const PORT = Number(process.env.PORT ?? 53)
/** Whose queries it takes; a resolver that answers everyone is an amplifier. 198.18 is where `--publish` puts real clients. */
const FRIENDS = /^(::ffff:)?(127|10|198\.18)\./
const [PLAIN_UDP, MOST_UDP, MOST_TCP] = [512, 1232, 65_535] // bytes of a reply
const IDLE_MS = 10_000 // of a TCP connection

const udp = dgram.createSocket('udp4')
udp.on('error', (error) => console.log(error.message))
udp.on('message', (query, client) => {
  replyTo(query, 'udp', client.address).then(
    (reply) => reply && udp.send(reply, client.port, client.address),
    (error) => console.log(client.address, String(error)),
  )
})
udp.bind(PORT, () => console.log('listening on UDP port', PORT))

const tcp = net.createServer((socket) => {
  let rest = Buffer.alloc(0) // the start of a message that isn't complete
  socket.on('error', (error) => console.log(error.message))
  socket.setTimeout(IDLE_MS, () => socket.destroy())
  socket.on('data', (chunk) => {
    rest = Buffer.concat([rest, chunk])
    while (rest.length >= 2 && rest.length >= 2 + rest.readUInt16BE(0)) {
      const end = 2 + rest.readUInt16BE(0)
      replyTo(rest.subarray(2, end), 'tcp', socket.remoteAddress ?? '').then(
        (reply) => reply && socket.writable && socket.write(Buffer.concat([Buffer.of(reply.length >> 8, reply.length & 0xff), reply])),
        (error) => socket.destroy(error),
      )
      rest = Buffer.from(rest.subarray(end))
    }
  })
})
tcp.maxConnections = 100
tcp.on('error', (error) => console.log(error.message))
tcp.listen(PORT)

/** Returns the reply to a query; null if there must be none. Rejects with RangeError for a message that can't be read. */
async function replyTo(query: Buffer, over: 'udp' | 'tcp', client: string): Promise<Buffer | null> {
  const question = readQuery(query)
  if (!question) return null
  const limit = over === 'tcp' ? MOST_TCP : Math.min(Math.max(question.size ?? 0, PLAIN_UDP), MOST_UDP)
  const { rcode, answers, authorities } = await decide(question, client)
  return encodeReply(query, question.end, { rcode, answers, authorities }, question.size !== null, limit)
}

async function decide(question: NonNullable<ReturnType<typeof readQuery>>, client: string): Promise<Reply> {
  const no = (rcode: number): Reply => ({ rcode, answers: [], authorities: [] })
  if (question.opcode !== 0) return no(NOTIMP)
  // A zone may name this resolver as its server. A query of our own has RD 0, and must not start another walk.
  if (!question.wantsRecursion) return no(REFUSED)
  if (question.class !== 1 || !FRIENDS.test(client)) return no(REFUSED)
  try {
    return await resolve(question.name, question.type)
  } catch (error) {
    console.log(`${question.name} type ${question.type}:`, String(error))
    return no(SERVFAIL)
  }
}
