import net from 'node:net'

setTimeout(() => {
  const socket = net.connect(9000, 'server')
  socket.on('error', (error) => console.log(error.message))
  socket.on('data', (chunk) => console.log(String(chunk).trim()))
  socket.on('end', () => socket.end())
}, 100)
