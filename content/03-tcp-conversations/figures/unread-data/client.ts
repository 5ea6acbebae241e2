import net from 'node:net'

const socket = net.connect(9000, 'server')
socket.write('question\n')
const timer = setInterval(() => socket.write('one more\n'), 12)
let heard = 0
socket.on('error', (error) => console.log(error.message, 'after', heard, 'bytes'))
socket.on('data', (chunk) => {
  heard += chunk.length
})
socket.on('end', () => console.log('the end, after', heard, 'bytes'))
socket.on('close', () => clearInterval(timer))
