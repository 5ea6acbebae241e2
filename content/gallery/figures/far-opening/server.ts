import net from 'node:net'

net
  .createServer((socket) => {
    socket.on('data', (chunk) => {
      socket.write(chunk)
    })
  })
  .listen(9000)
