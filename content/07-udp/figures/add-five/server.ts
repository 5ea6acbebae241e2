import dgram from 'node:dgram'
import { params } from './params.ts'

const replies = new Map<string, string>() // by sender and request
let sum = 0

const socket = dgram.createSocket('udp4')
socket.on('error', (error) => console.log(error.message))
socket.on('message', (datagram, sender) => {
  const key = `${sender.address} ${sender.port} ${datagram}`
  const isKnown = params.remembers && replies.has(key)
  if (!isKnown) sum += 5
  const reply = (isKnown && replies.get(key)) || `the sum is ${sum}`
  replies.set(key, reply)
  console.log(reply)
  socket.send(reply, sender.port, sender.address)
})
socket.bind(9000)
