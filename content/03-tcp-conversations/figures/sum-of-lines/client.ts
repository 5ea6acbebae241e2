import net from 'node:net'

const socket = net.connect(9000, 'server')
socket.end('4\n5\n')
socket.on('data', (chunk) => console.log('heard', String(chunk)))
socket.on('close', () => console.log('closed'))
