import dgram from 'node:dgram'
import { createServer, type Socket } from 'node:net'
import { params } from './params.ts'
import { type Query, readQuery, recordsFor, writeReply } from './messages.ts'

const udp = dgram.createSocket('udp4')
udp.on('error', (error) => console.log(error.message))
udp.on('message', (message, { port, address }) => {
  const query = readQuery(message)
  if (query !== null) udp.send(shortened(query), port, address)
})
udp.bind(params.port)

/** Leaves out one record after the other, from the end, until the message fits. */
function shortened(query: Query): Buffer {
  const size = query.udpSize === null ? 512 : query.udpSize
  const limit = size < 512 ? 512 : size > 1232 ? 1232 : size
  const all = recordsFor(query)
  let count = all.length
  let reply = writeReply(query, all, false)
  while (reply.length > limit) {
    count--
    reply = writeReply(query, all.slice(0, count), true)
  }
  return reply
}

/** The messages of one connection. */
class Conversation {
  #bytes = Buffer.alloc(0)

  /** False if the connection is of no more use. */
  add(chunk: Buffer, socket: Socket): boolean {
    this.#bytes = Buffer.concat([this.#bytes, chunk])
    for (;;) {
      const message = this.#next()
      if (message === null) return true
      const query = readQuery(message)
      if (query === null) return false
      const reply = writeReply(query, recordsFor(query), false)
      const length = Buffer.alloc(2)
      length.writeUInt16BE(reply.length)
      socket.write(length)
      socket.write(reply)
    }
  }

  #next(): Buffer | null {
    if (this.#bytes.length < 2) return null
    const end = this.#bytes.readUInt16BE() + 2
    if (this.#bytes.length < end) return null
    const message = this.#bytes.subarray(2, end)
    this.#bytes = this.#bytes.subarray(end)
    return message
  }
}

createServer((socket) => {
  const conversation = new Conversation()
  let idle = setTimeout(() => socket.end(), params.idleMs)
  socket.on('error', () => socket.destroy())
  socket.on('close', () => clearTimeout(idle))
  socket.on('data', (chunk) => {
    clearTimeout(idle)
    idle = setTimeout(() => socket.end(), params.idleMs)
    if (!conversation.add(chunk, socket)) socket.destroy()
  })
}).listen(params.port)
