import net from 'node:net'

const server = net.createServer((socket) => {
  socket.on('error', (error) => console.log(error.message))
  socket.on('data', () => socket.write('x'.repeat(1000)))
})
server.listen(9000)
