import dgram from 'node:dgram'
import { params } from './params.ts'

const REMEMBER_MS = 60_000

const socket = dgram.createSocket('udp4')
const replies = new Map<string, Buffer>()
let sum = 0n

function perform(text: string): string {
  const number = /^add (-?\d+)$/.exec(text)?.[1]
  if (number === undefined) return 'unknown'
  sum += BigInt(number)
  return String(sum)
}

socket.on('message', (request, sender) => {
  if (request.length < 8 || sender.port === 0) return
  const id = request.subarray(0, 8)
  const key = `${sender.address} ${sender.port} ${id.toString('hex')}`
  let reply = replies.get(key)
  if (!reply) {
    reply = Buffer.concat([id, Buffer.from(perform(request.toString('utf8', 8)))])
    replies.set(key, reply)
    setTimeout(() => replies.delete(key), REMEMBER_MS)
  }
  socket.send(reply, sender.port, sender.address, () => {})
})

socket.bind(params.port)
