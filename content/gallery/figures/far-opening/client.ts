import net from 'node:net'

const socket = net.connect(9000, 'server')
socket.on('error', (error) => console.log(error.message))
socket.write('hello\n')
socket.on('data', (chunk) => {
  console.log('heard', String(chunk))
  socket.end()
})
