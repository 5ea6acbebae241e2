import dgram from 'node:dgram'
import { params } from './params.ts'

const socket = dgram.createSocket('udp4')
const answered = new Map<string, string>()
let total = 0

// Nothing is remembered for longer than a minute.
setInterval(() => answered.clear(), 60_000)

function handle(text: string): string {
  const words = text.split(' ')
  const isAdd = words.length === 2 && words[0] === 'add' && /^-?\d+$/.test(words[1]!)
  if (!isAdd) return 'unknown'
  total += Number(words[1])
  return String(total)
}

socket.on('error', (error) => console.error(error))

socket.on('message', (request, sender) => {
  if (request.length < 8) return
  const id = request.subarray(0, 8)
  const who = `${sender.address}#${sender.port}#${id.toString('base64')}`
  if (!answered.has(who)) answered.set(who, handle(request.subarray(8).toString()))
  const reply = Buffer.concat([id, Buffer.from(answered.get(who)!)])
  socket.send(reply, sender.port, sender.address)
})

socket.bind(params.port)
