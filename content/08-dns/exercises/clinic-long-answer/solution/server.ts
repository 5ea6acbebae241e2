// The bug is called missing framing: each `data` event was taken for one message. Only the length before a message says where it ends.

import dgram from 'node:dgram'
import net from 'node:net'
import { params } from './params.ts'

const MAX_OVER_UDP = 512
const HEADER = 12
const TRUNCATED = 0x02

const udp = dgram.createSocket('udp4')
udp.on('error', (error) => console.log(error.message))
udp.on('message', (query, client) => {
  const reply = replyTo(query)
  if (!reply) return
  udp.send(reply.length > MAX_OVER_UDP ? cut(reply, query.length) : reply, client.port, client.address)
})
udp.bind(params.port)

const tcp = net.createServer((socket) => {
  let received = Buffer.alloc(0) // less than one message, except inside of the loop
  socket.on('error', () => {})
  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk])
    while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
      const end = 2 + received.readUInt16BE(0)
      const reply = replyTo(received.subarray(2, end))
      received = received.subarray(end)
      if (reply) socket.write(withLength(reply))
    }
  })
})
tcp.listen(params.port)

/** A message of a stream, behind its length. */
function withLength(message: Buffer): Buffer {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(message.length)
  return Buffer.concat([length, message])
}

/** The reply to a query of one question and nothing else; null for what isn't one. */
function replyTo(query: Buffer): Buffer | null {
  if (query.length < HEADER + 5 || query[2]! >= 0x80 || query.readUInt16BE(4) !== 1) return null
  const count = query.includes('long', HEADER) ? params.records : 1
  const reply = Buffer.concat([query, ...Array.from({ length: count }, (_, i) => record(i + 1))])
  reply.writeUInt16BE(0x8400 | (query.readUInt16BE(2) & 0x0100), 2)
  reply.writeUInt16BE(count, 6)
  return reply
}

/** A TXT record of 60 bytes of text, whose name is a pointer to the question. */
function record(n: number): Buffer {
  const text = Buffer.from(`record ${n} `.padEnd(60, '.'))
  return Buffer.concat([Buffer.from([0xc0, HEADER, 0, 16, 0, 1, 0, 0, 0, 60, 0, 61, 60]), text])
}

/** A reply without its records, and with TC. */
function cut(reply: Buffer, queryLength: number): Buffer {
  const short = Buffer.from(reply.subarray(0, queryLength))
  short[2]! |= TRUNCATED
  short.writeUInt16BE(0, 6)
  return short
}
