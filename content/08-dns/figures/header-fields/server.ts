import dgram from 'node:dgram'

const PORT = Number(process.env.PORT ?? 53)
const HEADER = 12 // bytes
const NOTIMP = 4

const udp = dgram.createSocket('udp4')
udp.on('error', (error) => console.log(error.message))
udp.on('message', (query, client) => {
  const reply = replyTo(query)
  if (reply) udp.send(reply, client.port, client.address)
})
udp.bind(PORT, () => console.log('listening on UDP port', PORT))

/** Returns the reply to a query; null if there must be none. */
function replyTo(query: Buffer): Buffer | null {
  if (query.length < HEADER) return null
  const flags = query.readUInt16BE(2)
  if (flags & 0x8000) return null // a reply: two servers would answer each other
  const header = Buffer.alloc(HEADER)
  header.writeUInt16BE(query.readUInt16BE(0), 0) // id
  header.writeUInt16BE(0x8000 | (flags & 0x7900) | NOTIMP, 2) // QR, their opcode and RD
  return header
}
