import dgram from 'node:dgram'
import { params } from './params.ts'

const SERVER = '10.0.9.2'
const TRIES = 2

const socket = dgram.createSocket('udp4')
socket.on('error', () => {})
socket.bind()

let nextId = Math.floor(Math.random() * 0x10000)
for (const name of process.argv.slice(2)) console.log(`${name} ${(await lookup(name)) ?? 'no answer'}`)
socket.close()

/** Asks for the IPv4 address of a name; undefined without an answer. */
async function lookup(name: string): Promise<string | undefined> {
  const query = encode(nextId++ & 0xffff, name)
  for (let tries = 0; tries < TRIES; tries++) {
    socket.send(query, params.port, SERVER, () => {})
    const reply = await receive()
    if (reply) return addressIn(reply, query.length)
  }
}

/** The reply; undefined if none comes in time. */
function receive(): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, params.timeout)
    socket.once('message', done)
    function done(message?: Buffer) {
      clearTimeout(timer)
      socket.off('message', done)
      resolve(message)
    }
  })
}

/** A query of one question: A, class IN, with RD [RFC 1035, 4.1.1]. */
function encode(id: number, name: string): Buffer {
  const header = Buffer.from([id >> 8, id & 0xff, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0])
  const labels = name.split('.').map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)]))
  return Buffer.concat([header, ...labels, Buffer.from([0, 0, 1, 0, 1])])
}

/** The address of the first record, whose name is a pointer to the question. */
function addressIn(reply: Buffer, at: number): string | undefined {
  if (reply.length < at + 16 || reply.readUInt16BE(6) === 0 || reply.readUInt16BE(at + 2) !== 1) return
  return reply.subarray(at + 12, at + 16).join('.')
}
