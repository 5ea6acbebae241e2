import { createSocket } from 'node:dgram'
import { params } from './params.ts'

const socket = createSocket('udp4')
socket.on('message', (message, { address, port }) => {
  if (`${message}` !== 'hello') return // It only keeps the mapping.
  console.log(`hello from ${address}:${port}`)
  setTimeout(() => socket.send('news', port, address), params.wait * 1_000)
})
socket.bind(4000)
setTimeout(() => socket.close(), 110_000)
