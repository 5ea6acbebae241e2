import net from 'node:net'

const socket = net.connect(9000, 'server')
socket.on('error', (error) => console.log(error.message))
socket.end('x'.repeat(400_000))
