import net from 'node:net'

const server = net.createServer((socket) => {
  socket.on('error', (error) => console.log(error.message))
  socket.on('data', (chunk) => {
    socket.write(chunk)
  })
})
server.listen(9000)
