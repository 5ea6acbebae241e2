import net from 'node:net'

const socket = net.connect(9000, 'server')
socket.on('error', (error) => console.log(error.message))
setTimeout(() => socket.write('question\n'), 100)
socket.on('data', (chunk) => {
  console.log('busy heard', String(chunk).trim())
  socket.end()
})
