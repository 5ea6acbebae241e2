import dgram from 'node:dgram'
import net from 'node:net'
import { params } from './params.ts'
import { type Query, readQuery, recordsFor, u16, writeReply } from './messages.ts'

/** Bytes of a reply (RFC 1035, 4.2.1; RFC 6891, 6.2.3). */
const [PLAIN_UDP, MOST_UDP] = [512, 1232]
const MOST_CONNECTIONS = 100

const udp = dgram.createSocket('udp4')
udp.on('error', (error) => console.log(error.message))
udp.on('message', (message, client) => {
  const query = readQuery(message)
  if (query) udp.send(replyWithin(query, limitOf(query)), client.port, client.address)
})
udp.bind(params.port, () => console.log('listening on UDP port', params.port))

const tcp = net.createServer((socket) => {
  let rest: Buffer = Buffer.alloc(0) // of a message that is not complete
  socket.on('error', () => socket.destroy())
  socket.setTimeout(params.idleMs, () => socket.destroy())
  socket.on('drain', () => socket.resume())
  socket.on('data', (chunk) => {
    rest = Buffer.concat([rest, chunk])
    while (rest.length >= 2 && rest.length >= 2 + rest.readUInt16BE(0)) {
      const end = 2 + rest.readUInt16BE(0)
      const query = readQuery(rest.subarray(2, end))
      rest = rest.subarray(end)
      if (!query) return socket.destroy()
      const reply = writeReply(query, recordsFor(query), false)
      if (!socket.write(Buffer.concat([u16(reply.length), reply]))) socket.pause() // it does not read
    }
  })
})
tcp.maxConnections = MOST_CONNECTIONS
tcp.on('error', (error) => console.log(error.message))
tcp.listen(params.port, () => console.log('listening on TCP port', params.port))

const limitOf = ({ udpSize }: Query): number => Math.min(Math.max(udpSize ?? 0, PLAIN_UDP), MOST_UDP)

/** The reply with as many whole records as fit. */
function replyWithin(query: Query, limit: number): Buffer {
  const records = recordsFor(query)
  const sent: Buffer[] = []
  let room = limit - writeReply(query, [], false).length
  for (const record of records) {
    room -= record.length
    if (room < 0) break
    sent.push(record)
  }
  return writeReply(query, sent, sent.length < records.length)
}
