import net from 'node:net'

const socket = net.connect(9000, 'server')
socket.on('error', (error) => console.log(error.message))
socket.on('data', (chunk) => console.log('heard', String(chunk)))
socket.on('close', () => console.log('closed'))
socket.end('4\n5\n')
