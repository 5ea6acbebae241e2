import { randomInt } from 'node:crypto'
import dgram from 'node:dgram'
import net from 'node:net'
import { type Reply, readReply, u16, writeQuery } from './messages.ts'
import { params } from './params.ts'

/** The texts of a name's TXT records. */
export async function ask(name: string, server: string): Promise<string[]> {
  const reply = await askOverUdp(name, server)
  const whole = reply.isTruncated ? await askOverTcp(name, server) : reply
  return whole.texts
}

function askOverUdp(name: string, server: string): Promise<Reply> {
  const id = randomInt(65_536)
  const socket = dgram.createSocket('udp4')
  const reply = new Promise<Reply>((done, fail) => {
    const timer = setTimeout(() => fail(new Error('no reply over UDP')), params.patienceMs)
    socket.on('close', () => clearTimeout(timer))
    socket.on('error', fail)
    socket.on('message', (message) => {
      const read = readReply(message)
      if (read && isReplyTo(read, id, name)) done(read)
    })
    // A connected socket receives from this address and port only.
    socket.connect(params.port, server, (error?: Error) => (error ? fail(error) : socket.send(writeQuery(id, name))))
  })
  return reply.finally(() => socket.close())
}

function askOverTcp(name: string, server: string): Promise<Reply> {
  const id = randomInt(65_536)
  const socket = net.connect(params.port, server)
  const reply = new Promise<Reply>((done, fail) => {
    let received: Buffer = Buffer.alloc(0)
    const timer = setTimeout(() => fail(new Error('no reply over TCP')), params.patienceMs)
    socket.on('error', fail)
    socket.on('close', () => {
      clearTimeout(timer)
      fail(new Error('the connection ended before the reply'))
    })
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk])
      if (received.length < 2 || received.length < 2 + received.readUInt16BE(0)) return
      const read = readReply(received.subarray(2, 2 + received.readUInt16BE(0)))
      if (read && isReplyTo(read, id, name)) done(read)
      else fail(new Error('a reply to another query'))
    })
  })
  const query = writeQuery(id, name)
  socket.write(Buffer.concat([u16(query.length), query]))
  return reply.finally(() => socket.destroy())
}

const isReplyTo = (reply: Reply, id: number, name: string): boolean =>
  reply.id === id && reply.name === name.toLowerCase()
