import net from 'node:net'

const socket = net.connect({ port: 9000, host: 'server', allowHalfOpen: true })
socket.on('error', (error) => console.log(error.message))
socket.end('4\n5\n')
socket.on('data', (chunk) => console.log('heard', String(chunk)))
