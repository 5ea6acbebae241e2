import { createSocket } from 'node:dgram'
import { params } from './params.ts'

const SERVER = '198.51.100.20'
const socket = createSocket('udp4')
socket.on('message', (message) => console.log(`${message}`))
socket.bind(5000, () => socket.send('hello', 4000, SERVER))
const again = setInterval(() => params.keep !== 'never' && socket.send('', 4000, SERVER), 20_000)
setTimeout(() => {
  clearInterval(again)
  socket.close()
}, 110_000)
