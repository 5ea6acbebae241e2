import { createSocket } from 'node:dgram'

const socket = createSocket('udp4')
socket.on('message', (message) => console.log(`${message}`))
socket.bind(5000, () => socket.send('hello', 3478, '192.0.2.3'))
setTimeout(() => socket.close(), 2_000)
