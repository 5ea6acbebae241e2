import { createSocket } from 'node:dgram'
import { params } from './params.ts'

// The NAT has a row for port 6000: this socket asked a server for its outside address.
const OTHER = '203.0.113.7'
const socket = createSocket('udp4')
socket.on('message', (message) => console.log(`${message}`))
socket.bind(6000, () => {
  socket.send('where am I?', 3478, '192.0.2.3')
  if (params.friend !== 'never') setTimeout(() => socket.send('hi', 5000, OTHER), params.friend === 'at once' ? 0 : 400)
})
setTimeout(() => socket.close(), 2_000)
