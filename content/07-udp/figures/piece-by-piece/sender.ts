import dgram from 'node:dgram'
import { params } from './params.ts'

const piece = 'x'.repeat(1000)
let next = 1

const socket = dgram.createSocket('udp4')
socket.on('error', (error) => console.log(error.message))
socket.on('message', (request, sender) => {
  // The request opens the window; each acknowledgment makes room for one piece.
  const room = String(request) === 'send' ? params.window : 1
  for (let n = 0; n < room && next <= 12; n++) socket.send(`${next++} ${piece}`, sender.port, sender.address)
})
socket.bind(9000)
