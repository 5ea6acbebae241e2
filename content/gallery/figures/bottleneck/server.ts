import net from 'node:net'

const server = net.createServer((socket) => {
  socket.on('error', (error) => console.log(error.message))
  let bytes = 0
  socket.on('data', (chunk) => {
    bytes += chunk.length
  })
  socket.on('end', () => console.log(bytes, 'bytes'))
})
server.listen(9000)
