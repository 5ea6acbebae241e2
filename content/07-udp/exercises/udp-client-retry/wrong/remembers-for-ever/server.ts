import dgram from 'node:dgram'
import { params } from './params.ts'

const ID_BYTES = 8

const socket = dgram.createSocket('udp4')
const replies = new Map<string, Buffer>() // by sender and id
let sum = 0

socket.on('message', (request, sender) => {
  if (request.length < ID_BYTES) return
  const id = request.subarray(0, ID_BYTES)
  const key = `${sender.address} ${sender.port} ${id.toString('hex')}`
  const reply =
    replies.get(key) ?? Buffer.concat([id, Buffer.from(execute(request.subarray(ID_BYTES).toString('utf8')))])
  if (!replies.has(key)) {
    replies.set(key, reply)
  }
  socket.send(reply, sender.port, sender.address)
})

function execute(text: string): string {
  const [, amount] = /^add (-?\d+)$/.exec(text) ?? []
  if (amount === undefined) return 'unknown'
  sum += Number(amount)
  return String(sum)
}

socket.bind(params.port)
