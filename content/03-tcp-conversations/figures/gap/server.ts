import net from 'node:net'

const server = net.createServer((socket) => {
  let total = 0
  socket.on('error', (error) => console.log(error.message))
  socket.on('data', (chunk) => {
    total += chunk.length
    console.log('bytes', total - chunk.length + 1, 'to', total)
  })
})
server.listen(9000)
