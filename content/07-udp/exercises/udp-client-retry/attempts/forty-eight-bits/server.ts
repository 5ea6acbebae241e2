import dgram from 'node:dgram'
import { params } from './params.ts'

const socket = dgram.createSocket('udp4')

/** For each client the replies it got in the last minute, by the id of the request. */
const clients = new Map<string, Map<bigint, string>>()

let sum = 0n

function add(text: string): string {
  if (!/^add -?\d+$/.test(text)) return 'unknown'
  sum += BigInt(text.slice(4))
  return `${sum}`
}

socket.on('message', (datagram, { address, port }) => {
  if (datagram.length < 8 || port === 0) return
  const id = datagram.readBigUInt64BE(0)
  const name = `${address}:${port}`
  const known = clients.get(name) ?? new Map<bigint, string>()
  clients.set(name, known)
  if (!known.has(id)) {
    known.set(id, add(datagram.toString('utf8', 8)))
    setTimeout(() => {
      known.delete(id)
      if (known.size === 0) clients.delete(name)
    }, 60_000)
  }
  const reply = Buffer.alloc(8)
  reply.writeBigUInt64BE(id)
  socket.send([reply, known.get(id)!], port, address, (error) => {
    if (error) console.error('could not reply to', name, error.message)
  })
})

socket.bind(params.port)
