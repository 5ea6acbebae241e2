import dgram from 'node:dgram'
import { params } from './params.ts'

const ID_BYTES = 8
const REMEMBERED_MS = 60_000

const socket = dgram.createSocket('udp4')
const replies = new Map<string, Buffer>() // by sender and id
let sum = 0

socket.on('message', (request, sender) => {
  if (request.length < ID_BYTES) return
  if (sender.port === 0) return // its sender expects no reply (RFC 768), and `send` throws for that port
  const id = request.subarray(0, ID_BYTES)
  const key = `${sender.address} ${sender.port} ${id.toString('hex')}`
  const reply =
    replies.get(key) ?? Buffer.concat([id, Buffer.from(execute(request.subarray(ID_BYTES).toString('utf8')))])
  if (!replies.has(key)) {
    replies.set(key, reply)
    setTimeout(() => replies.delete(key), REMEMBERED_MS)
  }
  socket.send(reply, sender.port, sender.address)
})

function execute(text: string): string {
  const [, amount] = /^add (-?\d+)$/.exec(text) ?? []
  if (amount === undefined) return 'unknown'
  sum += Number(amount)
  return String(sum)
}

// An address that was forged may have no route back: that must not end the server.
socket.on('error', (error) => console.error(error.message))
socket.bind(params.port)
