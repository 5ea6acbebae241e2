import { randomBytes } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { on, once } from 'node:events'
import { connect } from 'node:net'
import { params } from './params.ts'
import { type Reply, readReply, writeQuery } from './messages.ts'

/** The texts of a name's TXT records. */
export async function ask(name: string, server: string): Promise<string[]> {
  const first = await throughUdp(name, server)
  if (!first.isTruncated) return first.texts
  return (await throughTcp(name, server)).texts
}

const matches = (reply: Reply, id: number, name: string) =>
  reply.id === id && reply.name.toLowerCase() === name.toLowerCase()

async function throughUdp(name: string, server: string): Promise<Reply> {
  const id = randomBytes(2).readUInt16BE()
  const socket = createSocket('udp4')
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(new Error('no reply over UDP')), params.patienceMs)
  try {
    const messages = on(socket, 'message', { signal: late.signal })
    socket.send(writeQuery(id, name), params.port, server)
    for await (const [message, from] of messages) {
      if (from.address !== server || from.port !== params.port) continue
      const reply = readReply(message)
      if (reply === null || !matches(reply, id, name)) continue
      return reply
    }
    throw new Error('the socket was closed')
  } finally {
    clearTimeout(timer)
    socket.close()
  }
}

async function throughTcp(name: string, server: string): Promise<Reply> {
  const id = randomBytes(2).readUInt16BE()
  const socket = connect({ host: server, port: params.port })
  const timer = setTimeout(() => socket.destroy(new Error('no reply over TCP')), params.patienceMs)
  try {
    await once(socket, 'connect')
    const query = writeQuery(id, name)
    socket.write(Buffer.of(query.length >> 8, query.length & 255))
    socket.write(query)
    let bytes = Buffer.alloc(0)
    for await (const chunk of socket) {
      bytes = Buffer.concat([bytes, chunk])
      if (bytes.length >= 2 && bytes.length >= bytes.readUInt16BE() + 2) break
    }
    if (bytes.length < 2 || bytes.length < bytes.readUInt16BE() + 2) throw new Error('half a reply')
    const reply = readReply(bytes.subarray(2, bytes.readUInt16BE() + 2))
    if (reply === null || !matches(reply, id, name)) throw new Error('another reply')
    return reply
  } finally {
    clearTimeout(timer)
    socket.destroy()
  }
}
