import net from 'node:net'

net
  .createServer((socket) => {
    socket.on('data', (chunk) => socket.end(chunk))
  })
  .listen(9000)
