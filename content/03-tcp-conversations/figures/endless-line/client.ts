import net from 'node:net'

const socket = net.connect(9000, 'server')
const timer = setInterval(() => socket.write('x'.repeat(1_000)), 5)
socket.on('data', (chunk) => console.log('heard', String(chunk)))
socket.on('end', () => clearInterval(timer))
